// RelationLocks: who holds and who awaits locks on one relation, and the rule by which a lock is granted.
// Pure and unsynchronized; owned by LockTable. The rule is written down in README.md.
#pragma once

#include "sql/lock/lock_ids.hpp"
#include "sql/lock/lock_mode.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace redstart::sql {

// An instant in the caller's unit; the table only stores it (LockManager: microseconds since the Unix epoch).
using Stamp = std::int64_t;

class RelationLocks {
public:
    struct Holder {
        Xid xid = 0;
        LockModes modes = 0;
        std::array<Stamp, kLockModes> since{}; // when each mode of `modes` was granted
    };
    struct Waiter {
        Xid xid = 0;
        LockMode mode = LockMode::AccessShare;
        Stamp since = 0; // when the wait began
    };

    // Grants `mode` (true) or queues the request (false). The transaction must not be in the queue.
    bool request(Xid xid, LockMode mode, Stamp now);
    // Takes away every mode held. Follow with grant().
    void release(Xid xid);
    // Takes the request of a waiter out of the queue. Follow with grant().
    void leave_queue(Xid xid);
    // Grants, in queue order, each request that nothing blocks any more; returns its transactions in that order.
    std::vector<Xid> grant(Stamp now);

    // Who blocks the request at `place` of the queue: conflicting holders, then conflicting earlier waiters; each once.
    std::vector<Xid> blockers(std::size_t place) const;

    // True when another request has an edge to `xid`, by a mode that it holds or by its earlier request.
    bool blocks_somebody(Xid xid) const;

    bool empty() const { return holders_.empty() && queue_.empty(); }
    LockModes held_by(Xid xid) const;
    std::size_t place_of(Xid xid) const;                            // in the queue; queue().size() when it is not there
    const std::vector<Holder>& holders() const { return holders_; } // by xid
    const std::vector<Waiter>& queue() const { return queue_; }     // front first

    // Checks this relation's invariants (README.md); returns what is wrong, or "".
    std::string check_invariants() const;

private:
    bool blocked_by_holders(LockModes own, LockMode mode) const;
    std::size_t place_for(LockModes own) const;
    void hold(Xid xid, LockMode mode, Stamp now);

    std::vector<Holder> holders_; // sorted by xid: xids grow, so most insertions are at the end
    std::vector<Waiter> queue_;
    std::array<std::size_t, kLockModes> held_count_{}; // holders per mode, so that a request need not look at them all
};

} // namespace redstart::sql
