// Each way of cancelling, at each state of the victim.
#include "tests/sessions/fixture.hpp"
#include "tests/support/raw_connection.hpp"

#include <catch2/catch.hpp>

namespace redstart::test {

TEST_CASE("cancel a running query: its error, and the session lives") {
    auto observer = session();
    for (const auto& cancel : kCancels) {
        INFO(cancel.name);
        auto victim = session();
        victim.send(kEndless);
        // In the engine, and so with a number: before that the message has none.
        REQUIRE(eventually([&] {
            return observer.must("select count(*) from stv_inflight where pid = " + victim.pid_text()).value() == "1";
        }));
        cancel.send(observer, victim);
        const auto error = victim.wait();
        require_cancelled(error);
        // A query of the engine has a number, and it is in the message (r_CANCEL).
        CHECK(error.message ==
              "Query (" + victim.must("select pg_last_query_id()").value() + ") cancelled on user's request");
        CHECK(victim.status() == 'I');
        CHECK(victim.must("select count(*) from numbers").value() == "10000");
    }
}

TEST_CASE("cancel a running query inside BEGIN: the block is aborted") {
    auto observer = session();
    observer.must("create table cancel_block (i int)");
    for (const auto& cancel : kCancels) {
        INFO(cancel.name);
        auto victim = session();
        victim.must("begin");
        victim.must("insert into cancel_block values (1)");
        victim.send(kEndless);
        require_running(observer, victim);
        cancel.send(observer, victim);
        require_cancelled(victim.wait());
        CHECK(victim.status() == 'E');
        require_no_locks(observer, victim); // as PostgreSQL: an aborted block holds nothing
        const auto gate = victim.run("select 1");
        CHECK(gate.sqlstate == "25P02");
        CHECK(gate.message == "current transaction is aborted, commands ignored until end of transaction block");
        CHECK(victim.must("rollback").tag == "ROLLBACK");
        CHECK(victim.status() == 'I');
        CHECK(victim.must("select count(*) from cancel_block").value() == "0");
    }
}

TEST_CASE("CANCEL with a message gives the victim exactly that message") {
    auto observer = session();
    auto victim = session();
    for (const std::string message : {"Long-running query", "it''s \"you\" %s"}) {
        victim.send(kEndless);
        require_running(observer, victim);
        CHECK(observer.must("cancel " + victim.pid_text() + " '" + message + "'").tag == "CANCEL");
        const auto error = victim.wait();
        CHECK(error.sqlstate == "57014");
        CHECK(error.severity == "ERROR");
        CHECK(error.message == (message[0] == 'L' ? message : "it's \"you\" %s"));
        CHECK(victim.must("select 1").value() == "1");
    }
}

// INF for all four: PostgreSQL drops a signal that arrives between statements.
TEST_CASE("cancel an idle session: no effect, nor on its next statement") {
    auto observer = session();
    for (const auto& cancel : kCancels) {
        INFO(cancel.name);
        auto victim = session();
        cancel.send(observer, victim);
        CHECK(victim.must("select 1").value() == "1");
        CHECK(victim.must("select count(*) from numbers").value() == "10000");
    }
}

TEST_CASE("cancel a session idle in transaction: transaction and locks stay") {
    auto observer = session();
    observer.must("create table cancel_idle (i int)");
    for (const auto& cancel : kCancels) {
        INFO(cancel.name);
        auto victim = session();
        victim.must("begin");
        victim.must("insert into cancel_idle values (1)");
        const int held = granted(observer, victim);
        REQUIRE(held > 0);
        cancel.send(observer, victim);
        CHECK(granted(observer, victim) == held);
        CHECK(victim.must("select count(*) from cancel_idle").value() == "1");
        CHECK(victim.status() == 'T');
        CHECK(granted(observer, victim) >= held);
        victim.must("rollback");
    }
}

TEST_CASE("cancel a query that has just finished: the next statement is not hurt") {
    auto observer = session();
    auto victim = session();
    for (int round = 0; round < 40; ++round) {
        const auto& cancel = kCancels[static_cast<std::size_t>(round) % kCancels.size()];
        victim.send("select count(*) from numbers");
        cancel.send(observer, victim);
        const auto answer = victim.wait();
        if (answer.failed()) require_cancelled(answer); // it came in time
        // Unlike the functions, PQcancel returns only when the server has acted: now nothing is under way.
        const auto next = victim.run("select count(*) from numbers");
        INFO(cancel.name << ", round " << round);
        CHECK(next.value() == "10000");
    }
}

TEST_CASE("cancel a session that waits for a lock: the wait ends, its row disappears") {
    auto observer = session();
    auto holder = session();
    observer.must("create table cancel_wait (i int)");
    holder.must("begin");
    holder.must("lock cancel_wait");
    for (const auto& cancel : kCancels) {
        INFO(cancel.name);
        auto victim = session();
        victim.must("begin");
        victim.send("insert into cancel_wait values (1)");
        require_waiting(observer, victim);
        const Deadline promised(2s);
        cancel.send(observer, victim);
        require_cancelled(victim.wait());
        CHECK_FALSE(promised.passed());
        CHECK(waiting(observer, victim) == 0);
        CHECK(victim.status() == 'E');
        victim.must("rollback");
        CHECK(victim.must("select 1").value() == "1");
    }
    CHECK(granted(observer, holder) == 1);
}

TEST_CASE("cancel with a message ends a wait for a lock with that message") {
    auto observer = session();
    auto holder = session();
    auto victim = session();
    observer.must("create table cancel_wait_message (i int)");
    holder.must("begin");
    holder.must("lock cancel_wait_message");
    victim.send("select * from cancel_wait_message");
    require_waiting(observer, victim);
    observer.must("cancel " + victim.pid_text() + " 'not today'");
    const auto error = victim.wait();
    CHECK(error.sqlstate == "57014");
    CHECK(error.message == "not today");
}

TEST_CASE("cancel a session blocked on a full socket: work and locks end, the error comes when it reads on") {
    auto observer = session();
    observer.must("create table cancel_full (i int)");
    for (const auto& cancel : kCancels) {
        INFO(cancel.name);
        auto victim = session();
        victim.must("begin");
        victim.must("insert into cancel_full values (1)");
        victim.send(kFlood);
        PQsetSingleRowMode(victim.native());
        require_full(victim);
        cancel.send(observer, victim);
        require_no_locks(observer, victim, 5s);
        REQUIRE(observer.must("lock cancel_full").tag == "LOCK TABLE");
        require_cancelled(victim.drain());
        CHECK(victim.status() == 'E');
        victim.must("rollback");
        CHECK(victim.must("select 1").value() == "1");
    }
}

TEST_CASE("cancel a COPY that reads from its client") {
    auto observer = session();
    observer.must("create table cancel_copy (i int)");
    for (const auto& cancel : kCancels) {
        INFO(cancel.name);
        auto victim = session();
        victim.send("copy cancel_copy from stdin");
        REQUIRE(victim.wait().tag == "COPY IN");
        require_running(observer, victim);
        cancel.send(observer, victim);
        require_no_locks(observer, victim, 5s);
        PQputCopyData(victim.native(), "1\n", 2);
        PQputCopyEnd(victim.native(), nullptr);
        require_cancelled(victim.wait());
        CHECK(victim.must("select count(*) from cancel_copy").value() == "0");
    }
}

TEST_CASE("a CancelRequest with a wrong key does nothing") {
    auto observer = session();
    auto victim = session();
    victim.send(kEndless);
    require_running(observer, victim);
    RawConnection raw(server());
    raw.send(int4(16) + int4(80877102) + int4(static_cast<std::uint32_t>(victim.pid())) + int4(12345));
    CHECK(raw.read_to_end().empty());
    CHECK_FALSE(victim.answered());
    kCancels[0].send(observer, victim);
    require_cancelled(victim.wait());
}

TEST_CASE("cancel ends the whole of a multi-statement query") {
    auto observer = session();
    observer.must("create table cancel_multi (i int)");
    auto victim = session();
    victim.send(std::string("insert into cancel_multi values (1); ") + kEndless +
                "; insert into cancel_multi values (2)");
    require_running(observer, victim);
    REQUIRE(eventually([&] {
        return observer
                   .must("select count(*) from stv_recents where status = 'Running' and query like '%numbers a%' "
                         "and pid = " +
                         victim.pid_text())
                   .value() == "1";
    }));
    kCancels[0].send(observer, victim);
    REQUIRE(victim.wait_all().back().sqlstate == "57014");
    CHECK(victim.status() == 'I');
    CHECK(victim.must("select count(*) from cancel_multi").value() == "0");
}

} // namespace redstart::test
