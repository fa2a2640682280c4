// History: what runs now and what has happened, bounded; the source of the STL, SVL and STV views.
// Internally synchronized: one leaf mutex; rows are immutable and shared, so copying under it is short.
#pragma once

#include "catalog/mutex/mutex.hpp"
#include "catalog/state/system_state.hpp"
#include "catalog/state/transfers.hpp"
#include "server/session/ring.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

namespace redstart::server {

class History {
public:
    // Remembers the newest `limit` finished statements, transactions, sessions, terminations, conflicts, and twice as
    // many connection events.
    explicit History(std::size_t limit);

    void statement_started(std::shared_ptr<const catalog::QueryRow> row);
    void statement_finished(std::shared_ptr<const catalog::QueryRow> row); // the same sequence as at its start
    void session_ended(catalog::SessionLogRow row);
    void transaction_ended(std::shared_ptr<const catalog::TransactionLogRow> row);
    void connection_event(catalog::ConnectionEventRow row);
    void termination(catalog::TerminationRow row);
    void conflict(catalog::ConflictRow row);
    void load_ended(std::shared_ptr<const catalog::TransferRow> row);
    void unload_ended(std::shared_ptr<const catalog::TransferRow> row);

    // In order of start.
    std::vector<std::shared_ptr<const catalog::QueryRow>> running() const;
    std::shared_ptr<const catalog::HistorySnapshot> snapshot() const;

private:
    mutable Mutex mutex_;
    std::map<std::int64_t, std::shared_ptr<const catalog::QueryRow>> running_ GUARDED_BY(mutex_); // by sequence
    // Of the sessions that load now, by pid; the newest of each.
    std::map<std::int32_t, std::shared_ptr<const catalog::TransferRow>> loading_ GUARDED_BY(mutex_);
    Ring<catalog::QueryRow> queries_ GUARDED_BY(mutex_);
    Ring<catalog::SessionLogRow> sessions_ GUARDED_BY(mutex_);
    Ring<catalog::TransactionLogRow> transactions_ GUARDED_BY(mutex_);
    Ring<catalog::ConnectionEventRow> connections_ GUARDED_BY(mutex_);
    Ring<catalog::TerminationRow> terminations_ GUARDED_BY(mutex_);
    Ring<catalog::ConflictRow> conflicts_ GUARDED_BY(mutex_);
    Ring<catalog::TransferRow> loads_ GUARDED_BY(mutex_);
    Ring<catalog::TransferRow> unloads_ GUARDED_BY(mutex_);
};

} // namespace redstart::server
