// An engine that fails for good is replaced while the server runs: what was committed is there again, no lock is left,
// and every session goes on.
#include "tests/sessions/fixture.hpp"
#include "tests/support/temporary_directory.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

const std::string kRestarted = "the execution engine has failed and was restarted";

// A server on files whose engine fails when rs_test_fault says so.
struct FragileServer {
    FragileServer() {
        ::setenv("REDSTART_TEST_FAULTS", "1", 1);
        server.emplace(std::vector<std::string>{"--data-dir", directory.file("data"), "--auth", "trust"});
        ::unsetenv("REDSTART_TEST_FAULTS");
        Client admin(*server);
        admin.must("create table kept (i int)");
        admin.must("insert into kept select * from generate_series(1, 1000)");
        admin.must("create table bait (i int)"); // for what shall not wait behind locks of the other
        admin.must("insert into bait values (1)");
    }
    Client client() { return Client(*server); }

    const TemporaryDirectory directory;
    std::optional<ServerProcess> server;
};

void require_fault(const Answer& answer) {
    REQUIRE(answer.sqlstate == "XX000");
    REQUIRE(answer.message == "internal error of the execution engine");
}

const std::string kFatal = "select rs_test_fault('fatal') from bait";

} // namespace

TEST_CASE("a fatal error of the engine costs a statement, not the server and nothing that was committed") {
    FragileServer fragile;
    auto client = fragile.client();
    for (const std::string kind : {"fatal", "internal"}) {
        INFO(kind);
        client.must("insert into kept values (0)");
        require_fault(client.run("select rs_test_fault('" + kind + "') from kept"));
        CHECK(client.status() == 'I');
        CHECK(client.must("select count(*) from kept").value() == (kind == "fatal" ? "1001" : "1002"));
    }
    CHECK(client.must("insert into kept values (-1)").tag == "INSERT 0 1");
    client.must("create user later password 'Later1234'");
    CHECK(client.must("select count(*) from pg_user where usename = 'later'").value() == "1");
    CHECK(client.must("select count(*) from svv_transactions where pid <> pg_backend_pid()").value() == "0");
}

TEST_CASE("sessions beside the one that made the engine fail") {
    FragileServer fragile;
    auto culprit = fragile.client();
    auto idle = fragile.client();
    idle.must("create temp table mine (i int)");
    auto in_block = fragile.client();
    in_block.must("begin");
    in_block.must("insert into kept values (5000)");
    auto running = fragile.client();
    running.send("select count(*) from kept a, kept b, kept c, kept d where a.i + b.i + c.i + d.i = -1");
    auto waiter = fragile.client();
    waiter.send("lock kept");
    require_waiting(culprit, waiter);
    auto copying = fragile.client();
    culprit.must("create table loaded (i int)");
    copying.send("copy loaded from stdin");
    REQUIRE(copying.wait().tag == "COPY IN");
    require_running(culprit, running);

    require_fault(culprit.run(kFatal));
    CHECK(culprit.must("select count(*) from svv_transactions where pid <> pg_backend_pid()").value() == "0");

    PQputCopyData(copying.native(), "1\n", 2); // libpq hears of the error only when it has sent the end
    PQputCopyEnd(copying.native(), nullptr);
    for (auto* client : {&running, &waiter, &copying}) {
        const auto error = client->wait();
        CHECK(error.sqlstate == "58000");
        INFO(error.message); // which one: whether it was told, or came upon the failed engine first
        CHECK((error.message == kRestarted || error.message == "the execution engine has failed"));
        CHECK(client->status() == 'I');
        CHECK(client->must("select count(*) from kept").value() == "1000");
    }
    CHECK(in_block.run("select 1").message == kRestarted);
    CHECK(in_block.run("select 1").sqlstate == "25P02");
    CHECK(in_block.must("commit").tag == "ROLLBACK");
    CHECK(in_block.must("select count(*) from kept").value() == "1000");

    CHECK(idle.must("select count(*) from kept").value() == "1000");
    REQUIRE_FALSE(idle.notices().empty());
    CHECK(idle.notices().back().message == kRestarted);
    CHECK(idle.notices().back().severity == "WARNING");
    CHECK(idle.run("select * from mine").sqlstate == "42P01");
}

TEST_CASE("a prepared statement outlives the engine it was planned in") {
    FragileServer fragile;
    auto client = fragile.client();
    REQUIRE(PQsendPrepare(client.native(), "counted", "select count(*) from kept where i <= $1", 0, nullptr) == 1);
    client.wait();
    auto culprit = fragile.client();
    require_fault(culprit.run(kFatal));
    const char* values[] = {"10"};
    REQUIRE(PQsendQueryPrepared(client.native(), "counted", 1, values, nullptr, nullptr, 0) == 1);
    CHECK(client.wait().value() == "10");
}

TEST_CASE("many sessions make the engine fail at once, again and again; what was acknowledged stays") {
    FragileServer fragile;
    std::vector<Client> clients;
    for (int i = 0; i < 6; ++i) clients.push_back(fragile.client());
    int acknowledged = 0;
    for (int round = 0; round < 5; ++round) {
        for (std::size_t i = 0; i < clients.size(); ++i)
            clients[i].send(i % 2 == 0 ? "insert into kept values (7)" : kFatal);
        for (std::size_t i = 0; i < clients.size(); ++i) {
            const auto answer = clients[i].wait();
            if (i % 2 == 0 && !answer.failed()) ++acknowledged;
            INFO(i << ": " << answer.message);
            if (i % 2 == 0) // none of its doing
                CHECK((!answer.failed() || answer.sqlstate == "58000"));
            else
                CHECK((answer.sqlstate == "XX000" || answer.sqlstate == "58000"));
        }
    }
    CHECK(std::stoi(clients[0].must("select count(*) from kept where i = 7").value()) >= acknowledged + 1);
    CHECK(clients[0].must("select count(*) from svv_transactions where pid <> pg_backend_pid()").value() == "0");
    fragile.server->kill(); // and a real restart reads the same
    fragile.server.emplace(std::vector<std::string>{"--data-dir", fragile.directory.file("data"), "--auth", "trust"});
    auto after = fragile.client();
    CHECK(std::stoi(after.must("select count(*) from kept where i = 7").value()) >= acknowledged);
}

TEST_CASE(
    "while a call that cannot be interrupted keeps the engine from being replaced, what needs no engine goes on") {
    FragileServer fragile;
    auto stuck = fragile.client();
    auto culprit = fragile.client();
    auto idle = fragile.client();
    auto waiter = fragile.client();
    auto cancelled = fragile.client();
    auto patient = fragile.client();
    const auto released = fragile.directory.file("released");
    stuck.send("select rs_test_fault('until " + released + "') from bait");
    REQUIRE(eventually([&] { return std::filesystem::exists(released + ".awaited"); })); // it is in its call
    culprit.send(kFatal);
    auto probe = fragile.client();
    REQUIRE(eventually([&] { // nobody gets in any more
        probe.send("select count(*) from kept");
        std::this_thread::sleep_for(200ms);
        const bool waits = !probe.answered();
        if (!waits) probe.wait();
        return waits;
    }));
    waiter.send("select count(*) from kept"); // these need the engine
    cancelled.send("select count(*) from kept");
    patient.send("select count(*) from kept");

    auto newcomer = fragile.client();
    CHECK(newcomer.must("select pg_cancel_backend(" + stuck.pid_text() + ")").value() == "1");
    CHECK(newcomer.must("cancel " + stuck.pid_text()).tag == "CANCEL");
    newcomer.must("begin");
    newcomer.must("set application_name to 'rescue'");
    CHECK(newcomer.must("show application_name").value() == "rescue");
    CHECK(newcomer.run("cancel 1").sqlstate == "22023");
    CHECK(newcomer.must("commit").tag == "ROLLBACK");
    const auto pid = idle.pid_text();
    const char* values[] = {pid.c_str()};
    REQUIRE(PQsendQueryParams(newcomer.native(), "select pg_terminate_backend($1)", 1, nullptr, values, nullptr,
                              nullptr, 0) == 1);
    CHECK(newcomer.wait().value() == "1");
    REQUIRE(idle.closed());
    require_terminated(idle.notices().back());
    terminate(newcomer, waiter);
    require_terminated(waiter.wait());
    CHECK(eventually([&] { // it may not have come to the gate yet
        newcomer.must("select pg_cancel_backend(" + cancelled.pid_text() + ")");
        return cancelled.answered();
    }));
    require_cancelled(cancelled.wait());
    CHECK_FALSE(stuck.answered()); // all of that while it was in its call

    std::ofstream(released).put('!');
    CHECK(stuck.wait().message == kRestarted);
    require_fault(culprit.wait());
    const auto counted = patient.wait();
    INFO(counted.message);
    REQUIRE(counted.rows.size() == 1);
    CHECK(counted.value() == "1000");
    CHECK(cancelled.must("select count(*) from kept").value() == "1000");
    CHECK(newcomer.must("select count(*) from kept").value() == "1000");
    CHECK(newcomer
              .must("select count(*) from stv_sessions where process in (" + idle.pid_text() + ", " +
                    waiter.pid_text() + ")")
              .value() == "0");
    CHECK(newcomer.must("select count(*) from svv_transactions where pid <> pg_backend_pid()").value() == "0");
}

TEST_CASE("databases in memory are not opened again: every statement that needs the engine says so") {
    ::setenv("REDSTART_TEST_FAULTS", "1", 1);
    const ServerProcess server({"--data-dir", ":memory:", "--auth", "trust"});
    ::unsetenv("REDSTART_TEST_FAULTS");
    Client culprit(server);
    Client in_block(server);
    culprit.must("create table bait (i int)");
    culprit.must("insert into bait values (1)");
    in_block.must("begin");
    in_block.must("select * from bait");
    require_fault(culprit.run(kFatal));
    Client later(server);
    for (auto* client : {&culprit, &in_block, &later}) {
        const auto refused = client->run("select * from bait");
        CHECK(refused.sqlstate == "58000");
        CHECK(refused.message == "the execution engine has failed, and the server must be restarted");
        CHECK(refused.detail == "The databases were kept in memory and cannot be read again.");
    }
    CHECK(in_block.status() == 'E');
    CHECK(in_block.must("rollback").tag == "ROLLBACK");
    CHECK(in_block.status() == 'I');
    CHECK(later.must("select 1").value() == "1");
    CHECK(later.must("select pg_terminate_backend(" + in_block.pid_text() + ")").value() == "1");
    REQUIRE(in_block.closed());
    require_terminated(in_block.notices().back());
    const char* values[] = {"1"};
    REQUIRE(PQsendQueryParams(later.native(), "select * from bait where i = $1", 1, nullptr, values, nullptr, nullptr,
                              0) == 1);
    CHECK(later.wait().sqlstate == "58000");
    CHECK(later.status() == 'I');
}

TEST_CASE("the function that makes the engine fail exists for tests only") {
    auto client = session();
    CHECK(client.run("select rs_test_fault('fatal')").sqlstate == "42883");
}

} // namespace redstart::test
