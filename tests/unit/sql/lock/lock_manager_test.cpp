#include "sql/lock/lock_manager.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

using namespace redstart::sql;
using namespace std::chrono_literals;

namespace {

constexpr auto kShare = LockMode::AccessShare;
constexpr auto kWrite = LockMode::ShareRowExclusive;
constexpr auto kExclusive = LockMode::AccessExclusive;
constexpr RelationId kA = 100123, kB = 100124;

TransactionInfo client(std::int32_t pid) { return {pid, "alice", "dev", 100001, 1'700'000'000'000'000}; }

auto in(std::chrono::milliseconds delay) { return std::chrono::steady_clock::now() + delay; }

// Starts an acquire on its own thread and returns once it waits. The deadline is there so that a wake-up that is lost
// fails the test instead of hanging it.
std::future<LockResult> start_waiting(LockManager& locks, Xid xid, RelationId relation, LockMode mode,
                                      LockManager::Deadline deadline = in(20'000ms)) {
    auto result = std::async(std::launch::async, [&locks, xid, relation, mode, deadline] {
        return locks.acquire(xid, relation, mode, deadline);
    });
    const auto limit = in(10'000ms);
    while (!locks.waiting(xid) && std::chrono::steady_clock::now() < limit) std::this_thread::sleep_for(100us);
    REQUIRE(locks.waiting(xid));
    return result;
}

LockResult finished(std::future<LockResult>& result) {
    REQUIRE(result.wait_for(10s) == std::future_status::ready);
    return result.get();
}

} // namespace

TEST_CASE("lock manager: xids are unique, grow and start at some thousand", "[locks]") {
    LockManager locks;
    const Xid first = locks.begin(client(1));
    const Xid second = locks.begin(client(2));
    CHECK(first >= 1000);
    CHECK(second > first);
    CHECK(locks.transactions() == 2);
    locks.end(first);
    locks.end(first); // harmless
    locks.end(second);
    CHECK(locks.transactions() == 0);
}

TEST_CASE("lock manager: a free lock does not wait, whatever the deadline", "[locks]") {
    LockManager locks;
    const Xid xid = locks.begin(client(1));
    const LockResult result = locks.acquire(xid, kA, kExclusive, in(-1000ms));
    CHECK(result.outcome == LockOutcome::Granted);
    CHECK_FALSE(result.waited);
    CHECK_FALSE(locks.waiting(xid));
    locks.end(xid);
    CHECK(locks.snapshot().empty());
}

TEST_CASE("lock manager: the second writer gets the lock when the first ends", "[locks]") {
    LockManager locks;
    const Xid first = locks.begin(client(11));
    const Xid second = locks.begin(client(12));
    locks.acquire(first, kA, kWrite);
    auto waiting = start_waiting(locks, second, kA, kWrite, std::nullopt); // for ever
    CHECK(locks.blockers(12) == std::vector<std::int32_t>{11});
    CHECK(locks.blockers(11).empty());
    locks.end(first);
    const LockResult result = finished(waiting);
    CHECK(result.outcome == LockOutcome::Granted);
    CHECK(result.waited);
    CHECK_FALSE(locks.waiting(second));
    locks.end(second);
    CHECK(locks.transactions() == 0);
}

TEST_CASE("lock manager: a deadline ends the wait and leaves no trace", "[locks]") {
    LockManager locks;
    const Xid holder = locks.begin(client(1));
    const Xid late = locks.begin(client(2));
    locks.acquire(holder, kA, kShare);
    const auto began = std::chrono::steady_clock::now();
    const LockResult result = locks.acquire(late, kA, kExclusive, in(30ms));
    CHECK(result.outcome == LockOutcome::Timeout);
    CHECK(result.waited);
    CHECK(std::chrono::steady_clock::now() - began >= 30ms);
    CHECK_FALSE(locks.waiting(late));
    CHECK(locks.snapshot().size() == 3); // two transaction ids and the holder's lock
    const Xid reader = locks.begin(client(3));
    CHECK_FALSE(locks.acquire(reader, kA, kShare).waited);
    for (const Xid xid : {holder, late, reader}) locks.end(xid);
}

TEST_CASE("lock manager: a timeout lets those behind it through", "[locks]") {
    LockManager locks;
    const Xid holder = locks.begin(client(1));
    const Xid middle = locks.begin(client(2));
    const Xid reader = locks.begin(client(3));
    locks.acquire(holder, kA, kShare);
    auto alter = start_waiting(locks, middle, kA, kExclusive, in(200ms));
    auto select = start_waiting(locks, reader, kA, kShare);
    CHECK(finished(alter).outcome == LockOutcome::Timeout);
    CHECK(finished(select).outcome == LockOutcome::Granted);
    for (const Xid xid : {holder, middle, reader}) locks.end(xid);
}

TEST_CASE("lock manager: cancel ends a wait and nothing else", "[locks]") {
    LockManager locks;
    const Xid holder = locks.begin(client(1));
    const Xid middle = locks.begin(client(2));
    const Xid reader = locks.begin(client(3));
    locks.acquire(holder, kA, kShare);
    locks.acquire(middle, kB, kWrite);
    locks.cancel(middle); // it does not wait: no effect, also not on its next wait
    locks.cancel(4711);
    auto alter = start_waiting(locks, middle, kA, kExclusive);
    auto select = start_waiting(locks, reader, kA, kShare);
    CHECK(locks.blockers(3) == std::vector<std::int32_t>{2});
    locks.cancel(middle);
    const LockResult result = finished(alter);
    CHECK(result.outcome == LockOutcome::Cancelled);
    CHECK(result.waited);
    CHECK(finished(select).outcome == LockOutcome::Granted); // nothing is in front of it any more
    const auto rows = locks.snapshot();
    CHECK(std::count_if(rows.begin(), rows.end(), [middle](const auto& row) { return row.xid == middle; }) == 2);
    for (const Xid xid : {holder, middle, reader}) locks.end(xid);
    CHECK(locks.snapshot().empty());
}

TEST_CASE("lock manager: a wait whose stop flag is already set does not begin", "[locks]") {
    LockManager locks;
    const Xid holder = locks.begin(client(1));
    const Xid waiter = locks.begin(client(2));
    std::atomic<bool> stop{true};
    locks.acquire(holder, kA, kWrite);
    CHECK(locks.acquire(waiter, kB, kWrite, std::nullopt, &stop).outcome ==
          LockOutcome::Granted); // nothing to wait for
    const LockResult refused = locks.acquire(waiter, kA, kWrite, std::nullopt, &stop);
    CHECK(refused.outcome == LockOutcome::Cancelled);
    CHECK_FALSE(refused.waited);
    CHECK_FALSE(locks.waiting(waiter));
    for (const Xid xid : {holder, waiter}) locks.end(xid);
    CHECK(locks.snapshot().empty());
}

// The flag and the cancel come at any moment of the acquire: none may be lost, and nobody repeats it.
TEST_CASE("lock manager: a flag set before a cancel always ends the wait", "[locks]") {
    LockManager locks;
    const Xid holder = locks.begin(client(1));
    locks.acquire(holder, kA, kWrite);
    for (int round = 0; round < 3000; ++round) {
        const Xid waiter = locks.begin(client(2));
        std::atomic<bool> stop{false};
        std::atomic<bool> go{false};
        std::thread canceller([&] {
            while (!go) {}
            for (int i = 0; i < round % 64; ++i) std::this_thread::yield();
            stop = true;
            locks.cancel(waiter);
        });
        go = true;
        const LockResult result = locks.acquire(waiter, kA, kWrite, in(10'000ms), &stop);
        canceller.join();
        REQUIRE(result.outcome == LockOutcome::Cancelled);
        locks.end(waiter);
    }
    locks.end(holder);
}

TEST_CASE("lock manager: a deadlock fails the last request with PostgreSQL's detail", "[locks]") {
    LockManager locks;
    const Xid first = locks.begin(client(123));
    const Xid second = locks.begin(client(124));
    locks.acquire(first, kB, kWrite);
    locks.acquire(second, kA, kWrite);
    auto waiting = start_waiting(locks, first, kA, kExclusive);
    const LockResult result = locks.acquire(second, kB, kWrite, in(20'000ms));
    CHECK(result.outcome == LockOutcome::Deadlock);
    CHECK_FALSE(result.waited);
    CHECK(result.detail ==
          "Process 124 waits for ShareRowExclusiveLock on relation 100124 of database 100001; blocked by process 123.\n"
          "Process 123 waits for AccessExclusiveLock on relation 100123 of database 100001; blocked by process 124.");
    CHECK_FALSE(locks.waiting(second));
    CHECK(locks.waiting(first)); // until the victim rolls back
    locks.end(second);
    CHECK(finished(waiting).outcome == LockOutcome::Granted);
    locks.end(first);
    CHECK(locks.snapshot().empty());
}

TEST_CASE("lock manager: an acquire for a transaction that has ended is cancelled", "[locks]") {
    LockManager locks;
    const Xid xid = locks.begin(client(1));
    locks.end(xid);
    CHECK(locks.acquire(xid, kA, kShare).outcome == LockOutcome::Cancelled);
    CHECK(locks.snapshot().empty());
    CHECK_FALSE(locks.waiting(xid));
}

TEST_CASE("lock manager: end of a transaction that waits ends its wait", "[locks]") {
    LockManager locks;
    const Xid holder = locks.begin(client(1));
    const Xid waiter = locks.begin(client(2));
    locks.acquire(holder, kA, kWrite);
    auto waiting = start_waiting(locks, waiter, kA, kWrite);
    locks.end(waiter);
    CHECK(finished(waiting).outcome == LockOutcome::Cancelled);
    CHECK(locks.transactions() == 1);
    locks.end(holder);
    CHECK(locks.snapshot().empty());
}

TEST_CASE("lock manager: snapshot shows every lock held and wanted", "[locks]") {
    LockManager locks;
    const Xid writer = locks.begin(client(21));
    const Xid reader = locks.begin({22, "bob", "sales", 100002, 0});
    locks.acquire(writer, kA, kShare);
    locks.acquire(writer, kA, kWrite);
    locks.acquire(writer, kB, kExclusive);
    auto waiting = start_waiting(locks, reader, kB, kShare);
    const auto rows = locks.snapshot();
    REQUIRE(rows.size() == 6);
    const auto text = [](const redstart::catalog::LockRow& row) {
        return std::to_string(row.pid) + " " + row.user_name + " " + row.database + " " +
               std::to_string(row.database_oid) + " " + std::to_string(row.relation) + " " + row.mode +
               (row.granted ? " granted" : " waits");
    };
    CHECK(text(rows[0]) == "21 alice dev 100001 0 ExclusiveLock granted");
    CHECK(text(rows[1]) == "21 alice dev 100001 100123 AccessShareLock granted");
    CHECK(text(rows[2]) == "21 alice dev 100001 100123 ShareRowExclusiveLock granted");
    CHECK(text(rows[3]) == "21 alice dev 100001 100124 AccessExclusiveLock granted");
    CHECK(text(rows[4]) == "22 bob sales 100002 0 ExclusiveLock granted");
    CHECK(text(rows[5]) == "22 bob sales 100002 100124 AccessShareLock waits");
    CHECK(rows[0].xid == writer);
    CHECK(rows[0].transaction_start == 1'700'000'000'000'000);
    for (const auto& row : rows) CHECK(row.since > 1'600'000'000'000'000);
    locks.end(writer);
    CHECK(finished(waiting).outcome == LockOutcome::Granted);
    locks.end(reader);
}
