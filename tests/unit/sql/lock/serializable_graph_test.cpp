// Examples for SerializableGraph, the guide's among them (c_serial_isolation, r_CREATE_DATABASE).
#include "sql/lock/serializable_graph.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace redstart::sql;

namespace {

// Drives a graph as the executor does: a snapshot at the first statement.
class Player {
public:
    explicit Player(std::size_t most_committed = 1000) : graph(most_committed) {}

    std::optional<SerializableViolation> use(Xid xid, const std::vector<RelationId>& reads,
                                             const std::vector<RelationId>& writes) {
        if (!snapshots_.contains(xid)) snapshots_[xid] = graph.snapshot(xid);
        std::vector<TableRead> in_snapshot;
        for (const auto table : reads) in_snapshot.push_back({table, snapshots_[xid]});
        auto violation = graph.access(xid, in_snapshot, writes);
        if (!violation) CHECK(graph.check_invariants() == "");
        return violation;
    }
    bool reads(Xid xid, RelationId table) { return !use(xid, {table}, {}); }
    bool inserts(Xid xid, RelationId table) { return !use(xid, {}, {table}); }
    bool updates(Xid xid, RelationId table) { return !use(xid, {table}, {table}); }
    void commits(Xid xid) {
        graph.commit(xid);
        CHECK(graph.check_invariants() == "");
    }
    void aborts(Xid xid) {
        graph.abort(xid);
        CHECK(graph.check_invariants() == "");
    }

    SerializableGraph graph;

private:
    std::map<Xid, SnapshotOrder> snapshots_;
};

} // namespace

TEST_CASE("write skew over two tables fails the statement that closes the cycle") {
    Player play;
    CHECK(play.reads(1, 10));
    CHECK(play.inserts(1, 20));
    CHECK(play.inserts(2, 10));
    const auto violation = play.use(2, {20}, {});
    REQUIRE(violation);
    CHECK(violation->table == 20);
    CHECK(violation->cycle == std::vector<Xid>{2, 1});
    play.aborts(2);
    play.commits(1);
    CHECK(play.graph.active() + play.graph.remembered() == 0);
}

TEST_CASE("two updates of one table from overlapping snapshots: the second fails") {
    Player play;
    CHECK(play.updates(1, 10));
    CHECK(play.reads(2, 99)); // takes its snapshot
    play.commits(1);          // only now does the second one get the table's lock
    CHECK_FALSE(play.updates(2, 10));
}

TEST_CASE("inserts into one table follow each other, whatever their snapshots") {
    Player play;
    CHECK(play.inserts(1, 10));
    CHECK(play.reads(2, 99));
    play.commits(1);
    CHECK(play.inserts(2, 10));
    play.commits(2);
    CHECK(play.graph.remembered() == 0);
}

TEST_CASE("a delete after another one's insert that its snapshot does not see fails") {
    Player play;
    CHECK(play.inserts(1, 10));
    CHECK(play.reads(2, 99));
    play.commits(1);
    CHECK_FALSE(play.updates(2, 10));
}

TEST_CASE("a reader beside a writer comes before it") {
    Player play;
    CHECK(play.reads(1, 10));
    CHECK(play.updates(2, 10));
    play.commits(2);
    CHECK(play.reads(1, 10));
    CHECK(play.reads(1, 30));
    play.commits(1);
    CHECK(play.graph.remembered() == 0);
}

TEST_CASE("a read-only transaction can complete a cycle of two writers") {
    Player play;
    CHECK(play.reads(1, 10)); // 1 comes before 2
    CHECK(play.updates(2, 10));
    play.commits(2);
    CHECK(play.reads(3, 10)); // 3 sees 2 ...
    CHECK(play.reads(3, 20));
    play.commits(3);
    CHECK(play.graph.remembered() == 2);
    CHECK_FALSE(play.inserts(1, 20)); // ... and not 1
    play.aborts(1);
    CHECK(play.graph.remembered() == 0);
}

TEST_CASE("what an aborted transaction did is no reason to fail another one") {
    Player play;
    CHECK(play.reads(1, 10));
    CHECK(play.inserts(1, 20));
    CHECK(play.inserts(2, 10));
    play.aborts(1);
    CHECK(play.reads(2, 20));
    play.commits(2);
    CHECK(play.graph.active() + play.graph.remembered() == 0);
}

TEST_CASE("a reader waits in the order behind a writer that comes after one that gave up") {
    Player play;
    CHECK(play.reads(1, 10));
    CHECK(play.inserts(2, 10));
    play.aborts(2);
    CHECK(play.inserts(3, 10));
    CHECK(play.inserts(1, 20));
    CHECK_FALSE(play.reads(3, 20)); // 1 before 3 by table 10, 3 before 1 by table 20
}

TEST_CASE("committed transactions are remembered while one that overlaps them runs, and not one by one for ever") {
    Player play(50);
    CHECK(play.reads(1, 10));
    for (Xid xid = 2; xid < 1000; ++xid) {
        CHECK(play.updates(xid, 10 + static_cast<RelationId>(xid % 3)));
        play.commits(xid);
    }
    CHECK(play.graph.remembered() <= 51);
    CHECK(play.reads(1, 11)); // in its old snapshot: before all of them
    CHECK_FALSE(play.updates(1, 12));
    play.aborts(1);
    CHECK(play.graph.remembered() == 0);
}

TEST_CASE("a transaction may read each database in a snapshot of its own") {
    SerializableGraph graph;
    const auto first = graph.snapshot(1);
    graph.snapshot(2);
    const RelationId table = 20;
    CHECK_FALSE(graph.access(2, {}, std::vector<RelationId>{table}));
    graph.commit(2);
    const auto second = graph.snapshot(1);
    CHECK(first < second);
    CHECK_FALSE(graph.access(1, std::vector<TableRead>{{table, second}}, {})); // sees 2: comes after it
    CHECK(graph.check_invariants() == "");
    graph.commit(1);
    CHECK(graph.remembered() == 0);
}
