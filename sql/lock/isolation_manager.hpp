// IsolationManager: the order of snapshots and commits, and the SerializableGraph of the transactions in SERIALIZABLE
// databases. One per process, shared by every backend. Internally synchronized: one leaf mutex around the graph;
// turns() keeps snapshots and commits apart while the engine takes or makes them. See serializable.md.
#pragma once

#include "catalog/mutex/mutex.hpp"
#include "sql/lock/serializable_graph.hpp"
#include "sql/lock/turns.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace redstart::sql {

class IsolationManager {
public:
    // Every commit of the engine is made in a turn of its own kind, and so are snapshots whose order must be known.
    Turns& turns() noexcept { return turns_; }

    // The number of a snapshot that the engine takes in the caller's turn.
    SnapshotOrder snapshot(Xid xid);
    // See SerializableGraph::access; after a violation the caller rolls back.
    std::optional<SerializableViolation> access(Xid xid, const std::vector<TableRead>& reads,
                                                const std::vector<RelationId>& writes);
    // The engine has committed, in the caller's turn, which still goes on.
    void commit(Xid xid);
    // The engine has rolled back. Harmless for a transaction that is not in the graph.
    void abort(Xid xid);

    std::size_t transactions() const; // active and remembered ones, for leak checks

private:
    Turns turns_;
    mutable Mutex mutex_;
    SerializableGraph graph_ GUARDED_BY(mutex_);
};

} // namespace redstart::sql
