// CREATE, ALTER and DROP DATABASE (r_CREATE_DATABASE, r_ALTER_DATABASE, r_DROP_DATABASE).
#include "tests/sessions/fixture.hpp"
#include "tests/support/temporary_directory.hpp"

#include <algorithm>
#include <filesystem>

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

std::string level_of(Client& client, const std::string& database) {
    return client.must("select trim(isolation_level) from stv_db_isolation_level where db_name = '" + database + "'")
        .value();
}

Client session_on(const ServerProcess& process, const std::string& database) {
    return Client(process, {.user = "admin", .password = "", .database = database});
}

std::size_t files_of(const std::string& directory, const std::string& database) {
    const auto files = std::filesystem::directory_iterator(directory);
    return static_cast<std::size_t>(std::count_if(begin(files), end(files), [&](const auto& file) {
        return file.path().filename().string().starts_with(database);
    }));
}

} // namespace

TEST_CASE("a new database has the options it was given, and every view shows them") {
    auto admin = session();
    CHECK(admin.must("create database db_plain").tag == "CREATE DATABASE");
    admin.must("create database db_full with owner = plain connection limit 7 isolation level serializable");
    CHECK(level_of(admin, "db_plain") == "Snapshot Isolation");
    CHECK(level_of(admin, "db_full") == "Serializable");
    CHECK(admin.must("select database_isolation_level from svv_redshift_databases where database_name = 'db_full'")
              .value() == "Serializable");
    CHECK(admin
              .must("select datname, datconfig, datconnlimit from pg_database_info where datname in ('db_full', "
                    "'db_plain') "
                    "order by 1")
              .rows ==
          std::vector<std::vector<std::optional<std::string>>>{{"db_full", "{concurrency_model=2}", "7"},
                                                               {"db_plain", "{concurrency_model=1}", "UNLIMITED"}});
    CHECK(admin
              .must("select u.usename from pg_database d join pg_user u on u.usesysid = d.datdba "
                    "where datname = 'db_full'")
              .value() == "plain");
    auto inside = session("admin", "db_full");
    CHECK(inside.must("select current_database()").value() == "db_full");
    inside.must("create table here (i int)");
    CHECK(admin.run("select * from here").sqlstate == "42P01");
    CHECK(admin.run("create database db_full").sqlstate == "42P04");
    for (const auto* of_cluster : {"template0", "template1", "padb_harvest"})
        CHECK(admin.run("create database " + std::string(of_cluster)).sqlstate == "42P04");
    CHECK(admin.run("alter database db_plain rename to template1").sqlstate == "42P04");
    CHECK(admin.run("create database db_more collate case_insensitive").sqlstate == "0A000");
    CHECK(session("plain").run("create database db_more").sqlstate == "42501");
}

TEST_CASE("databases are neither made nor dropped nor given a level inside a transaction block") {
    auto admin = session();
    admin.must("create table db_block (c varchar(3))");
    for (const auto& [statement, name] : std::vector<std::pair<std::string, std::string>>{
             {"create database db_in_block", "CREATE DATABASE"},
             {"drop database nowhere", "DROP DATABASE"},
             {"alter database nowhere isolation level snapshot", "ALTER DATABASE ISOLATION LEVEL"},
             {"vacuum", "VACUUM"},
             {"alter table db_block append from numbers", "ALTER TABLE APPEND"},
             {"alter table db_block alter column c type varchar(9)", "ALTER TABLE ALTER COLUMN"},
             {"drop library l", "DROP LIBRARY"}}) {
        INFO(statement);
        admin.must("begin");
        const auto answer = admin.run(statement);
        CHECK(answer.sqlstate == "25001");
        CHECK(answer.message == name + " cannot run inside a transaction block");
        admin.must("rollback");
        admin.send("select 1; " + statement);
        CHECK(admin.wait().sqlstate == "25001");
    }
    CHECK(admin.run("select 1 from stv_db_isolation_level where db_name = 'db_in_block'").rows.empty());
    // Prepared, as drivers send everything.
    admin.must("begin");
    auto* result = PQexecParams(admin.native(), "alter table db_block alter column c type varchar(9)", 0, nullptr,
                                nullptr, nullptr, nullptr, 0);
    CHECK(std::string(PQresultErrorField(result, PG_DIAG_SQLSTATE)) == "25001");
    PQclear(result);
    admin.must("rollback");
}

TEST_CASE("the level of a database changes only while nobody else is in it") {
    auto admin = session();
    admin.must("create database db_level");
    {
        const auto other = session("plain", "db_level");
        admin.must("set statement_timeout to 200"); // it waits for the other to leave
        CHECK(admin.run("alter database db_level isolation level serializable").sqlstate == "57014");
        admin.must("reset statement_timeout");
        CHECK(level_of(admin, "db_level") == "Snapshot Isolation");
    }
    CHECK(admin.must("alter database db_level isolation level serializable").tag == "ALTER DATABASE");
    CHECK(level_of(admin, "db_level") == "Serializable");
    auto inside = session("admin", "db_level"); // alone, a session may change its own
    CHECK(inside.must("alter database db_level isolation level snapshot").tag == "ALTER DATABASE");
    CHECK(level_of(admin, "db_level") == "Snapshot Isolation");
    CHECK(admin.run("alter database dev isolation level serializable").sqlstate == "0A000");
    CHECK(admin.run("alter database nowhere isolation level serializable").sqlstate == "3D000");
    CHECK(session("plain").run("alter database db_level isolation level serializable").sqlstate == "42501");
}

TEST_CASE("owner and connection limit change, also in a block that is rolled back") {
    auto admin = session();
    admin.must("create database db_owner");
    const std::string look = "select datdba > 100, datconnlimit from pg_database where datname = 'db_owner'";
    admin.must("begin");
    admin.must("alter database db_owner owner to plain");
    admin.must("alter database db_owner connection limit 1");
    admin.must("rollback");
    CHECK(admin.must(look).rows == std::vector<std::vector<std::optional<std::string>>>{{"f", "-1"}});
    admin.must("alter database db_owner owner to plain");
    admin.must("alter database db_owner connection limit 1");
    CHECK(admin.must(look).rows == std::vector<std::vector<std::optional<std::string>>>{{"t", "1"}});
    const auto only = session("plain", "db_owner");
    CHECK_THROWS_WITH(session("plain", "db_owner"), Catch::Contains("too many connections for database \"db_owner\""));
    CHECK(admin.run("drop user plain").sqlstate == "55006");
    admin.must("alter database db_owner connection limit unlimited");
    CHECK(admin.must(look).rows == std::vector<std::vector<std::optional<std::string>>>{{"t", "-1"}});
    CHECK(session("plain").run("alter database db_owner owner to admin").sqlstate == "42501");
}

TEST_CASE("ALTER DATABASE ... SET gives the sessions opened afterwards their first value; a user's own wins") {
    auto admin = session();
    admin.must("create database db_first");
    const auto shown = [](const char* user, const char* parameter) {
        return session(user, "db_first").must(std::string("show ") + parameter).value();
    };
    auto before = session("admin", "db_first");
    CHECK(admin.must("alter database db_first set statement_timeout to '90s'").tag == "ALTER DATABASE");
    admin.must("alter database db_first set search_path = 's', public");
    admin.must("alter database db_first set time zone 'America/New_York'");
    CHECK(before.must("show statement_timeout").value() == "0");
    CHECK(session().must("show statement_timeout").value() == "0"); // of another database
    auto after = session("admin", "db_first");
    CHECK(after.must("show statement_timeout").value() == "90000");
    after.must("set statement_timeout to 7");
    after.must("reset statement_timeout");
    CHECK(after.must("show statement_timeout").value() == "90000");
    CHECK(shown("admin", "search_path") == "s, public");
    CHECK(shown("admin", "timezone") == "America/New_York");

    admin.must("alter user plain set statement_timeout to 5000");
    CHECK(shown("plain", "statement_timeout") == "5000");
    CHECK(admin.must("select useconfig from pg_user where usename = 'plain'").value() == "{statement_timeout=5000}");
    CHECK(admin.must("select datconfig from pg_database where datname = 'db_first'").value() ==
          "{concurrency_model=1,\"search_path=s, public\",statement_timeout=90000,"
          "timezone=America/New_York}");
    CHECK(admin
              .must("select count(*) from pg_db_role_setting where setconfig[1] = 'statement_timeout=5000' "
                    "or setconfig[2] = 'statement_timeout=90000'")
              .value() == "2");
    admin.must("alter user plain reset all");
    CHECK(shown("plain", "statement_timeout") == "90000");

    admin.must("begin");
    admin.must("alter database db_first reset all");
    admin.must("rollback");
    CHECK(shown("admin", "statement_timeout") == "90000");
    admin.must("alter database db_first set search_path to default");
    CHECK(shown("admin", "search_path") != "s, public");
    admin.must("alter database db_first reset statement_timeout");
    CHECK(shown("admin", "statement_timeout") == "0");
    CHECK(shown("admin", "timezone") == "America/New_York");
}

TEST_CASE("ALTER DATABASE ... SET is refused as SET is, and to who does not own the database") {
    auto admin = session();
    admin.must("create database db_refused");
    CHECK(admin.run("alter database db_refused set no_such_parameter to 1").sqlstate == "42704");
    CHECK(admin.run("alter database db_refused reset no_such_parameter").sqlstate == "42704");
    CHECK(admin.run("alter database db_refused set statement_timeout to 'soon'").sqlstate == "22023");
    CHECK(admin.run("alter database db_refused set statement_timeout to -2").sqlstate == "22023");
    CHECK(admin.run("alter database db_refused set server_version to '1'").sqlstate == "55P02");
    CHECK(admin.run("alter database nowhere set statement_timeout to 1").sqlstate == "3D000");
    CHECK(session("plain").run("alter database db_refused set statement_timeout to 1").sqlstate == "42501");
    CHECK(session("admin", "db_refused").must("show statement_timeout").value() == "0");
    // What was said of a database goes with it.
    admin.must("alter database db_refused set statement_timeout to 1");
    CHECK(admin.must("drop database db_refused").tag == "DROP DATABASE");
    admin.must("create database db_refused");
    CHECK(session("admin", "db_refused").must("show statement_timeout").value() == "0");
    CHECK(admin
              .must("select count(*) from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase "
                    "where datname = 'db_refused'")
              .value() == "0");
}

TEST_CASE("a renamed database keeps its tables and its views") {
    const TemporaryDirectory directory;
    const ServerProcess process({"--data-dir", directory.path(), "--auth", "trust"});
    Client admin(process);
    admin.must("create database db_before");
    {
        auto inside = session_on(process, "db_before");
        inside.must("create table t (i int)");
        inside.must("insert into t values (7)");
        inside.must("create view v as select t.i from t where i in (select i from t)");
        inside.must("create view w as select * from v");
        CHECK(inside.run("alter database db_before rename to db_after").message ==
              "current database may not be renamed");
        admin.must("set statement_timeout to 200");
        CHECK(admin.run("alter database db_before rename to db_after").sqlstate == "57014");
        admin.must("reset statement_timeout");
    }
    CHECK(admin.must("alter database db_before rename to db_after").tag == "ALTER DATABASE");
    CHECK_THROWS_WITH(session_on(process, "db_before"), Catch::Contains("3D000"));
    auto inside = session_on(process, "db_after");
    CHECK(inside.must("select * from w").value() == "7");
    CHECK(inside.run("drop table t").sqlstate == "2BP01");
    admin.must("create database db_before"); // the name is free
    CHECK(admin.run("alter database db_before rename to db_after").sqlstate == "42P04");
    CHECK(admin.run("alter database dev rename to other").sqlstate == "0A000");
}

TEST_CASE("DROP DATABASE waits a while for who is connected and takes the files along") {
    const TemporaryDirectory directory;
    const std::vector<std::string> arguments = {"--data-dir", directory.path(), "--auth",
                                                "trust",      "--isolation",    "serializable"};
    {
        ServerProcess process(arguments);
        Client admin(process);
        CHECK(level_of(admin, "dev") == "Serializable");
        admin.must("create database gone");
        admin.must("create database kept");
        CHECK(level_of(admin, "kept") == "Serializable");
        {
            Client inside = session_on(process, "gone");
            inside.must("create table t (i int)");
            const auto refused = admin.run("drop database gone");
            CHECK(refused.sqlstate == "55006");
            CHECK(refused.message == "database \"gone\" is being accessed by other users");
        }
        CHECK(files_of(directory.path(), "gone") > 0);
        CHECK(admin.must("drop database gone").tag == "DROP DATABASE");
        CHECK(files_of(directory.path(), "gone") == 0);
        CHECK(admin.run("drop database gone").sqlstate == "3D000");
        CHECK(admin.must("drop database if exists gone").tag == "DROP DATABASE");
        CHECK(admin.run("drop database dev").sqlstate == "0A000");
        CHECK_THROWS_WITH(session_on(process, "gone"), Catch::Contains("3D000"));
        admin.must("create database gone");
        Client again = session_on(process, "gone");
        CHECK(again.run("select * from t").sqlstate == "42P01");
        again.must("create table t (i int)");
        again.must("create view v as select * from t");
        Client kept = session_on(process, "kept");
        CHECK(kept.run("drop database kept").message == "cannot drop the currently open database");
        again = Client(process);
        CHECK(admin.must("alter database gone rename to \"a b\"").tag == "ALTER DATABASE");
        process.kill();
    }
    ServerProcess process(arguments);
    Client again = session_on(process, "a b");
    CHECK(again.must("select count(*) from v").value() == "0");
    CHECK(session_on(process, "kept").must("select current_database()").value() == "kept");
}

} // namespace redstart::test
