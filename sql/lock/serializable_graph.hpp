// SerializableGraph: which transactions of SERIALIZABLE databases must come before which, by the tables they read and
// write; a pure state machine, no threads, no engine. Rules and proof: serializable.md.
// Unsynchronized: IsolationManager guards its one instance with its mutex, tests drive it directly.
#pragma once

#include "sql/lock/lock_ids.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace redstart::sql {

// Numbers snapshots and commits in one sequence: a snapshot sees exactly the commits with smaller numbers.
using SnapshotOrder = std::uint64_t;

struct TableRead {
    RelationId table = 0;
    SnapshotOrder snapshot = 0; // the one the table is read in
};

struct SerializableViolation {
    RelationId table = 0;   // on which the statement would have closed the cycle
    std::vector<Xid> cycle; // each comes before the next one, the last before the first; the first is the one to fail
};

class SerializableGraph {
public:
    // `most_committed`: how many committed transactions are remembered one by one; beyond it neighbours are merged, so
    // that there are never more of them than that and one for each snapshot in use.
    explicit SerializableGraph(std::size_t most_committed = 1000) : most_committed_(most_committed) {}

    // A transaction takes a snapshot now: its first one makes it active. One per database it reads.
    SnapshotOrder snapshot(Xid xid);
    // A statement of an active transaction is about to read and write tables, whose locks it holds. When that would
    // close a cycle the statement must not run: the transaction has to be aborted.
    std::optional<SerializableViolation> access(Xid xid, std::span<const TableRead> reads,
                                                std::span<const RelationId> writes);
    // Ends an active transaction; harmless for one that is not.
    void commit(Xid xid);
    void abort(Xid xid);

    std::size_t active() const { return nodes_.size() - committed_.size(); }
    std::size_t remembered() const { return committed_.size(); } // committed ones
    // Checks what serializable.md promises, that there is no cycle included; returns what is wrong, or "".
    std::string check_invariants() const;

private:
    struct Node {
        SnapshotOrder committed = 0; // 0 while active
        std::vector<SnapshotOrder> snapshots;
        std::vector<RelationId> reads, writes; // each table once
        std::unordered_set<Xid> before, after; // its neighbours
    };
    // Who uses a table, in the order of first use; writers follow each other because each waited for the one before.
    struct Use {
        Xid xid = 0;
        std::uint64_t sequence = 0;
    };
    struct Users {
        std::vector<Use> readers, writers;
    };
    struct Edge {
        Xid from = 0, to = 0;
        RelationId table = 0;
    };

    void link(Xid from, Xid to, RelationId table);
    void note_read(Xid xid, Node& node, const TableRead& read);
    void note_write(Xid xid, Node& node, RelationId table);
    std::optional<SerializableViolation> find_cycle(Xid xid) const;
    bool forgettable(const Node& node) const;
    void forget_what_is_over();
    void forget_unreachable();
    void remove(Xid xid, std::vector<Xid>* freed);
    void merge_neighbours();
    void merge(Xid into, Xid from);
    bool acyclic() const;

    const std::size_t most_committed_;
    SnapshotOrder last_ = 0;
    std::uint64_t uses_ = 0; // the sequence of the last one
    bool merged_ = false;    // a merged transaction is remembered: there may be cycles among committed ones
    std::unordered_map<Xid, Node> nodes_;
    std::unordered_map<RelationId, Users> tables_;
    std::map<SnapshotOrder, Xid> snapshots_; // of active transactions
    std::map<SnapshotOrder, Xid> committed_;
    std::vector<Edge> fresh_; // added by the access that runs
};

} // namespace redstart::sql
