#include "sql/session/statement_record.hpp"

#include "catalog/state/clock.hpp"
#include "catalog/state/transfers.hpp"
#include "protocol/client_text.hpp"
#include "sql/engine/engine.hpp"
#include "sql/parse/shown_text.hpp"
#include "sql/session/interrupts.hpp"
#include "sql/session/session_user.hpp"
#include "sql/session/transaction.hpp"

#include <algorithm>
#include <atomic>
#include <utility>

namespace redstart::sql {
namespace {

// What logs and views remember of a statement: as much as STL_QUERYTEXT has of one on a cluster, and STL_QUERY of its
// label.
constexpr std::size_t kLongestShown = 65535;
constexpr std::size_t kLongestLabel = 320;
constexpr std::size_t kLongestMessage = 4096; // of its error, which may quote a value

// Orders the statements of all sessions by their start.
std::int64_t next_statement_sequence() {
    static std::atomic<std::int64_t> sequence{0};
    return ++sequence;
}

} // namespace

StatementRecord::StatementRecord(Engine& engine, Interrupts& interrupts, const Transaction& transaction,
                                 const SessionUser& user, Place place, StatementObserver& observer)
    : engine_(engine), interrupts_(interrupts), transaction_(transaction), user_(user), place_(std::move(place)),
      observer_(observer) {}

void StatementRecord::start(std::string shown_text, std::string label) {
    started_at_ = now_micros();
    auto row = std::make_shared<catalog::QueryRow>();
    row->sequence = next_statement_sequence();
    row->xid = transaction_.xid();
    row->pid = place_.pid;
    row->user_id = user_.id();
    row->user_name = user_.name();
    row->database = place_.database;
    row->label = protocol::cut_text(std::move(label), kLongestLabel);
    if (row->label == "unset" || row->label.empty()) row->label = "default";
    row->text = protocol::cut_text(std::move(shown_text), kLongestShown);
    row->start_time = started_at_;
    running_ = row;
    observer_.statement_started(std::move(row));
}

void StatementRecord::mark_compute() {
    if (!running_ || running_->query_id != 0) return;
    auto row = std::make_shared<catalog::QueryRow>(*running_); // the published one may be read at any time
    row->query_id = last_query_id_ = engine_.next_query_id();
    row->xid = transaction_.xid();
    interrupts_.set_query_id(row->query_id);
    running_ = row;
    observer_.statement_started(std::move(row));
}

void StatementRecord::finish(const protocol::SqlError* error) {
    if (!running_) return;
    auto row = std::make_shared<catalog::QueryRow>(*running_);
    running_.reset();
    row->end_time = now_micros();
    if (error != nullptr) {
        row->aborted = true;
        row->sqlstate = error->sqlstate();
        row->error_message = protocol::cut_text(error->message(), kLongestMessage);
        if (row->text.find(kMask) != std::string::npos) // it may quote what is masked
            row->error_message.resize(std::min(row->error_message.find(" at or near "), row->error_message.size()));
    }
    observer_.statement_finished(std::move(row));
}

std::shared_ptr<const catalog::TransferRow> StatementRecord::transferred(catalog::TransferRow row,
                                                                         catalog::LastTransfer& last) {
    if (running_) row.query_id = running_->query_id;
    row.xid = transaction_.xid();
    row.pid = place_.pid;
    row.user_id = user_.id();
    row.database = place_.database;
    row.start_time = started_at_;
    row.end_time = now_micros();
    if (row.status == "completed") last = {row.query_id, row.rows};
    return std::make_shared<const catalog::TransferRow>(std::move(row));
}

void StatementRecord::load_ended(catalog::TransferRow row) {
    observer_.load_ended(transferred(std::move(row), last_load_));
}

void StatementRecord::unload_ended(catalog::TransferRow row) {
    observer_.unload_ended(transferred(std::move(row), last_unload_));
}

} // namespace redstart::sql
