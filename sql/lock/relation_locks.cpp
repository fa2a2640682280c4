#include "sql/lock/relation_locks.hpp"

#include <algorithm>
#include <cassert>

namespace redstart::sql {

namespace {

constexpr bool contains(LockModes modes, std::size_t mode) { return (modes >> mode & 1U) != 0; }

template <class Holders> auto holder_place(Holders& holders, Xid xid) {
    return std::lower_bound(holders.begin(), holders.end(), xid,
                            [](const RelationLocks::Holder& holder, Xid value) { return holder.xid < value; });
}

} // namespace

bool RelationLocks::request(Xid xid, LockMode mode, Stamp now) {
    assert(place_of(xid) == queue_.size());
    const LockModes own = held_by(xid);
    if (!covers(own, mode)) {
        const auto place = queue_.begin() + static_cast<std::ptrdiff_t>(place_for(own));
        const bool behind =
            std::any_of(queue_.begin(), place, [mode](const Waiter& earlier) { return conflicts(earlier.mode, mode); });
        if (behind || blocked_by_holders(own, mode)) {
            queue_.insert(place, Waiter{xid, mode, now});
            return false;
        }
    }
    hold(xid, mode, now);
    return true;
}

void RelationLocks::release(Xid xid) {
    const auto holder = holder_place(holders_, xid);
    if (holder == holders_.end() || holder->xid != xid) return;
    for (std::size_t mode = 0; mode < kLockModes; ++mode)
        if (contains(holder->modes, mode)) --held_count_[mode];
    holders_.erase(holder);
}

void RelationLocks::leave_queue(Xid xid) {
    const auto place = static_cast<std::ptrdiff_t>(place_of(xid));
    if (queue_.begin() + place != queue_.end()) queue_.erase(queue_.begin() + place);
}

std::vector<Xid> RelationLocks::grant(Stamp now) {
    std::vector<Xid> granted;
    LockModes ahead = 0; // modes of the requests passed over: a later one that conflicts with them must wait as well
    auto next = queue_.begin();
    auto kept = queue_.begin();
    for (; next != queue_.end() && conflict_set(ahead) != kAllLockModes; ++next) {
        if (conflicts(ahead, next->mode) || blocked_by_holders(held_by(next->xid), next->mode)) {
            ahead |= mode_bit(next->mode);
            *kept++ = *next;
        } else {
            hold(next->xid, next->mode, now);
            granted.push_back(next->xid);
        }
    }
    queue_.erase(kept, next);
    return granted;
}

std::vector<Xid> RelationLocks::blockers(std::size_t place) const {
    std::vector<Xid> found;
    const Waiter& waiter = queue_.at(place);
    for (const Holder& holder : holders_)
        if (holder.xid != waiter.xid && conflicts(holder.modes, waiter.mode)) found.push_back(holder.xid);
    for (std::size_t i = 0; i < place; ++i)
        if (conflicts(queue_[i].mode, waiter.mode) && !conflicts(held_by(queue_[i].xid), waiter.mode))
            found.push_back(queue_[i].xid);
    return found;
}

bool RelationLocks::blocks_somebody(Xid xid) const {
    const LockModes held = held_by(xid);
    const std::size_t own = place_of(xid);
    for (std::size_t place = 0; place < queue_.size(); ++place) {
        const LockMode wanted = queue_[place].mode;
        if (place != own && conflicts(held, wanted)) return true;
        if (place > own && conflicts(queue_[own].mode, wanted)) return true;
    }
    return false;
}

LockModes RelationLocks::held_by(Xid xid) const {
    const auto holder = holder_place(holders_, xid);
    return holder == holders_.end() || holder->xid != xid ? LockModes{0} : holder->modes;
}

std::size_t RelationLocks::place_of(Xid xid) const {
    const auto at = std::find_if(queue_.begin(), queue_.end(), [xid](const Waiter& w) { return w.xid == xid; });
    return static_cast<std::size_t>(at - queue_.begin());
}

// True when a transaction other than the one that holds `own` holds a mode that conflicts with `mode`.
bool RelationLocks::blocked_by_holders(LockModes own, LockMode mode) const {
    for (std::size_t held = 0; held < kLockModes; ++held) {
        const std::size_t others = held_count_[held] - (contains(own, held) ? 1 : 0);
        if (kLockConflicts[held][static_cast<std::size_t>(mode)] && others > 0) return true;
    }
    return false;
}

// The end of the queue; for a transaction that holds `own`, before the first waiter that must wait for it anyway:
// behind that one the two would wait for each other.
std::size_t RelationLocks::place_for(LockModes own) const {
    const auto first =
        std::find_if(queue_.begin(), queue_.end(), [own](const Waiter& waiter) { return conflicts(own, waiter.mode); });
    return static_cast<std::size_t>(first - queue_.begin());
}

void RelationLocks::hold(Xid xid, LockMode mode, Stamp now) {
    auto holder = holder_place(holders_, xid);
    if (holder == holders_.end() || holder->xid != xid) holder = holders_.insert(holder, Holder{xid, 0, {}});
    if ((holder->modes & mode_bit(mode)) != 0) return; // the same mode again keeps its first instant
    holder->modes |= mode_bit(mode);
    holder->since[static_cast<std::size_t>(mode)] = now;
    ++held_count_[static_cast<std::size_t>(mode)];
}

std::string RelationLocks::check_invariants() const {
    std::array<std::size_t, kLockModes> count{};
    for (std::size_t i = 0; i < holders_.size(); ++i) {
        if (i > 0 && holders_[i - 1].xid >= holders_[i].xid) return "holders are not sorted by transaction";
        if (holders_[i].modes == 0) return "a holder holds no mode";
        for (std::size_t mode = 0; mode < kLockModes; ++mode) count[mode] += contains(holders_[i].modes, mode) ? 1 : 0;
    }
    if (count != held_count_) return "the number of holders per mode is wrong";
    for (const Holder& a : holders_)
        for (const Holder& b : holders_)
            if (a.xid < b.xid && (conflict_set(a.modes) & b.modes) != 0) return "two granted requests conflict";
    if (holders_.empty() && !queue_.empty()) return "a queue without a holder";
    for (std::size_t place = 0; place < queue_.size(); ++place) {
        if (place_of(queue_[place].xid) != place) return "a transaction is queued twice";
        if (covers(held_by(queue_[place].xid), queue_[place].mode)) return "a transaction awaits what it holds";
        if (blockers(place).empty()) return "a waiter that nothing blocks";
    }
    return "";
}

} // namespace redstart::sql
