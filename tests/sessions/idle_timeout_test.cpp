// Sessions that idle too long: SESSION TIMEOUT, the server's own limit, and idle transactions.
#include "tests/sessions/fixture.hpp"

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

std::string history_of(Client& admin, const std::string& pid) {
    return admin
        .must("select trim(h.status) || ',' || l.timed_out from sys_session_history h join stl_sessions l on "
              "l.process = h.session_id where h.session_id = " +
              pid)
        .value();
}

} // namespace

TEST_CASE("a session that idles longer than the server allows is closed without a word") {
    const ServerProcess impatient({"--data-dir", ":memory:", "--auth", "trust", "--session-timeout", "700ms"});
    auto admin = Client(impatient);
    admin.must("create table held (i int)");
    admin.must("create user patient password 'Patient1234' session timeout 60");
    auto patient = Client(impatient, {.user = "patient", .password = "", .database = "dev"});
    auto idle = Client(impatient);
    const auto pid = idle.pid_text(); // libpq forgets it when the connection ends
    idle.must("begin");
    idle.must("insert into held values (1)");
    const auto begun = Clock::now();
    while (!idle.closed(10ms) && Clock::now() - begun < kPatience) admin.must("select 1");
    const auto took = Clock::now() - begun;
    CHECK(took >= 600ms);
    CHECK(took < 3s);
    CHECK(idle.notices().empty());
    require_gone(admin, pid, 5s);
    CHECK(admin.must("select count(*) from held").value() == "0");
    CHECK(history_of(admin, pid) == "timed out,1");
    CHECK(admin
              .must("select count(*) from stl_connection_log where trim(event) = 'disconnecting session' and pid = " +
                    pid)
              .value() == "1");
    CHECK(admin.must("select timeout_sec from stv_sessions where process = " + patient.pid_text()).value() == "60");
    CHECK(admin.must("select timeout_sec from stv_sessions where process = " + admin.pid_text()).value() == "1");
    CHECK(patient.must("select 1").value() == "1"); // the user's own time is longer
}

TEST_CASE("a transaction that idles too long ends with its session, and the session hears why") {
    const ServerProcess strict({"--data-dir", ":memory:", "--auth", "trust", "--idle-in-transaction-timeout", "300ms"});
    auto admin = Client(strict);
    admin.must("create table held (i int)");
    auto idle = Client(strict);
    const auto pid = idle.pid_text();
    std::this_thread::sleep_for(500ms); // not in a transaction
    idle.must("begin");
    idle.must("lock held");
    REQUIRE(idle.closed(5s));
    REQUIRE_FALSE(idle.notices().empty());
    CHECK(idle.notices().back().sqlstate == "25P03");
    CHECK(idle.notices().back().severity == "FATAL");
    CHECK(idle.notices().back().message == "terminating connection due to idle-in-transaction timeout");
    require_gone(admin, pid, 5s);
    CHECK(admin.must("insert into held values (1)").tag == "INSERT 0 1");
    CHECK(history_of(admin, pid) == "timed out,1");
}

TEST_CASE("SESSION TIMEOUT is what the user's next sessions show") {
    auto admin = session();
    const auto shown = [&](const Client& of) {
        return admin.must("select timeout_sec from stv_sessions where process = " + of.pid_text()).value();
    };
    CHECK(shown(admin) == "14400"); // four hours, as on a cluster
    admin.must("create user sleepy password 'Sleepy1234' session timeout 90");
    auto first = session("sleepy");
    CHECK(shown(first) == "90");
    admin.must("alter user sleepy session timeout 1728000");
    CHECK(shown(first) == "90");
    CHECK(shown(session("sleepy")) == "1728000");
    CHECK(admin.must("select session_timeout from svv_user_info where user_name = 'sleepy'").value() == "1728000");
    admin.must("alter user sleepy reset session timeout");
    CHECK(shown(session("sleepy")) == "14400");
    CHECK(admin.run("alter user sleepy session timeout 59").sqlstate == "22023");
    CHECK(admin.run("alter user sleepy session timeout 1728001").sqlstate == "22023");
}

TEST_CASE("sys_transaction_history tells how transactions ended") {
    auto client = session();
    auto admin = session();
    client.must("create table told (i int)");
    const auto ended = [&](const char* how) {
        client.must("begin");
        client.must("insert into told values (1)");
        const auto xid =
            admin.must("select distinct xid from svv_transactions where pid = " + client.pid_text()).value();
        client.must(how);
        const auto row = admin.must(
            "select status, isolation_level, undo_transaction_id, commit_start_time > transaction_start_time, "
            "commit_end_time >= transaction_start_time from sys_transaction_history where transaction_id = " +
            xid);
        return row.value(0, 0) + "," + row.value(0, 1) + "," + (row.value(0, 2) == xid ? "own" : row.value(0, 2)) +
               "," + row.value(0, 3) + "," + row.value(0, 4);
    };
    CHECK(ended("commit") == "committed,Snapshot Isolation,-1,t,t");
    CHECK(ended("rollback") == "rolledback,Snapshot Isolation,own,f,t");
    auto plain = session("plain");
    CHECK(plain.run("select count(*) from sys_transaction_history").sqlstate == "42501");
    const auto mine = plain.must("select count(*), min(session_id) from sys_session_history where status = 'active'");
    CHECK(mine.value(0, 1) == plain.pid_text()); // nobody else's
    CHECK(mine.value(0, 0) == "1");
}

} // namespace redstart::test
