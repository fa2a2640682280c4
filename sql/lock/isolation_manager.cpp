#include "sql/lock/isolation_manager.hpp"

namespace redstart::sql {

SnapshotOrder IsolationManager::snapshot(Xid xid) {
    const MutexLock lock(mutex_);
    return graph_.snapshot(xid);
}

std::optional<SerializableViolation> IsolationManager::access(Xid xid, const std::vector<TableRead>& reads,
                                                              const std::vector<RelationId>& writes) {
    const MutexLock lock(mutex_);
    return graph_.access(xid, reads, writes);
}

void IsolationManager::commit(Xid xid) {
    const MutexLock lock(mutex_);
    graph_.commit(xid);
}

void IsolationManager::abort(Xid xid) {
    const MutexLock lock(mutex_);
    graph_.abort(xid);
}

std::size_t IsolationManager::transactions() const {
    const MutexLock lock(mutex_);
    return graph_.active() + graph_.remembered();
}

} // namespace redstart::sql
