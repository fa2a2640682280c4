// Names: what a user calls its own things never changes what another session or a system view answers.
#include "tests/sessions/fixture.hpp"

#include <catch2/catch.hpp>

namespace redstart::test {

TEST_CASE("a user's own table is no system view's double") {
    auto user = session();
    auto other = session();
    const std::vector<std::string> shadowed = {"pg_class", "stv_recents", "svv_transactions", "pg_locks",
                                               "stv_sessions"};
    std::vector<std::vector<std::string>> columns;
    for (const auto& name : shadowed) columns.push_back(other.must("select * from " + name + " limit 1").columns);
    for (const auto& name : shadowed) {
        user.must("create table public." + name + " (trap int)");
        user.must("insert into public." + name + " values (1)");
    }
    for (std::size_t i = 0; i < shadowed.size(); ++i) {
        INFO(shadowed[i]);
        for (auto* client : {&user, &other})
            CHECK(client->must("select * from " + shadowed[i] + " limit 1").columns == columns[i]);
        CHECK(user.must("select trap from public." + shadowed[i]).value() == "1");
    }
    // Views that read others of these names, and psql's look-ups.
    CHECK(other.must("select count(*) from svv_transactions where granted").failed() == false);
    CHECK(other.must("select relname from pg_catalog.pg_class where relname = 'numbers'").value() == "numbers");
    CHECK(other.must("select count(*) from stv_sessions where process = pg_backend_pid()").value() == "1");
    for (const auto& name : shadowed) user.must("drop table public." + name);
}

TEST_CASE("a schema of the user's own name comes first in its search path, behind the system's") {
    auto admin = session();
    admin.must("create schema plain authorization plain");
    admin.must("create table plain.stv_sessions (trap int)");
    admin.must("create table plain.names_here (i int)");
    admin.must("create table public.names_here (j int)");
    admin.must("grant select on plain.names_here, public.names_here to plain");
    auto user = session("plain");
    CHECK(user.must("show search_path").value() == "\"$user\", public");
    CHECK(user.must("select current_schema()").value() == "plain");
    CHECK(admin.must("select current_schema()").value() == "public");
    CHECK(user.must("select * from names_here").columns == std::vector<std::string>{"i"});
    CHECK(admin.must("select * from names_here").columns == std::vector<std::string>{"j"});
    CHECK(user.must("select process from stv_sessions where process = pg_backend_pid()").value() == user.pid_text());
    user.must("set search_path to public");
    CHECK(user.must("select * from names_here").columns == std::vector<std::string>{"j"});
    for (const char* table : {"plain.stv_sessions", "plain.names_here", "public.names_here"})
        admin.must(std::string("drop table ") + table);
    admin.must("drop schema plain");
}

TEST_CASE("a schema that bears a user's name and is not the user's stands in nobody's way") {
    auto admin = session();
    admin.must("create schema plain");
    admin.must("create table plain.trap_here (i int)");
    admin.must("create table public.trap_here (j int)");
    admin.must("grant select on plain.trap_here, public.trap_here to plain");
    admin.must("grant usage on schema plain to plain");
    auto user = session("plain");
    CHECK(user.must("select current_schema()").value() == "public");
    CHECK(user.must("select * from trap_here").columns == std::vector<std::string>{"j"});
    CHECK(user.must("select 'trap_here'::regclass::oid = 'public.trap_here'::regclass::oid").value() == "t");
    user.must("create table made_here (i int)");
    CHECK(user.must("select count(*) from public.made_here").value() == "0");
    user.must("set search_path to plain"); // by name it may be
    CHECK(user.must("select * from trap_here").columns == std::vector<std::string>{"i"});
    for (const char* table : {"plain.trap_here", "public.trap_here", "public.made_here"})
        admin.must(std::string("drop table ") + table);
    admin.must("drop schema plain");
}

TEST_CASE("schemas are made by superusers and the owner of the database") {
    auto admin = session();
    auto user = session("plain");
    for (const char* sql : {"create schema admin", "create schema plain", "create schema if not exists public",
                            "create schema authorization plain", "create schema admin authorization admin"}) {
        const auto refused = user.run(sql);
        CHECK(refused.sqlstate == "42501");
        CHECK(refused.message == "permission denied for database dev");
    }
    CHECK(admin.run("create schema x authorization nobody_there").sqlstate == "42704");
    admin.must("create schema authorization plain");
    CHECK(admin.must("select usename from pg_namespace join pg_user on nspowner = usesysid where nspname = 'plain'")
              .value() == "plain");
    admin.must("drop schema plain");
    admin.must("create database of_plain");
    admin.must("alter database of_plain owner to plain");
    {
        auto owner = session("plain", "of_plain");
        owner.must("create schema plain");
        CHECK(owner.must("select current_schema()").value() == "plain");
        CHECK(owner.run("create schema x authorization admin").sqlstate == "42501");
    }
    CHECK(eventually([&] { return !admin.run("drop database of_plain").failed(); }));
}

TEST_CASE("current_schema follows the search path, pg_catalog is always first") {
    auto client = session();
    client.must("create schema names_first");
    client.must("set search_path to nowhere, names_first, public");
    CHECK(client.must("select current_schema()").value() == "names_first");
    client.must("create table names_made (i int)");
    CHECK(client.must("select count(*) from names_first.names_made").value() == "0");
    CHECK(client.must("select current_schemas(true)").value() == "{pg_catalog,names_first,public}");
    client.must("set search_path to nowhere");
    CHECK(client.must("select current_schema()").value() == "NULL");
    const auto error = client.run("create table names_lost (i int)");
    CHECK(error.sqlstate == "3F000");
    CHECK(client.must("select upper('x')").value() == "X");
    client.must("reset search_path");
    CHECK(client.must("select current_schema()").value() == "public");
    client.must("drop table names_first.names_made");
    client.must("drop schema names_first");
}

TEST_CASE("schemas of the system's names cannot be made, its own cannot be written") {
    auto client = session();
    for (const char* schema : {"pg_catalog", "pg_mine", "information_schema"}) {
        INFO(schema);
        CHECK(client.run(std::string("create schema ") + schema).failed());
        CHECK(client.run(std::string("create table ") + schema + ".stv_recents (i int)").failed());
        CHECK(client.run(std::string("create view ") + schema + ".v as select 1 as i").failed());
    }
    CHECK(client.run("drop view pg_catalog.stv_recents").failed());
    CHECK(client.run("delete from pg_catalog.pg_class").failed());
    CHECK(client.must("select count(*) from stv_recents where pid = pg_backend_pid()").value() == "1");
}

TEST_CASE("functions and operators cannot be replaced") {
    auto client = session();
    auto other = session();
    for (const char* statement :
         {"create function upper(varchar) returns varchar stable as $$ select 'trap'::varchar $$ language sql",
          "create or replace function upper(varchar) returns varchar stable as $$ select $1 $$ language sql",
          "create function public.upper(varchar) returns varchar stable as $$ select $1 $$ language sql",
          "create macro upper(x) as 'trap'", "create function upper(x) as 'trap'",
          "create operator + (procedure = int4mi, leftarg = int4, rightarg = int4)"}) {
        INFO(statement);
        CHECK(client.run(statement).failed());
    }
    for (auto* each : {&client, &other}) CHECK(each->must("select upper('x') || (1 + 1)::varchar").value() == "X2");
}

TEST_CASE("the engine's own schema, settings and files are not there") {
    auto client = session();
    for (const char* statement :
         {"select * from main.numbers", "select * from read_csv('/etc/passwd')", "select * from '/etc/passwd'",
          "select * from duckdb_tables()", "attach ':memory:' as other", "pragma database_list", "install httpfs",
          "load httpfs", "select * from rs_sessions()", "select getenv('HOME')", "copy numbers to '/tmp/trap'"}) {
        INFO(statement);
        const auto answer = client.run(statement);
        CHECK(answer.failed());
        CHECK(answer.message.find("Did you mean") == std::string::npos);
    }
}

} // namespace redstart::test
