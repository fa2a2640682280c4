// The statements of the pages that Redstart was made after, word for word, with real pids in them.
#include "tests/sessions/fixture.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

// The row of `pid`, in the column where it is; the test fails without one.
std::size_t row_of(const Answer& answer, std::size_t column, const std::string& pid) {
    for (std::size_t row = 0; row < answer.rows.size(); ++row)
        if (answer.value(row, column) == pid) return row;
    FAIL("no row of process " << pid);
    return 0;
}

} // namespace

TEST_CASE("seed: find the running query, then pg_cancel_backend") {
    auto admin = session();
    auto victim = session();
    victim.send(kEndless);
    require_running(admin, victim);
    const auto running = admin.must("select pid, trim(starttime) as start, duration, trim(user_name) as user, "
                                    "substring (query,1,40) as querytxt from stv_recents where status = 'Running';");
    CHECK(running.columns == std::vector<std::string>{"pid", "start", "duration", "user", "querytxt"});
    const auto row = row_of(running, 0, victim.pid_text());
    CHECK(running.value(row, 3) == "admin");
    CHECK(running.value(row, 4) == std::string(kEndless).substr(0, 40));
    CHECK(std::stoll(running.value(row, 2)) >= 0);
    CHECK(admin.must("select pg_cancel_backend(" + victim.pid_text() + ");").value() == "1");
    require_cancelled(victim.wait());
}

TEST_CASE("seed: svv_transactions of a lock holder, then pg_terminate_backend") {
    auto admin = session();
    auto holder = session();
    const auto pid = holder.pid_text();
    admin.must("create table seed_held (i int)");
    holder.must("begin");
    holder.must("select * from seed_held");
    holder.must("lock seed_held");
    const auto all = admin.must("select * from svv_transactions;");
    CHECK(all.columns == std::vector<std::string>{"txn_owner", "txn_db", "xid", "pid", "txn_start", "lock_mode",
                                                  "lockable_object_type", "relation", "granted"});
    std::vector<std::string> modes;
    for (std::size_t row = 0; row < all.rows.size(); ++row) {
        if (all.value(row, 3) != holder.pid_text()) continue;
        modes.push_back(all.value(row, 5) + " on " + all.value(row, 6));
        CHECK(all.value(row, 0) == "admin");
        CHECK(all.value(row, 1) == "dev");
        CHECK(all.value(row, 8) == "t");
        CHECK((all.value(row, 7) == "NULL") == (all.value(row, 6) == "transactionid"));
    }
    std::sort(modes.begin(), modes.end());
    CHECK(modes == std::vector<std::string>{"AccessExclusiveLock on relation", "AccessShareLock on relation",
                                            "ExclusiveLock on transactionid"});
    CHECK(admin.must("select pg_terminate_backend(" + holder.pid_text() + ");").value() == "1");
    require_gone(admin, pid);
    CHECK(holder.closed());
    CHECK(admin.must("lock seed_held").tag == "LOCK TABLE");
}

TEST_CASE("seed: cancel, with and without a comment") {
    auto admin = session();
    auto victim = session();
    for (const std::string message : {"", "Long-running query"}) {
        victim.send(kEndless);
        require_running(admin, victim);
        const auto running =
            admin.must("select pid, starttime, duration, trim(user_name) as user, trim (query) as querytxt from "
                       "stv_recents where status = 'Running';");
        CHECK(running.value(row_of(running, 0, victim.pid_text()), 4) == kEndless);
        admin.must("cancel " + victim.pid_text() + (message.empty() ? ";" : " '" + message + "';"));
        const auto error = victim.wait();
        CHECK(error.sqlstate == "57014");
        if (message.empty())
            require_cancelled(error);
        else
            CHECK(error.message == message);
    }
}

TEST_CASE("seed: queries that wait are in stv_recents and not in stv_inflight") {
    auto admin = session();
    auto holder = session();
    auto waiter = session();
    auto runner = session();
    admin.must("create table seed_waited (i int)");
    holder.must("begin");
    holder.must("lock seed_waited");
    waiter.send("insert into seed_waited values (1)");
    require_waiting(admin, waiter);
    runner.send(kEndless);
    REQUIRE(eventually([&] {
        return admin.must("select count(*) from stv_inflight where pid = " + runner.pid_text()).value() != "0";
    }));
    const auto waiting =
        admin.must("select * from stv_recents where status<>'Done' and pid not in (select pid from stv_inflight);");
    CHECK(waiting.columns == std::vector<std::string>{"userid", "status", "starttime", "duration", "user_name",
                                                      "db_name", "query", "pid"});
    row_of(waiting, 7, waiter.pid_text());
    for (std::size_t row = 0; row < waiting.rows.size(); ++row) CHECK(waiting.value(row, 7) != runner.pid_text());
    terminate(admin, runner);
    holder.must("rollback");
    CHECK(waiter.wait().tag == "INSERT 0 1");
}

TEST_CASE("seed: stv_locks names the owner of a write lock") {
    auto admin = session();
    auto holder = session();
    admin.must("create table seed_locks (i int)");
    holder.must("begin");
    holder.must("insert into seed_locks values (1)");
    const auto locks = admin.must("select table_id, last_update, lock_owner, lock_owner_pid from stv_locks;");
    const auto row = row_of(locks, 3, holder.pid_text());
    CHECK(locks.value(row, 0) == admin.must("select 'seed_locks'::regclass::oid").value());
    CHECK(locks.value(row, 2) ==
          admin.must("select distinct xid from svv_transactions where pid = " + holder.pid_text()).value());
    holder.must("rollback");
}

TEST_CASE("seed: svl_terminate tells of the last one") {
    auto admin = session();
    auto victim = session();
    terminate(admin, victim);
    const auto last = admin.must("select * from svl_terminate order by eventtime desc limit 1;");
    CHECK(last.columns == std::vector<std::string>{"pid", "eventtime", "userid", "type"});
    CHECK(last.value(0, 0) == victim.pid_text());
    CHECK(last.value(0, 3) == "TERMINATE");
}

} // namespace redstart::test
