// Random walks over LockTable beside NaiveLocks: after every step both agree, the invariants hold, and no waiter is
// part of a deadlock that went undetected. REDSTART_LOCK_WALK_STEPS sets the number of steps of each walk.
#include "sql/lock/cycle_search.hpp"
#include "sql/lock/lock_table.hpp"
#include "tests/support/naive_locks.hpp"

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace redstart::sql;
using redstart::test::NaiveLocks;

namespace {

std::size_t walk_steps() {
    const char* text = std::getenv("REDSTART_LOCK_WALK_STEPS");
    return text != nullptr ? std::stoul(text) : 250'000; // times four walks
}

class Walk {
public:
    Walk(std::size_t transactions, RelationId relations, std::uint64_t seed)
        : slots_(transactions), relations_(relations), random_(seed) {
        for (Xid& xid : slots_) xid = next_xid_++;
    }

    // One random operation; returns what was wrong, or "".
    std::string step() {
        Xid& xid = slots_[pick(slots_.size())];
        const std::size_t dice = pick(100);
        std::string wrong;
        if (naive_.waiting(xid)) {
            if (dice < 20)
                wrong = cancel(xid);
            else if (dice < 30)
                wrong = finish(xid);
        } else if (dice < 80) {
            wrong = request(xid);
        } else {
            wrong = finish(xid);
        }
        return wrong.empty() ? check() : wrong;
    }

    std::string finish_all() {
        for (Xid& xid : slots_)
            if (std::string wrong = finish(xid); !wrong.empty()) return wrong;
        return table_.empty() ? check() : "the table is not empty at the end";
    }

    std::size_t waits = 0;
    std::size_t deadlocks = 0;

private:
    std::size_t pick(std::size_t count) { return random_() % count; }

    std::string request(Xid xid) {
        const auto relation = static_cast<RelationId>(1 + pick(relations_));
        const auto mode = static_cast<LockMode>(pick(kLockModes));
        const NaiveLocks before = naive_;
        const bool granted = table_.request(xid, relation, mode) == LockTable::Outcome::Granted;
        if (granted != naive_.request(xid, relation, mode)) return "granted when it should wait, or the reverse";
        if (granted) return "";
        ++waits;
        const std::vector<LockTable::Edge> cycle = find_cycle(table_, xid);
        if (cycle.empty() == naive_.deadlocked()) return "a deadlock not found, or found where there is none";
        if (cycle.empty()) return "";
        ++deadlocks;
        for (std::size_t i = 0; i < cycle.size(); ++i) {
            if (cycle[i].blocker != cycle[(i + 1) % cycle.size()].waiter) return "the cycle is not closed";
            if (!naive_.waits_for(cycle[i].waiter, cycle[i].blocker)) return "an edge that does not exist";
        }
        if (cycle.front().waiter != xid) return "the cycle does not begin with the requester";
        if (!table_.cancel_wait(xid).empty()) return "a failed request woke somebody";
        naive_ = before; // the failed request leaves no trace: check() compares with the state before it
        return "";
    }

    std::string cancel(Xid xid) {
        return table_.cancel_wait(xid) == naive_.cancel_wait(xid) ? "" : "cancel woke the wrong ones";
    }

    std::string finish(Xid& xid) {
        const bool same = table_.release_all(xid) == naive_.release_all(xid);
        xid = next_xid_++;
        return same ? "" : "release woke the wrong ones";
    }

    std::string check() const {
        if (std::string wrong = table_.check_invariants(); !wrong.empty()) return wrong;
        if (naive_.deadlocked()) return "an undetected deadlock";
        return naive_.difference(table_);
    }

    LockTable table_;
    NaiveLocks naive_;
    std::vector<Xid> slots_;
    RelationId relations_;
    std::mt19937_64 random_;
    Xid next_xid_ = 1;
};

void run(std::size_t transactions, RelationId relations) {
    const std::uint64_t seed = 20'240'000 + transactions;
    Walk walk(transactions, relations, seed);
    const std::size_t steps = walk_steps();
    for (std::size_t i = 0; i < steps; ++i)
        if (const std::string wrong = walk.step(); !wrong.empty())
            FAIL("step " << i << " of the walk with seed " << seed << ": " << wrong);
    CHECK(walk.finish_all().empty());
    // The walk is worth something only when it waits and deadlocks often.
    CHECK(walk.waits > steps / 20);
    CHECK(walk.deadlocks > steps / 1000);
}

} // namespace

TEST_CASE("lock walk: three transactions, one relation", "[locks][walk]") { run(3, 1); }
TEST_CASE("lock walk: four transactions, two relations", "[locks][walk]") { run(4, 2); }
TEST_CASE("lock walk: six transactions, three relations", "[locks][walk]") { run(6, 3); }
TEST_CASE("lock walk: twelve transactions, four relations", "[locks][walk]") { run(12, 4); }
