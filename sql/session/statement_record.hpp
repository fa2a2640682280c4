// StatementRecord: what views, history and log show of the statement that a session runs, and what the session itself
// may ask of its last ones.
// Owned by the session's context; used on the backend's thread, and read on the engine's workers while a statement
// runs, when nothing here changes. Published rows are never changed again.
#pragma once

#include "catalog/state/session_services.hpp"
#include "protocol/error.hpp"
#include "sql/session/statement_observer.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace redstart::sql {

class Engine;
class Interrupts;
class SessionUser;
class Transaction;

class StatementRecord {
public:
    struct Place {
        std::int32_t pid = 0;
        std::string database;
    };
    StatementRecord(Engine& engine, Interrupts& interrupts, const Transaction& transaction, const SessionUser& user,
                    Place place, StatementObserver& observer);

    // `shown_text`: as it may be shown (secrets masked). `label`: query_group.
    void start(std::string shown_text, std::string label);
    // It reached the compute side: gives it the next query id.
    void mark_compute();
    // `error` is nullptr when it succeeded. Harmless when no statement runs.
    void finish(const protocol::SqlError* error);
    // A COPY from object storage (that may run on) or an UNLOAD: completes the row, publishes it, and remembers it as
    // the session's last one when it has succeeded.
    void load_ended(catalog::TransferRow row);
    void unload_ended(catalog::TransferRow row);

    catalog::Micros started_at() const noexcept { return started_at_; }
    std::int32_t last_query_id() const noexcept { return last_query_id_; } // -1: none
    catalog::LastTransfer last_load() const noexcept { return last_load_; }
    catalog::LastTransfer last_unload() const noexcept { return last_unload_; }

private:
    std::shared_ptr<const catalog::TransferRow> transferred(catalog::TransferRow row, catalog::LastTransfer& last);

    Engine& engine_;
    Interrupts& interrupts_;
    const Transaction& transaction_;
    const SessionUser& user_;
    const Place place_;
    StatementObserver& observer_;
    std::shared_ptr<catalog::QueryRow> running_;
    catalog::Micros started_at_ = 0;
    std::int32_t last_query_id_ = -1;
    catalog::LastTransfer last_load_;
    catalog::LastTransfer last_unload_;
};

} // namespace redstart::sql
