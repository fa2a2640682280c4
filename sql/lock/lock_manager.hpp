// LockManager: the threaded shell around LockTable; one per process, shared by every backend.
// Internally synchronized: one leaf mutex, one condition variable per waiting transaction. Never calls out while it
// holds the mutex. See README.md for the rules and the proof of deadlock completeness.
#pragma once

#include "catalog/state/system_state.hpp"
#include "sql/lock/lock_ids.hpp"
#include "sql/lock/lock_mode.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace redstart::sql {

// Who owns a transaction; only for showing (pg_locks, svv_transactions) and for the deadlock message.
struct TransactionInfo {
    std::int32_t pid = 0;
    std::string user_name;
    std::string database;
    std::uint32_t database_oid = 0;
    catalog::Micros start = 0; // of its first snapshot-taking statement (Redshift: svv_transactions.txn_start)
};

enum class LockOutcome : unsigned char { Granted, Deadlock, Timeout, Cancelled };

struct LockResult {
    LockOutcome outcome = LockOutcome::Granted;
    bool waited = false; // true when the caller slept: names must be looked up again
    std::string detail;  // Deadlock: PostgreSQL's DETAIL lines, one per edge of the cycle
};

class LockManager {
public:
    LockManager();
    ~LockManager();
    LockManager(const LockManager&) = delete;
    LockManager& operator=(const LockManager&) = delete;

    using Deadline = std::optional<std::chrono::steady_clock::time_point>; // nullopt: wait for ever

    // Registers a transaction and its ExclusiveLock on its own transactionid. Ends with end().
    Xid begin(TransactionInfo info);

    // Acquires one lock, waiting in FIFO order behind conflicting holders and earlier conflicting waiters. A lock
    // already held in the same or a stronger mode is granted at once; both modes are then shown. A wait that would
    // close a cycle ends with Deadlock for this caller; it leaves no trace. At most one acquire per transaction at a
    // time. An unknown xid (its transaction has ended) gets Cancelled. The relation must not be 0.
    // A wait does not begin, and the answer is Cancelled, when `stop` is set. Whoever sets it before calling cancel()
    // is sure to end the wait: either cancel() finds the sleeper, or the sleeper, later under the same mutex, the flag.
    LockResult acquire(Xid xid, RelationId relation, LockMode mode, Deadline deadline = std::nullopt,
                       const std::atomic<bool>* stop = nullptr);

    // Ends the wait of that transaction, if it waits, with Cancelled. A cancel that finds it not waiting has no effect.
    void cancel(Xid xid);

    // Releases every lock of the transaction at once, grants to waiters in arrival order, and forgets the transaction.
    // Must not be called while the transaction waits (a wait that it finds all the same ends with Cancelled).
    // Harmless for an unknown xid.
    void end(Xid xid);

    // True when the transaction waits for a lock at this instant.
    bool waiting(Xid xid) const;
    // Pids that hold or are queued for what `pid` waits for (pg_blocking_pids); empty when it does not wait.
    std::vector<std::int32_t> blockers(std::int32_t pid) const;

    // Every lock held and wanted, taken at one instant; one row per (transaction, relation, mode), and one with
    // relation 0 and mode ExclusiveLock per transaction.
    std::vector<catalog::LockRow> snapshot() const;

    std::size_t transactions() const; // number of registered transactions, for leak checks

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace redstart::sql
