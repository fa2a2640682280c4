#include "sql/lock/lock_manager.hpp"

#include "catalog/mutex/mutex.hpp"
#include "sql/lock/cycle_search.hpp"
#include "sql/lock/lock_table.hpp"

#include <algorithm>
#include <atomic>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <fmt/core.h>

namespace redstart::sql {

namespace {

constexpr Xid kFirstXid = 5000; // a cluster's first transactions are its own

catalog::Micros wall_clock() {
    using namespace std::chrono;
    return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

// A sleeping acquire(), on that thread's stack. Whoever sets the outcome also clears Transaction::sleeper.
struct Sleeper {
    std::optional<LockOutcome> outcome;
    ConditionVariable wake;
};

struct Transaction {
    std::shared_ptr<const TransactionInfo> info; // shared, so that snapshot() copies no text under the mutex
    catalog::Micros since = 0;
    Sleeper* sleeper = nullptr;
};

} // namespace

struct LockManager::Impl {
    std::atomic<Xid> next_xid{kFirstXid};

    mutable Mutex mutex;
    LockTable table GUARDED_BY(mutex);
    std::unordered_map<Xid, Transaction> transactions GUARDED_BY(mutex);

    LockResult wait(Xid xid, Transaction& transaction, const Deadline& deadline) REQUIRES_LOCK(mutex);
    void finish(Transaction& transaction, LockOutcome outcome) REQUIRES_LOCK(mutex);
    void wake(const std::vector<Xid>& granted) REQUIRES_LOCK(mutex);
    std::string describe(const std::vector<LockTable::Edge>& cycle) const REQUIRES_LOCK(mutex);
};

LockManager::LockManager() : impl_(std::make_unique<Impl>()) {}
LockManager::~LockManager() = default;

Xid LockManager::begin(TransactionInfo info) {
    const Xid xid = impl_->next_xid.fetch_add(1, std::memory_order_relaxed);
    Transaction transaction{std::make_shared<const TransactionInfo>(std::move(info)), wall_clock(), nullptr};
    const MutexLock lock(impl_->mutex);
    impl_->transactions.emplace(xid, std::move(transaction));
    return xid;
}

LockResult LockManager::acquire(Xid xid, RelationId relation, LockMode mode, Deadline deadline,
                                const std::atomic<bool>* stop) {
    const catalog::Micros now = wall_clock();
    const MutexLock lock(impl_->mutex);
    const auto found = impl_->transactions.find(xid);
    if (found == impl_->transactions.end()) return {LockOutcome::Cancelled, false, {}};
    if (impl_->table.request(xid, relation, mode, now) == LockTable::Outcome::Granted) return {};
    if (const auto cycle = find_cycle(impl_->table, xid); !cycle.empty()) {
        LockResult deadlock{LockOutcome::Deadlock, false, impl_->describe(cycle)};
        impl_->wake(impl_->table.cancel_wait(xid, now));
        return deadlock;
    }
    if (stop != nullptr && stop->load()) {
        impl_->wake(impl_->table.cancel_wait(xid, now));
        return {LockOutcome::Cancelled, false, {}};
    }
    return impl_->wait(xid, found->second, deadline);
}

void LockManager::cancel(Xid xid) {
    const catalog::Micros now = wall_clock();
    const MutexLock lock(impl_->mutex);
    const auto found = impl_->transactions.find(xid);
    if (found == impl_->transactions.end() || found->second.sleeper == nullptr) return;
    impl_->wake(impl_->table.cancel_wait(xid, now));
    impl_->finish(found->second, LockOutcome::Cancelled);
}

void LockManager::end(Xid xid) {
    const catalog::Micros now = wall_clock();
    const MutexLock lock(impl_->mutex);
    const auto found = impl_->transactions.find(xid);
    if (found == impl_->transactions.end()) return;
    if (found->second.sleeper != nullptr) impl_->finish(found->second, LockOutcome::Cancelled);
    impl_->transactions.erase(found);
    impl_->wake(impl_->table.release_all(xid, now));
}

bool LockManager::waiting(Xid xid) const {
    const MutexLock lock(impl_->mutex);
    return impl_->table.waits_for(xid) != 0;
}

std::vector<std::int32_t> LockManager::blockers(std::int32_t pid) const {
    std::vector<std::int32_t> pids;
    const MutexLock lock(impl_->mutex);
    for (const auto& [xid, transaction] : impl_->transactions) {
        if (transaction.info->pid != pid) continue;
        for (const Xid blocker : impl_->table.blockers(xid)) pids.push_back(impl_->transactions.at(blocker).info->pid);
    }
    return pids;
}

std::vector<catalog::LockRow> LockManager::snapshot() const {
    std::vector<LockTable::Row> locks;
    std::unordered_map<Xid, std::shared_ptr<const TransactionInfo>> infos;
    {
        const MutexLock lock(impl_->mutex);
        locks = impl_->table.snapshot();
        for (const auto& [xid, transaction] : impl_->transactions) {
            infos.emplace(xid, transaction.info);
            // Relation 0 stands for the lock on the transaction's own id; its mode is none of ours and set below.
            locks.push_back({xid, 0, LockMode::AccessExclusive, true, transaction.since});
        }
    }
    std::sort(locks.begin(), locks.end(), [](const LockTable::Row& a, const LockTable::Row& b) {
        return std::tie(a.xid, a.relation, a.mode) < std::tie(b.xid, b.relation, b.mode);
    });
    std::vector<catalog::LockRow> rows;
    rows.reserve(locks.size());
    for (const LockTable::Row& row : locks) {
        const TransactionInfo& info = *infos.at(row.xid);
        rows.push_back({row.xid, info.pid, info.user_name, info.database, info.database_oid, info.start, row.relation,
                        row.relation == 0 ? "ExclusiveLock" : lock_mode_name(row.mode), row.granted, row.since});
    }
    return rows;
}

std::size_t LockManager::transactions() const {
    const MutexLock lock(impl_->mutex);
    return impl_->transactions.size();
}

// Sleeps until another thread sets the outcome or the deadline passes; a grant that came in time wins over the latter.
LockResult LockManager::Impl::wait(Xid xid, Transaction& transaction, const Deadline& deadline) {
    Sleeper self;
    transaction.sleeper = &self;
    bool in_time = true;
    while (!self.outcome && in_time) {
        if (deadline)
            in_time = self.wake.wait_until(mutex, *deadline);
        else
            self.wake.wait(mutex);
    }
    if (!self.outcome) { // nobody else has touched the transaction: it is still registered and still queued
        finish(transaction, LockOutcome::Timeout);
        wake(table.cancel_wait(xid, wall_clock()));
    }
    return {*self.outcome, true, {}};
}

void LockManager::Impl::finish(Transaction& transaction, LockOutcome outcome) {
    transaction.sleeper->outcome = outcome;
    // Under the mutex: once it is free the waiter may return, and its condition variable is gone.
    transaction.sleeper->wake.notify_one();
    transaction.sleeper = nullptr;
}

void LockManager::Impl::wake(const std::vector<Xid>& granted) {
    for (const Xid xid : granted) finish(transactions.at(xid), LockOutcome::Granted);
}

std::string LockManager::Impl::describe(const std::vector<LockTable::Edge>& cycle) const {
    std::string detail;
    for (const LockTable::Edge& edge : cycle) {
        const TransactionInfo& waiter = *transactions.at(edge.waiter).info;
        if (!detail.empty()) detail += '\n';
        detail += fmt::format("Process {} waits for {} on relation {} of database {}; blocked by process {}.",
                              waiter.pid, lock_mode_name(edge.mode), edge.relation, waiter.database_oid,
                              transactions.at(edge.blocker).info->pid);
    }
    return detail;
}

} // namespace redstart::sql
