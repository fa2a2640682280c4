// LockTable: every lock held or awaited, as a pure state machine: requests in, grants out; no threads, no clock.
// Unsynchronized: LockManager guards its one instance with its mutex, tests drive it directly. Rules in README.md.
#pragma once

#include "sql/lock/lock_ids.hpp"
#include "sql/lock/lock_mode.hpp"
#include "sql/lock/relation_locks.hpp"

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

namespace redstart::sql {

class LockTable {
public:
    enum class Outcome : unsigned char { Granted, Waiting };

    // One lock of a snapshot.
    struct Row {
        Xid xid = 0;
        RelationId relation = 0;
        LockMode mode = LockMode::AccessShare;
        bool granted = false;
        Stamp since = 0; // when it was granted, or when the wait began
    };
    // "waiter awaits `mode` on `relation`, blocked by `blocker`".
    struct Edge {
        Xid waiter = 0;
        RelationId relation = 0;
        LockMode mode = LockMode::AccessShare;
        Xid blocker = 0;
    };

    // Grants the lock or queues the request. The transaction must not be waiting; the relation must not be 0.
    // After Waiting the caller asks find_cycle() (cycle_search.hpp), and takes a request that closes a cycle back with
    // cancel_wait.
    Outcome request(Xid xid, RelationId relation, LockMode mode, Stamp now = 0);

    // Drops every lock of the transaction, and its wait. Returns the transactions whose requests were granted by
    // that: relation by relation in the order in which `xid` came to hold them, on each in arrival order.
    std::vector<Xid> release_all(Xid xid, Stamp now = 0);

    // Takes back the request that waits; what the transaction holds stays. Returns the transactions granted by that,
    // in arrival order. No effect on one that does not wait.
    std::vector<Xid> cancel_wait(Xid xid, Stamp now = 0);

    // Conflicting holders of what `xid` awaits, then earlier conflicting waiters; empty when it does not wait.
    std::vector<Xid> blockers(Xid xid) const;

    // The relation that the transaction waits for, 0 when it does not wait.
    RelationId waits_for(Xid xid) const;
    // True when somebody waits for the transaction, by an edge of its own.
    bool blocks_somebody(Xid xid) const;
    // The locks on one relation, nullptr when there are none; valid until the next change of the table.
    const RelationLocks* relation(RelationId relation) const;

    // Every lock: relations in ascending order; on each the granted ones by xid and mode, then the queue front first.
    std::vector<Row> snapshot() const;

    bool empty() const { return relations_.empty() && transactions_.empty(); }
    std::size_t waiters() const { return waiters_; }

    // Checks every invariant of README.md; returns what is wrong, or "".
    std::string check_invariants() const;

private:
    struct Transaction {
        std::vector<RelationId> held; // each once, in the order of the first grant
        RelationId waits_for = 0;
    };

    std::vector<Xid> grant(RelationId relation, Stamp now);
    void stop_waiting(Xid xid, Transaction& transaction);
    void note_held(Transaction& transaction, RelationId relation);

    std::unordered_map<RelationId, RelationLocks> relations_; // only relations with a holder
    std::unordered_map<Xid, Transaction> transactions_;       // only transactions that hold or await something
    std::size_t waiters_ = 0;
};

} // namespace redstart::sql
