// pg_terminate_backend at each state of the victim: it hears, and nothing of its transaction is left.
#include "tests/sessions/fixture.hpp"

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

// What every victim leaves behind: nothing in `table`, nothing in the views, and the table is free for others.
void require_undone(Client& observer, const std::string& pid, const std::string& table) {
    require_gone(observer, pid, 5s);
    REQUIRE(observer.must("lock " + table).tag == "LOCK TABLE");
    REQUIRE(observer.must("select count(*) from " + table).value() == "0");
}

// An idle session hears it as a notice: libpq has no statement to give it to.
void require_told_and_closed(Client& victim) {
    REQUIRE(victim.closed(5s));
    REQUIRE_FALSE(victim.notices().empty());
    require_terminated(victim.notices().front());
}

Client begun(Client& observer, const std::string& table) {
    observer.must("create table " + table + " (i int)");
    auto victim = session();
    victim.must("begin");
    victim.must("insert into " + table + " values (1)");
    return victim;
}

} // namespace

TEST_CASE("terminate a running session") {
    auto observer = session();
    auto victim = begun(observer, "terminate_running");
    const auto pid = victim.pid_text();
    victim.send(kEndless);
    require_running(observer, victim);
    const Deadline promised(2s);
    terminate(observer, victim);
    require_terminated(victim.wait());
    CHECK_FALSE(promised.passed());
    CHECK(victim.closed(5s));
    require_undone(observer, pid, "terminate_running");
}

TEST_CASE("terminate a session that waits for a lock") {
    auto observer = session();
    auto holder = session();
    observer.must("create table terminate_waited_for (i int)");
    auto victim = begun(observer, "terminate_waiting");
    const auto pid = victim.pid_text();
    holder.must("begin");
    holder.must("lock terminate_waited_for");
    victim.send("insert into terminate_waited_for values (1)");
    require_waiting(observer, victim);
    terminate(observer, victim);
    require_terminated(victim.wait(5s));
    CHECK(victim.closed(5s));
    require_undone(observer, pid, "terminate_waiting");
    CHECK(granted(observer, holder) == 1);
}

TEST_CASE("terminate a lock holder: the waiter goes on and sees nothing of it") {
    auto observer = session();
    auto holder = begun(observer, "terminate_holder");
    auto waiter = session();
    waiter.send("delete from terminate_holder");
    require_waiting(observer, waiter);
    terminate(observer, holder);
    const auto answer = waiter.wait(5s);
    CHECK(answer.tag == "DELETE 0");
    require_told_and_closed(holder);
}

TEST_CASE("terminate an idle session") {
    auto observer = session();
    auto victim = session();
    const auto pid = victim.pid_text();
    terminate(observer, victim);
    require_told_and_closed(victim);
    require_gone(observer, pid, 5s);
}

TEST_CASE("terminate a session idle in transaction") {
    auto observer = session();
    auto victim = begun(observer, "terminate_idle");
    const auto pid = victim.pid_text();
    terminate(observer, victim);
    require_told_and_closed(victim);
    require_undone(observer, pid, "terminate_idle");
}

TEST_CASE("terminate a session idle in a failed transaction") {
    auto observer = session();
    auto victim = session();
    victim.must("begin");
    REQUIRE(victim.run("select 1/0").failed());
    REQUIRE(victim.status() == 'E');
    terminate(observer, victim);
    require_told_and_closed(victim);
}

TEST_CASE("terminate a session in COPY FROM STDIN") {
    auto observer = session();
    observer.must("create table terminate_copy (i int)");
    auto victim = session();
    const auto pid = victim.pid_text();
    victim.send("copy terminate_copy from stdin");
    REQUIRE(victim.wait().tag == "COPY IN");
    PQputCopyData(victim.native(), "1\n2\n", 4);
    PQflush(victim.native());
    REQUIRE(granted(observer, victim) > 0);
    terminate(observer, victim);
    require_undone(observer, pid, "terminate_copy");
    PQputCopyEnd(victim.native(), nullptr);
    require_terminated(victim.wait(5s));
    CHECK(victim.closed(5s));
}

TEST_CASE("terminate a session in COPY TO STDOUT to a client that does not read") {
    auto observer = session();
    auto victim = begun(observer, "terminate_copy_out");
    const auto pid = victim.pid_text();
    victim.send(std::string("copy (") + kFlood + ") to stdout");
    require_full(victim);
    terminate(observer, victim);
    require_undone(observer, pid, "terminate_copy_out");
}

TEST_CASE("terminate a session blocked on a full socket: all goes at once though the client does not read") {
    auto observer = session();
    auto victim = begun(observer, "terminate_full");
    const auto pid = victim.pid_text();
    victim.send(kFlood);
    PQsetSingleRowMode(victim.native());
    require_full(victim);
    terminate(observer, victim);
    require_undone(observer, pid, "terminate_full");
    // In the middle of a row there is no place for a message: the connection may end without it.
    const auto end = victim.drain();
    CHECK((end.sqlstate == "57P01" || end.sqlstate == "lost"));
    CHECK(victim.closed(5s));
}

TEST_CASE("terminate frees the connection's slot, history tells of it") {
    auto observer = session();
    auto victim = session();
    const auto pid = victim.pid_text();
    terminate(observer, victim);
    require_gone(observer, pid, 5s);
    CHECK(observer.must("select count(*) from stl_sessions where process = " + pid).value() == "1");
    CHECK(observer
              .must("select count(*) from stl_connection_log where trim(event) = 'disconnecting session' and pid = " +
                    pid)
              .value() == "1");
    CHECK(observer.must("select count(*) from stv_recents where status = 'Running' and pid = " + pid).value() == "0");
}

TEST_CASE("a session that was terminated before is not found any more") {
    auto observer = session();
    auto victim = session();
    const auto pid = victim.pid_text();
    terminate(observer, victim);
    require_gone(observer, pid, 5s);
    CHECK(observer.must("select pg_terminate_backend(" + pid + ")").value() == "0");
    CHECK(observer.run("cancel " + pid).sqlstate == "22023");
}

} // namespace redstart::test
