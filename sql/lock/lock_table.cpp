#include "sql/lock/lock_table.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace redstart::sql {

LockTable::Outcome LockTable::request(Xid xid, RelationId relation, LockMode mode, Stamp now) {
    assert(relation != 0 && waits_for(xid) == 0);
    Transaction& transaction = transactions_[xid];
    if (relations_[relation].request(xid, mode, now)) {
        note_held(transaction, relation);
        return Outcome::Granted;
    }
    transaction.waits_for = relation;
    ++waiters_;
    return Outcome::Waiting;
}

std::vector<Xid> LockTable::release_all(Xid xid, Stamp now) {
    const auto found = transactions_.find(xid);
    if (found == transactions_.end()) return {};
    Transaction transaction = std::move(found->second);
    transactions_.erase(found);
    std::vector<RelationId> changed = transaction.held;
    if (const RelationId awaited = transaction.waits_for; awaited != 0) {
        stop_waiting(xid, transaction);
        if (std::find(changed.begin(), changed.end(), awaited) == changed.end()) changed.push_back(awaited);
    }
    std::vector<Xid> woken;
    for (const RelationId relation : changed) {
        relations_.at(relation).release(xid);
        const std::vector<Xid> granted = grant(relation, now);
        woken.insert(woken.end(), granted.begin(), granted.end());
    }
    return woken;
}

std::vector<Xid> LockTable::cancel_wait(Xid xid, Stamp now) {
    const auto found = transactions_.find(xid);
    if (found == transactions_.end() || found->second.waits_for == 0) return {};
    const RelationId relation = found->second.waits_for;
    stop_waiting(xid, found->second);
    if (found->second.held.empty()) transactions_.erase(found);
    return grant(relation, now);
}

std::vector<Xid> LockTable::blockers(Xid xid) const {
    const RelationId awaited = waits_for(xid);
    if (awaited == 0) return {};
    const RelationLocks& locks = relations_.at(awaited);
    return locks.blockers(locks.place_of(xid));
}

RelationId LockTable::waits_for(Xid xid) const {
    const auto found = transactions_.find(xid);
    return found == transactions_.end() ? 0 : found->second.waits_for;
}

bool LockTable::blocks_somebody(Xid xid) const {
    const auto found = transactions_.find(xid);
    if (found == transactions_.end()) return false;
    const Transaction& transaction = found->second;
    const auto blocks = [this, xid](RelationId relation) { return relations_.at(relation).blocks_somebody(xid); };
    if (transaction.waits_for != 0 && blocks(transaction.waits_for)) return true;
    return std::any_of(transaction.held.begin(), transaction.held.end(), blocks);
}

const RelationLocks* LockTable::relation(RelationId relation) const {
    const auto found = relations_.find(relation);
    return found == relations_.end() ? nullptr : &found->second;
}

std::vector<LockTable::Row> LockTable::snapshot() const {
    std::vector<RelationId> order;
    order.reserve(relations_.size());
    for (const auto& [relation, locks] : relations_) order.push_back(relation);
    std::sort(order.begin(), order.end());
    std::vector<Row> rows;
    for (const RelationId relation : order) {
        const RelationLocks& locks = relations_.at(relation);
        for (const RelationLocks::Holder& holder : locks.holders())
            for (std::size_t mode = 0; mode < kLockModes; ++mode)
                if ((holder.modes >> mode & 1U) != 0)
                    rows.push_back({holder.xid, relation, static_cast<LockMode>(mode), true, holder.since[mode]});
        for (const RelationLocks::Waiter& waiter : locks.queue())
            rows.push_back({waiter.xid, relation, waiter.mode, false, waiter.since});
    }
    return rows;
}

// Grants what has become free on the relation and drops the relation when nothing is left of it.
std::vector<Xid> LockTable::grant(RelationId relation, Stamp now) {
    const auto locks = relations_.find(relation);
    const std::vector<Xid> granted = locks->second.grant(now);
    for (const Xid xid : granted) {
        Transaction& transaction = transactions_.at(xid);
        transaction.waits_for = 0;
        --waiters_;
        note_held(transaction, relation);
    }
    if (locks->second.empty()) relations_.erase(locks);
    return granted;
}

void LockTable::stop_waiting(Xid xid, Transaction& transaction) {
    relations_.at(transaction.waits_for).leave_queue(xid);
    transaction.waits_for = 0;
    --waiters_;
}

void LockTable::note_held(Transaction& transaction, RelationId relation) {
    std::vector<RelationId>& held = transaction.held;
    if (std::find(held.begin(), held.end(), relation) == held.end()) held.push_back(relation);
}

std::string LockTable::check_invariants() const {
    std::size_t holding = 0; // pairs of holder and relation
    std::size_t waiting = 0;
    for (const auto& [relation, locks] : relations_) {
        if (locks.empty()) return "a relation without locks is kept";
        if (std::string wrong = locks.check_invariants(); !wrong.empty()) return wrong;
        for (const RelationLocks::Waiter& waiter : locks.queue())
            if (waits_for(waiter.xid) != relation) return "a transaction is queued for what it does not await";
        holding += locks.holders().size();
        waiting += locks.queue().size();
    }
    if (waiting != waiters_) return "the number of waiters is wrong";
    for (const auto& [xid, transaction] : transactions_) {
        if (transaction.held.empty() && transaction.waits_for == 0) return "a transaction without locks is kept";
        for (const RelationId relation : transaction.held) {
            const auto locks = relations_.find(relation);
            if (locks == relations_.end() || locks->second.held_by(xid) == 0) return "a lock that is not held";
        }
        holding -= transaction.held.size();
        waiting -= transaction.waits_for != 0 ? 1 : 0;
    }
    if (holding != 0) return "a lock is held by an unknown transaction";
    if (waiting != 0) return "a transaction waits without being queued";
    return "";
}

} // namespace redstart::sql
