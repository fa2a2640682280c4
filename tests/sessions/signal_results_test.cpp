// What pg_cancel_backend, pg_terminate_backend and CANCEL answer to their caller.
#include "tests/sessions/fixture.hpp"

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

constexpr const char* kFunctions[] = {"pg_cancel_backend", "pg_terminate_backend"};
constexpr std::uint32_t kInt4 = 23;
constexpr const char* kNobody = "99"; // pids start at 2^30

std::string call(const std::string& function, const std::string& argument) {
    return "select " + function + "(" + argument + ")";
}

} // namespace

// INF: int4 as in PostgreSQL 8.0's catalog, 1 for "signalled".
TEST_CASE("the functions answer int4 1 in a column of their own name") {
    auto caller = session();
    for (const std::string function : kFunctions) {
        auto victim = session();
        const auto answer = caller.must(call(function, victim.pid_text()));
        CHECK(answer.columns == std::vector<std::string>{function});
        CHECK(answer.types == std::vector<std::uint32_t>{kInt4});
        CHECK(answer.value() == "1");
        CHECK(answer.tag == "SELECT 1");
    }
}

TEST_CASE("the set forms answer one row for each session") {
    auto caller = session();
    for (const std::string function : kFunctions) {
        auto first = session();
        auto second = session();
        const auto answer = caller.must("select " + function + "(process) from stv_sessions where process in (" +
                                        first.pid_text() + ", " + second.pid_text() + ")");
        CHECK(answer.columns == std::vector<std::string>{function});
        CHECK(answer.types == std::vector<std::uint32_t>{kInt4});
        REQUIRE(answer.rows.size() == 2);
        CHECK(answer.value(0) == "1");
        CHECK(answer.value(1) == "1");
        if (function == "pg_terminate_backend") {
            CHECK(first.closed());
            CHECK(second.closed());
        } else {
            CHECK(first.must("select 1").value() == "1");
        }
    }
}

// INF: the functions are strict.
TEST_CASE("the functions answer NULL for NULL") {
    auto caller = session();
    for (const std::string function : kFunctions) {
        CHECK(caller.must(call(function, "null")).value() == "NULL");
        CHECK(caller.must(call(function, "i") + " from (select null::int as i) t").value() == "NULL");
    }
}

// The choice: PostgreSQL's WARNING and 0 instead of an error, so that set forms go on (B4 marks it INF).
TEST_CASE("an unknown pid is a WARNING and 0 for the functions") {
    auto caller = session();
    for (const std::string function : kFunctions) {
        for (const std::string from : {"", " from (select 99 as i) t"}) {
            caller.notices().clear();
            const auto answer = caller.must(call(function, from.empty() ? kNobody : "i") + from);
            CHECK(answer.value() == "0");
            REQUIRE(caller.notices().size() == 1);
            CHECK(caller.notices()[0].severity == "WARNING");
            CHECK(caller.notices()[0].message == "PID 99 is not a Redstart server process");
        }
    }
}

// The text is documented (r_CANCEL); its SQLSTATE is INF.
TEST_CASE("an unknown pid is an error for CANCEL") {
    auto caller = session();
    const auto answer = caller.run("cancel 99");
    CHECK(answer.sqlstate == "22023");
    CHECK(answer.message == "Session 99 does not exist. The session PID might have changed. "
                            "Check the stl_restarted_sessions system table for details.");
}

TEST_CASE("a query id is no pid") {
    auto victim = session();
    auto caller = session();
    victim.must("select count(*) from numbers");
    const auto query = victim.must("select pg_last_query_id()").value();
    CHECK(caller.must("select pg_cancel_backend(" + query + ")").value() == "0");
    CHECK(caller.run("cancel " + query).sqlstate == "22023");
}

// INF: PostgreSQL 8.0's answers.
TEST_CASE("an argument that is not an integer is refused") {
    auto caller = session();
    for (const std::string function : kFunctions) {
        const auto text = caller.run(call(function, "'abc'"));
        CHECK(text.sqlstate == "22P02");
        CHECK(text.message == "invalid input syntax for integer: \"abc\"");
        for (const char* wrong : {"", "1, 2", "1.5", "true", "1::bigint", "current_date"}) {
            INFO(function << "(" << wrong << ")");
            CHECK(caller.run(call(function, wrong)).sqlstate == "42883");
        }
    }
    for (const char* wrong : {"abc", "", "1.5", "1 2", "1 'a' 'b'", "'1'", "null"}) {
        INFO("cancel " << wrong);
        CHECK(caller.run(std::string("cancel ") + wrong).sqlstate == "42601");
    }
}

// INF: PostgreSQL 8.0's text.
TEST_CASE("another user's session is a superuser's to signal") {
    auto victim = session();
    auto caller = session("plain");
    for (const auto& statement : {call("pg_cancel_backend", victim.pid_text()),
                                  call("pg_terminate_backend", victim.pid_text()), "cancel " + victim.pid_text(),
                                  "select pg_terminate_backend(i) from (select " + victim.pid_text() + " as i) t"}) {
        INFO(statement);
        const auto answer = caller.run(statement);
        CHECK(answer.sqlstate == "42501");
        CHECK(answer.message == "must be superuser to signal other server processes");
    }
    CHECK(victim.must("select 1").value() == "1");
}

TEST_CASE("a user may signal the other sessions of its own") {
    auto victim = session("plain");
    auto caller = session("plain");
    CHECK(caller.must(call("pg_cancel_backend", victim.pid_text())).value() == "1");
    CHECK(caller.must(call("pg_terminate_backend", victim.pid_text())).value() == "1");
    CHECK(victim.closed());
}

TEST_CASE("a session that cancels itself gets the error of that very statement") {
    auto client = session();
    for (const std::string& statement :
         {call("pg_cancel_backend", client.pid_text()), call("pg_cancel_backend", "pg_backend_pid()"),
          std::string("select pg_cancel_backend(process) from stv_sessions where process = pg_backend_pid()"),
          "cancel " + client.pid_text()}) {
        INFO(statement);
        require_cancelled(client.run(statement));
        CHECK(client.status() == 'I');
        CHECK(client.must("select 1").value() == "1");
    }
    CHECK(client.run("cancel " + client.pid_text() + " 'myself'").message == "myself");
}

TEST_CASE("a session that terminates itself ends with FATAL") {
    auto observer = session();
    for (const std::string from : {"", " from numbers where i = 1"}) {
        auto client = session();
        const auto pid = client.pid_text();
        require_terminated(client.run("select pg_terminate_backend(pg_backend_pid())" + from));
        CHECK(client.closed());
        require_gone(observer, pid);
    }
}

TEST_CASE("svl_terminate keeps what was signalled, by whom and how") {
    auto caller = session();
    auto victim = session();
    const auto caller_id = caller.must("select usesysid from pg_user where usename = current_user").value();
    const auto of_victim =
        "select userid, trim(type) from svl_terminate where pid = " + victim.pid_text() + " order by eventtime";
    caller.must(call("pg_cancel_backend", victim.pid_text()));
    terminate(caller, victim);
    const auto rows = caller.must(of_victim);
    REQUIRE(rows.rows.size() == 2);
    CHECK(rows.value(0, 0) == caller_id);
    CHECK(rows.value(0, 1) == "CANCEL");
    CHECK(rows.value(1, 1) == "TERMINATE");
}

} // namespace redstart::test
