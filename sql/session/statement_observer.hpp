// StatementObserver: who is told what a session does. Implemented by the server; thread-safe.
#pragma once

#include "catalog/state/system_state.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace redstart::sql {

// Told what a session does, for the live views, the history and the log, and asked to call back when the time of its
// statement is up; implemented by the server, thread-safe.
class StatementObserver {
public:
    virtual ~StatementObserver() = default;
    virtual void statement_started(std::shared_ptr<const catalog::QueryRow> row) = 0;
    virtual void statement_finished(std::shared_ptr<const catalog::QueryRow> row) = 0;    // end_time and outcome set
    virtual void transaction_changed(char status, catalog::Micros transaction_start) = 0; // 'I', 'T' or 'E'
    virtual void transaction_ended(std::shared_ptr<const catalog::TransactionLogRow> row) = 0;
    virtual void application_name_changed(std::string_view name) = 0;
    // Executor::expire() is wanted at `due`; nullopt: no longer. A call that comes late, or all the same, does no harm.
    virtual void statement_deadline(std::optional<std::chrono::steady_clock::time_point> due) = 0;
    virtual void cursors_changed(std::vector<catalog::CursorRow> cursors) = 0;      // all that are open now
    virtual void serialization_conflict(const catalog::ConflictRow& row) = 0;       // the transaction is rolled back
    virtual void load_ended(std::shared_ptr<const catalog::TransferRow> row) = 0;   // COPY of objects, or it runs
    virtual void unload_ended(std::shared_ptr<const catalog::TransferRow> row) = 0; // UNLOAD
};

} // namespace redstart::sql
