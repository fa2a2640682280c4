#include "sql/lock/cycle_search.hpp"
#include "sql/lock/lock_table.hpp"

#include <vector>

#include <catch2/catch.hpp>

using namespace redstart::sql;

namespace {

constexpr auto kShare = LockMode::AccessShare;
constexpr auto kWrite = LockMode::ShareRowExclusive;
constexpr auto kExclusive = LockMode::AccessExclusive;
constexpr RelationId kA = 100, kB = 200, kC = 300;
using Xids = std::vector<Xid>;

// The table with its invariants checked after every call.
struct Checked {
    LockTable table;

    bool granted(Xid xid, RelationId relation, LockMode mode) {
        const bool yes = table.request(xid, relation, mode) == LockTable::Outcome::Granted;
        check();
        return yes;
    }
    Xids end(Xid xid) {
        Xids woken = table.release_all(xid);
        check();
        return woken;
    }
    Xids cancel(Xid xid) {
        Xids woken = table.cancel_wait(xid);
        check();
        return woken;
    }
    // The transactions of the cycle, the requester first.
    Xids cycle(Xid xid) const {
        Xids members;
        for (const LockTable::Edge& edge : find_cycle(table, xid)) members.push_back(edge.waiter);
        return members;
    }
    void check() const { REQUIRE(table.check_invariants() == ""); }
};

} // namespace

TEST_CASE("lock modes: strength and conflicts of sets", "[locks]") {
    CHECK(covers(mode_bit(kWrite), kShare));
    CHECK(covers(mode_bit(kExclusive), kWrite));
    CHECK_FALSE(covers(mode_bit(kShare), kWrite));
    CHECK_FALSE(covers(mode_bit(kShare) | mode_bit(kWrite), kExclusive));
    CHECK(conflict_set(mode_bit(kShare)) == mode_bit(kExclusive));
    CHECK(conflict_set(mode_bit(kShare) | mode_bit(kWrite)) == (mode_bit(kWrite) | mode_bit(kExclusive)));
    CHECK(conflict_set(mode_bit(kExclusive)) == kAllLockModes);
}

TEST_CASE("lock table: two transactions, every pair of modes", "[locks]") {
    for (const LockMode held : {kShare, kWrite, kExclusive}) {
        for (const LockMode wanted : {kShare, kWrite, kExclusive}) {
            Checked locks;
            CHECK(locks.granted(1, kA, held));
            const bool free = !conflicts(held, wanted);
            CHECK(locks.granted(2, kA, wanted) == free);
            CHECK(locks.table.waits_for(2) == (free ? 0 : kA));
            CHECK(locks.end(1) == (free ? Xids{} : Xids{2}));
            CHECK(locks.granted(3, kB, kExclusive)); // another relation is another lock
            locks.end(2);
            locks.end(3);
            CHECK(locks.table.empty());
        }
    }
}

TEST_CASE("lock table: a reader does not overtake a waiting ALTER", "[locks]") {
    Checked locks;
    locks.granted(1, kA, kShare);
    CHECK_FALSE(locks.granted(2, kA, kExclusive));
    CHECK_FALSE(locks.granted(3, kA, kShare));
    CHECK_FALSE(locks.granted(4, kA, kShare));
    CHECK(locks.table.blockers(3) == Xids{2});
    CHECK(locks.table.blockers(2) == Xids{1});
    CHECK(locks.table.blocks_somebody(1)); // by what it holds
    CHECK(locks.table.blocks_somebody(2)); // by its place in the queue
    CHECK_FALSE(locks.table.blocks_somebody(3));
    CHECK(locks.end(1) == Xids{2});
    CHECK(locks.end(2) == Xids{3, 4});
}

TEST_CASE("lock table: writers of one table take turns in arrival order", "[locks]") {
    Checked locks;
    locks.granted(7, kA, kWrite);
    for (const Xid xid : {5, 9, 6, 8}) CHECK_FALSE(locks.granted(xid, kA, kWrite)); // order of arrival, not of number
    CHECK(locks.table.blockers(6) == Xids{7, 5, 9});
    CHECK(locks.end(7) == Xids{5});
    CHECK(locks.end(5) == Xids{9});
    CHECK(locks.end(9) == Xids{6});
    CHECK(locks.end(6) == Xids{8});
}

TEST_CASE("lock table: a grant may pass waiters that it does not conflict with", "[locks]") {
    Checked locks;
    locks.granted(1, kA, kExclusive);
    locks.granted(2, kA, kWrite);
    locks.granted(3, kA, kWrite);
    locks.granted(4, kA, kShare);
    CHECK(locks.end(1) == Xids{2, 4}); // 3 stays behind 2; the reader 4 conflicts with neither
    CHECK(locks.table.waits_for(3) == kA);
}

TEST_CASE("lock table: the same or a weaker mode again is granted at once and shown", "[locks]") {
    Checked locks;
    locks.granted(1, kA, kWrite);
    locks.granted(2, kA, kExclusive);
    CHECK(locks.granted(1, kA, kWrite));
    CHECK(locks.granted(1, kA, kShare)); // although an ALTER waits
    const auto rows = locks.table.snapshot();
    REQUIRE(rows.size() == 3);
    CHECK((rows[0].xid == 1 && rows[0].mode == kShare && rows[0].granted));
    CHECK((rows[1].xid == 1 && rows[1].mode == kWrite && rows[1].granted));
    CHECK((rows[2].xid == 2 && rows[2].mode == kExclusive && !rows[2].granted));
    CHECK(locks.end(1) == Xids{2});
}

TEST_CASE("lock table: an upgrade goes before those that wait for its holder", "[locks]") {
    Checked locks;
    locks.granted(1, kA, kShare);
    locks.granted(2, kA, kShare);
    CHECK_FALSE(locks.granted(3, kA, kExclusive));
    CHECK(locks.granted(1, kA, kWrite)); // before 3, and nobody there conflicts
    CHECK_FALSE(locks.granted(1, kA, kExclusive));
    CHECK(locks.cycle(1).empty());
    CHECK(locks.table.blockers(1) == Xids{2});
    CHECK(locks.table.blockers(3) == Xids{1, 2}); // 1 holds a lock and is queued in front: once
    CHECK(locks.end(2) == Xids{1});
    CHECK(locks.end(1) == Xids{3});
}

TEST_CASE("lock table: an upgrade stays behind waiters that its held mode lets pass", "[locks]") {
    Checked locks;
    locks.granted(1, kA, kWrite);
    locks.granted(2, kA, kShare);
    locks.granted(3, kA, kWrite);
    CHECK_FALSE(locks.granted(2, kA, kWrite)); // AccessShare does not hold 3 up: 3 came first
    CHECK(locks.end(1) == Xids{3});
    CHECK(locks.end(3) == Xids{2});
}

TEST_CASE("lock table: two upgrades of one relation are a deadlock", "[locks]") {
    Checked locks;
    locks.granted(1, kA, kShare);
    locks.granted(2, kA, kShare);
    CHECK_FALSE(locks.granted(1, kA, kExclusive));
    CHECK(locks.cycle(1).empty());
    CHECK_FALSE(locks.granted(2, kA, kExclusive));
    CHECK(locks.cycle(2) == Xids{2, 1});
    CHECK(locks.cancel(2).empty()); // the failed request leaves no trace, what was held stays
    CHECK(locks.table.waiters() == 1);
    CHECK(locks.table.snapshot().size() == 3);
    CHECK(locks.end(2) == Xids{1});
}

TEST_CASE("lock table: the edges of a deadlock name relation and mode", "[locks]") {
    Checked locks;
    locks.granted(1, kA, kWrite);
    locks.granted(2, kB, kExclusive);
    locks.granted(3, kC, kShare);
    locks.granted(1, kB, kShare);
    locks.granted(2, kC, kExclusive);
    CHECK_FALSE(locks.granted(3, kA, kWrite));
    const auto cycle = find_cycle(locks.table, 3);
    REQUIRE(cycle.size() == 3);
    CHECK((cycle[0].waiter == 3 && cycle[0].relation == kA && cycle[0].mode == kWrite && cycle[0].blocker == 1));
    CHECK((cycle[1].waiter == 1 && cycle[1].relation == kB && cycle[1].mode == kShare && cycle[1].blocker == 2));
    CHECK((cycle[2].waiter == 2 && cycle[2].relation == kC && cycle[2].mode == kExclusive && cycle[2].blocker == 3));
}

TEST_CASE("lock table: a cycle through a place in a queue", "[locks]") {
    Checked locks;
    locks.granted(1, kA, kShare);
    locks.granted(3, kB, kExclusive);
    locks.granted(2, kA, kExclusive);          // waits for 1
    CHECK_FALSE(locks.granted(3, kA, kShare)); // only behind 2, which holds nothing
    CHECK(locks.cycle(3).empty());
    CHECK_FALSE(locks.granted(1, kB, kShare)); // 1 waits for 3, 3 for 2, 2 for 1
    CHECK(locks.cycle(1) == Xids{1, 3, 2});
}

TEST_CASE("lock table: an upgrade in front of a waiter closes a cycle through that waiter", "[locks]") {
    Checked locks;
    locks.granted(1, kA, kWrite);
    locks.granted(2, kA, kShare);
    locks.granted(3, kB, kWrite);
    locks.granted(4, kA, kExclusive);
    locks.granted(3, kA, kShare); // behind 4
    locks.granted(1, kB, kWrite); // 1 waits for 3, which waits for 4, which waits for 1
    CHECK(locks.cycle(1) == Xids{1, 3, 4});
}

TEST_CASE("lock table: a waiter that an upgrade passed waits for it directly", "[locks]") {
    Checked locks;
    locks.granted(1, kA, kShare);
    locks.granted(2, kA, kShare);
    locks.granted(4, kC, kExclusive);
    locks.granted(3, kA, kExclusive); // waits for 1 and 2
    locks.granted(4, kA, kShare);     // behind 3
    locks.granted(2, kC, kShare);     // waits for 4
    CHECK_FALSE(locks.granted(1, kA, kExclusive));
    CHECK(locks.cycle(1) == Xids{1, 2, 4}); // not by way of 3: the request of 1 stands before that of 4
}

TEST_CASE("lock table: the shortest cycle is reported", "[locks]") {
    Checked locks;
    locks.granted(1, kA, kExclusive);
    locks.granted(2, kB, kShare);
    locks.granted(3, kB, kShare);
    locks.granted(3, kC, kExclusive);
    locks.granted(2, kC, kShare);     // 2 waits for 3
    locks.granted(3, kA, kShare);     // 3 waits for 1
    locks.granted(1, kB, kExclusive); // 1 waits for 2 and 3
    CHECK(locks.cycle(1) == Xids{1, 3});
}

TEST_CASE("lock table: cancel of a middle waiter frees those behind it", "[locks]") {
    Checked locks;
    locks.granted(1, kA, kShare);
    locks.granted(2, kA, kExclusive);
    locks.granted(3, kA, kShare);
    locks.granted(4, kA, kExclusive);
    locks.granted(5, kA, kShare);
    CHECK(locks.cancel(2) == Xids{3});
    CHECK(locks.cancel(2).empty()); // once
    CHECK(locks.cancel(1).empty()); // a holder does not wait
    CHECK(locks.table.blockers(4) == Xids{1, 3});
    CHECK(locks.end(3).empty());
    CHECK(locks.end(1) == Xids{4});
    CHECK(locks.end(4) == Xids{5});
}

TEST_CASE("lock table: a waiter that ends leaves both its wait and its locks", "[locks]") {
    Checked locks;
    locks.granted(1, kA, kExclusive);
    locks.granted(2, kB, kExclusive);
    locks.granted(2, kA, kExclusive);
    locks.granted(3, kA, kShare);
    locks.granted(4, kB, kShare);
    CHECK(locks.end(2) == Xids{4});
    CHECK(locks.table.blockers(3) == Xids{1});
    CHECK(locks.end(1) == Xids{3});
    locks.end(3);
    locks.end(4);
    CHECK(locks.table.empty());
}

TEST_CASE("lock table: release wakes relation by relation in the order they were taken", "[locks]") {
    Checked locks;
    for (const RelationId relation : {kC, kA, kB}) locks.granted(1, relation, kExclusive);
    locks.granted(2, kA, kShare);
    locks.granted(3, kB, kShare);
    locks.granted(4, kC, kShare);
    locks.granted(5, kA, kShare);
    CHECK(locks.end(1) == Xids{4, 2, 5, 3});
}

TEST_CASE("lock table: stamps are those of the grant and of the begin of the wait", "[locks]") {
    LockTable table;
    table.request(1, kA, kExclusive, 10);
    table.request(1, kA, kExclusive, 20); // held already: stays 10
    table.request(2, kA, kShare, 30);
    auto rows = table.snapshot();
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].since == 10);
    CHECK(rows[1].since == 30);
    table.release_all(1, 40);
    rows = table.snapshot();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].since == 40);
}

TEST_CASE("lock table: unknown transactions are harmless", "[locks]") {
    Checked locks;
    CHECK(locks.end(1).empty());
    CHECK(locks.cancel(1).empty());
    CHECK(locks.cycle(1).empty());
    CHECK(locks.table.blockers(1).empty());
    CHECK(locks.table.relation(kA) == nullptr);
    CHECK(locks.table.empty());
}

TEST_CASE("lock table: the deadlock search of a long queue is linear", "[locks]") {
    // 4,000 writers queue for one table while each holds another: a search that looks at every edge would make
    // 8 million steps for each of the 100 probes below.
    Checked locks;
    locks.table.request(1, kA, kWrite);
    for (Xid xid = 2; xid <= 4000; ++xid) {
        locks.table.request(xid, static_cast<RelationId>(1000 + xid), kWrite);
        locks.table.request(xid, kA, kWrite);
    }
    CHECK_FALSE(locks.table.blocks_somebody(4000)); // its search would not even start
    CHECK(locks.table.request(5000, 1000 + 4000, kShare) == LockTable::Outcome::Granted);
    CHECK(locks.table.request(5000, 1000 + 4000, kWrite) == LockTable::Outcome::Waiting);
    CHECK(locks.table.blocks_somebody(4000));
    for (int i = 0; i < 100; ++i) CHECK(find_cycle(locks.table, 4000).empty());
    CHECK(locks.table.request(1, 1000 + 4000, kWrite) == LockTable::Outcome::Waiting);
    CHECK(locks.cycle(1) == Xids{1, 4000});
}
