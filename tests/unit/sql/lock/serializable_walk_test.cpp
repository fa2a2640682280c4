// Random schedules through the pure classes: LockTable decides who waits, SerializableGraph who fails, and a judge that
// knows neither says whether what was committed is serializable. REDSTART_SERIALIZABLE_SCHEDULES scales it.
#include "sql/lock/cycle_search.hpp"
#include "sql/lock/lock_table.hpp"
#include "sql/lock/serializable_graph.hpp"
#include "tests/support/serialization_judge.hpp"

#include <cstdlib>
#include <iostream>
#include <map>
#include <optional>
#include <random>
#include <set>

#include <catch2/catch.hpp>

using namespace redstart::sql;
using redstart::test::History;

namespace {

struct Shape {
    int sessions = 3;
    RelationId tables = 3;
    int transactions = 7;
    std::size_t most_committed = 1000;
    bool graph = true; // false: to see that the judge finds something
};

struct Tally {
    int schedules = 0, cycles = 0, committed = 0, aborted = 0, needless = 0, deadlocks = 0;
};

// One session's transaction. Tables beyond the first half belong to another database with a snapshot of its own.
struct Running {
    Xid xid = 0;
    History history;
    std::optional<std::uint64_t> clocks[2];
    std::optional<SnapshotOrder> snapshots[2];
    RelationId table = 0; // of the statement that waits or runs
    int step = 0;         // of the statement: 0 reads, 1 inserts, 2 updates
    bool waits = false;
};

class Schedule {
public:
    Schedule(std::mt19937_64& random, const Shape& shape, Tally& tally)
        : random_(random), shape_(shape), tally_(tally), graph_(shape.most_committed),
          running_(static_cast<std::size_t>(shape.sessions)) {}

    void run() {
        while (started_ < shape_.transactions || busy()) step(running_[random_() % running_.size()]);
        ++tally_.schedules;
        tally_.committed += static_cast<int>(committed_.size());
        tally_.cycles += redstart::test::serializable(committed_) ? 0 : 1;
        for (auto& victim : victims_) {
            auto with = committed_;
            with.push_back(victim);
            tally_.needless += redstart::test::serializable(std::move(with)) ? 1 : 0;
        }
        REQUIRE(locks_.empty());
        REQUIRE(graph_.active() + graph_.remembered() == 0);
    }

private:
    bool busy() const {
        return std::any_of(running_.begin(), running_.end(), [](const Running& one) { return one.xid != 0; });
    }

    void step(Running& one) {
        if (one.waits) return;
        if (one.xid == 0) {
            if (started_ == shape_.transactions) return;
            one.xid = ++started_;
            return;
        }
        const auto dice = random_() % 10;
        if (dice < 2) return end(one, true);
        if (dice == 2) return end(one, random_() % 3 > 0);
        one.table = 1 + static_cast<RelationId>(random_() % shape_.tables);
        one.step = static_cast<int>(random_() % 3);
        const auto mode = one.step == 0 ? LockMode::AccessShare : LockMode::ShareRowExclusive;
        if (locks_.request(one.xid, one.table, mode) == LockTable::Outcome::Granted) return execute(one);
        one.waits = true;
        if (find_cycle(locks_, one.xid).empty()) return;
        ++tally_.deadlocks;
        end(one, false);
    }

    // The locks are held: snapshot, check, then the statement itself.
    void execute(Running& one) {
        one.waits = false;
        const std::size_t database = one.table > (shape_.tables + 1) / 2 ? 1 : 0;
        if (!one.clocks[database]) {
            one.clocks[database] = ++clock_;
            one.snapshots[database] = graph_.snapshot(one.xid);
        }
        std::vector<TableRead> reads;
        std::vector<RelationId> writes;
        if (one.step != 1) reads.push_back({one.table, *one.snapshots[database]});
        if (one.step != 0) writes.push_back(one.table);
        const auto violation = shape_.graph ? graph_.access(one.xid, reads, writes) : std::nullopt;
        if (one.step != 1) one.history.reads.push_back({one.table, *one.clocks[database]});
        if (one.step != 0) one.history.writes.push_back(one.table);
        if (!violation) {
            if (shape_.graph && graph_.check_invariants() != "") FAIL(graph_.check_invariants());
            return;
        }
        REQUIRE(violation->cycle.front() == one.xid);
        REQUIRE(violation->table == one.table);
        ++tally_.aborted;
        one.history.committed = ++clock_;
        victims_.push_back(one.history);
        end(one, false);
    }

    void end(Running& one, bool commit) {
        const Xid xid = one.xid;
        if (commit) {
            one.history.committed = ++clock_;
            committed_.push_back(one.history);
            graph_.commit(xid);
        } else {
            graph_.abort(xid);
        }
        one = {};
        for (const Xid woken : locks_.release_all(xid))
            for (auto& other : running_)
                if (other.xid == woken) granted_.push_back(&other);
        while (!granted_.empty()) {
            auto& next = *granted_.back();
            granted_.pop_back();
            if (next.waits) execute(next);
        }
    }

    std::mt19937_64& random_;
    const Shape shape_;
    Tally& tally_;
    LockTable locks_;
    SerializableGraph graph_;
    std::vector<Running> running_;
    std::vector<Running*> granted_;
    std::vector<History> committed_, victims_;
    Xid started_ = 0;
    std::uint64_t clock_ = 0; // of the model, beside the graph's own
};

int schedules() {
    const char* text = std::getenv("REDSTART_SERIALIZABLE_SCHEDULES");
    return text == nullptr ? 100000 : std::atoi(text);
}

Tally walk(const Shape& shape, int count, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    Tally tally;
    for (int i = 0; i < count; ++i) Schedule(random, shape, tally).run();
    return tally;
}

void report(const char* what, const Tally& tally) {
    std::cout << what << ": " << tally.schedules << " schedules, " << tally.committed << " committed, " << tally.aborted
              << " failed with 1023 (" << tally.needless << " needlessly), " << tally.deadlocks << " deadlocks, "
              << tally.cycles << " not serializable\n";
}

} // namespace

TEST_CASE("no schedule that is not serializable is accepted") {
    const int half = schedules() / 2;
    const auto few = walk({.sessions = 3, .tables = 3, .transactions = 7}, half, 1);
    report("three tables", few);
    CHECK(few.cycles == 0);
    CHECK(few.aborted > 0);
    const auto more = walk({.sessions = 5, .tables = 6, .transactions = 12}, half, 2);
    report("six tables", more);
    CHECK(more.cycles == 0);
    CHECK(more.aborted > 0);
}

TEST_CASE("merging what is remembered accepts no more") {
    const auto merged =
        walk({.sessions = 5, .tables = 5, .transactions = 20, .most_committed = 2}, schedules() / 10, 3);
    report("merged", merged);
    CHECK(merged.cycles == 0);
    const auto same = walk({.sessions = 5, .tables = 5, .transactions = 20}, schedules() / 10, 3);
    report("not merged", same);
    CHECK(same.cycles == 0);
}

TEST_CASE("without the graph the judge finds schedules that are not serializable") {
    const auto free = walk({.graph = false}, std::min(schedules(), 2000), 4);
    report("no graph", free);
    CHECK(free.cycles > 100);
}
