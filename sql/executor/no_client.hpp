// NoClient: what an executor tells of when nobody listens: what it writes is kept until the caller clears it, and all
// else is dropped. Used by the executor's owner, on its thread.
#pragma once

#include "sql/session/client_output.hpp"
#include "sql/session/statement_observer.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace redstart::sql {

class NoClient : public ClientOutput, public StatementObserver {
public:
    protocol::WireWriter& writer() override { return writer_; }
    bool flush_if_full() override { return true; }
    void notice(const protocol::SqlError&) override {}
    void parameter_status(std::string_view, std::string_view) override {}
    void enter_engine() override {}
    void leave_engine() override {}
    void statement_started(std::shared_ptr<const catalog::QueryRow>) override {}
    void statement_finished(std::shared_ptr<const catalog::QueryRow>) override {}
    void transaction_changed(char, catalog::Micros) override {}
    void transaction_ended(std::shared_ptr<const catalog::TransactionLogRow>) override {}
    void application_name_changed(std::string_view) override {}
    void statement_deadline(std::optional<std::chrono::steady_clock::time_point>) override {}
    void cursors_changed(std::vector<catalog::CursorRow>) override {}
    void serialization_conflict(const catalog::ConflictRow&) override {}
    void load_ended(std::shared_ptr<const catalog::TransferRow>) override {}
    void unload_ended(std::shared_ptr<const catalog::TransferRow>) override {}

private:
    protocol::WireWriter writer_;
};

} // namespace redstart::sql
