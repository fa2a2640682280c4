// A session belongs to an id: it follows its user's new name, loses rights with the statement after they were taken,
// and is not whoever gets its old name.
#include "tests/sessions/fixture.hpp"
#include "tests/support/temporary_directory.hpp"

#include <memory>

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

void create(Client& admin, const std::string& name, const std::string& options = "") {
    admin.must("create user " + name + " password 'Secret1234' " + options);
}

void require_denied(Client& client, const std::string& sql) {
    INFO(sql);
    CHECK(client.run(sql).sqlstate == "42501");
}

Answer run_prepared(Client& client, const char* name) {
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(
        PQexecPrepared(client.native(), name, 0, nullptr, nullptr, nullptr, 0), PQclear);
    Answer answer;
    if (const char* code = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE)) answer.sqlstate = code;
    return answer;
}

void prepare(Client& client, const char* name, const char* sql) {
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQprepare(client.native(), name, sql, 0, nullptr),
                                                               PQclear);
    REQUIRE(PQresultStatus(result.get()) == PGRES_COMMAND_OK);
}

} // namespace

TEST_CASE("a session follows its user's new name, and does not become who has the old one now") {
    auto admin = session();
    create(admin, "moving");
    auto client = session("moving");
    admin.must("alter user moving rename to moved");
    create(admin, "moving", "createuser");
    CHECK(client.must("select current_user").value() == "moved");
    CHECK(client.must("show session_authorization").value() == "moved");
    CHECK(client.must("show is_superuser").value() == "off");
    require_denied(client, "alter user moving password 'Stolen1234'");
    require_denied(client, "alter user moving set search_path to evil");
    CHECK(client.must("alter user moved password 'Changed1234'").tag == "ALTER USER");
    CHECK(client.must("alter user moved set search_path to mine").tag == "ALTER USER");
    CHECK(session("moving").must("show search_path").value() == "\"$user\", public");
    admin.must("drop user moving");
}

TEST_CASE("the session of a dropped user can only end its transaction, whoever has its name now") {
    auto admin = session();
    create(admin, "leaving");
    auto client = session("leaving");
    auto in_block = session("leaving");
    in_block.must("begin");
    prepare(client, "kept", "select count(*) from numbers");
    admin.must("drop user leaving");
    create(admin, "leaving", "createuser");
    for (const char* sql : {"select 1", "select count(*) from numbers", "create table leaving_table (i int)",
                            "alter user leaving password 'Stolen1234'", "alter user leaving set search_path to evil",
                            "create user leaving_friend password 'Secret1234'", "begin", "show search_path"})
        require_denied(client, sql);
    CHECK(run_prepared(client, "kept").sqlstate == "42501");
    const auto error = client.run("select 1");
    CHECK(error.message == "permission denied: the user of this session has been dropped");
    require_denied(in_block, "select 1");
    CHECK(in_block.must("rollback").tag == "ROLLBACK");
    CHECK(session("leaving").must("select 1").value() == "1");
    admin.must("drop user leaving");
}

TEST_CASE("the id of a dropped user is not given to another one, not even after a restart") {
    const TemporaryDirectory directory;
    std::vector<int> ids;
    for (int start = 0; start < 2; ++start) {
        const ServerProcess process({"--data-dir", directory.file("data"), "--auth", "trust"});
        Client admin(process);
        for (int time = 0; time < 2; ++time) {
            create(admin, "again");
            ids.push_back(std::stoi(admin.must("select usesysid from pg_user where usename = 'again'").value()));
            admin.must("drop user again");
        }
    }
    CHECK(ids == std::vector<int>{101, 102, 103, 104});
}

TEST_CASE("who is no superuser any more has no superuser's rights from the next statement on") {
    auto admin = session();
    create(admin, "demoted", "createuser");
    create(admin, "demoted_friend", "createuser");
    auto client = session("demoted");
    prepare(client, "shadow", "select count(*) from pg_shadow");
    CHECK(run_prepared(client, "shadow").sqlstate.empty());
    CHECK(client.must("show is_superuser").value() == "on");
    admin.must("alter user demoted nocreateuser");
    CHECK(client.must("show is_superuser").value() == "off");
    CHECK(run_prepared(client, "shadow").sqlstate == "42501");
    const auto victim = admin.pid_text();
    for (const std::string& sql :
         {std::string("create user demoted_made createuser password 'Secret1234'"),
          std::string("alter user demoted createuser"), std::string("alter user admin password 'Stolen1234'"),
          std::string("drop user demoted_friend"), std::string("set session authorization admin"),
          std::string("set session authorization demoted_friend"), std::string("create database demoted_made"),
          std::string("alter database dev connection limit 1"), std::string("select count(*) from pg_shadow"),
          "cancel " + victim, "select pg_cancel_backend(" + victim + ")", "select pg_terminate_backend(" + victim + ")",
          "select pg_terminate_backend(process) from stv_sessions where process = " + victim})
        require_denied(client, sql);
    CHECK(client.must("select has_table_privilege('pg_shadow', 'select')").value() == "f");
    admin.must("alter user demoted createuser");
    CHECK(client.must("select count(*) > 0 from pg_shadow").value() == "t");
    CHECK(client.must("set session authorization demoted_friend").tag == "SET");
    CHECK(client.run("drop user demoted").message == "session user cannot be dropped");
    admin.must("drop user demoted");
    admin.must("drop user demoted_friend");
}

TEST_CASE("a right that is taken while a statement waits to use it is gone") {
    auto admin = session();
    create(admin, "overtaken", "createuser");
    auto client = session("overtaken");
    admin.must("begin");
    admin.must("alter user overtaken nocreateuser");
    client.send("create user overtaken_made createuser password 'Secret1234'");
    require_waiting(admin, client);
    admin.must("commit");
    CHECK(client.wait().sqlstate == "42501");
    admin.must("drop user overtaken");
}

TEST_CASE("of two superusers in blocks of their own one stays a superuser") {
    auto admin = session();
    create(admin, "second", "createuser");
    auto other = session("second");
    for (const std::string& last : {std::string("alter user admin nocreateuser"), std::string("drop user admin")}) {
        admin.must("alter user second createuser");
        admin.must("begin");
        admin.must("alter user second nocreateuser");
        other.must("begin");
        other.send(last);
        require_waiting(admin, other);
        admin.must("commit");
        CHECK(other.wait().failed());
        other.must("rollback");
        CHECK(admin.must("show is_superuser").value() == "on");
    }
    // Neither has changed itself: each is who takes the other's right away.
    admin.must("alter user second createuser");
    create(admin, "third", "createuser");
    auto third = session("third");
    admin.must("begin");
    admin.must("alter user second nocreateuser");
    admin.must("alter user third nocreateuser");
    third.send("alter user admin nocreateuser");
    require_waiting(admin, third);
    admin.must("commit");
    CHECK(third.wait().sqlstate == "42501");
    CHECK(admin.run("alter user admin nocreateuser").sqlstate == "22023");
    admin.must("drop user second");
    admin.must("drop user third");
}

} // namespace redstart::test
