#include "server/session/history.hpp"

#include <utility>

namespace redstart::server {
namespace {

// Bytes of statements' texts that are remembered: some programs write statements of 64 kB, one after the other.
constexpr std::size_t kMostTexts = std::size_t{32} << 20;

template <typename Row> std::vector<Row> values_of(const std::vector<std::shared_ptr<const Row>>& entries) {
    std::vector<Row> rows;
    rows.reserve(entries.size());
    for (const auto& entry : entries) rows.push_back(*entry);
    return rows;
}

// As much as one entry of its lists takes, and what its texts are.
std::size_t weight_of(const catalog::TransferRow& row) {
    std::size_t bytes = 0;
    for (const auto& file : row.files) bytes += sizeof file + file.name.size();
    for (const auto& row_replaced : row.replacements)
        bytes += sizeof row_replaced + row_replaced.file.size() + row_replaced.raw_line.size();
    for (const auto& failure : row.failures) {
        bytes += sizeof failure + failure.file.size() + 2 * failure.raw_line.size() + failure.raw_value.size();
        for (const auto& value : failure.values) bytes += sizeof value + (value ? value->size() : 0);
    }
    return bytes;
}

} // namespace

History::History(std::size_t limit)
    : queries_(limit, kMostTexts), sessions_(limit), transactions_(limit), connections_(2 * limit),
      terminations_(limit), conflicts_(limit), loads_(limit, kMostTexts), unloads_(limit, kMostTexts) {}

void History::statement_started(std::shared_ptr<const catalog::QueryRow> row) {
    const MutexLock lock(mutex_);
    running_.insert_or_assign(row->sequence, std::move(row));
}

void History::statement_finished(std::shared_ptr<const catalog::QueryRow> row) {
    const MutexLock lock(mutex_);
    running_.erase(row->sequence);
    const auto bytes = row->text.size() + row->error_message.size();
    queries_.add(std::move(row), bytes);
}

void History::session_ended(catalog::SessionLogRow row) {
    auto entry = std::make_shared<const catalog::SessionLogRow>(std::move(row));
    const MutexLock lock(mutex_);
    sessions_.add(std::move(entry));
}

void History::transaction_ended(std::shared_ptr<const catalog::TransactionLogRow> row) {
    const MutexLock lock(mutex_);
    transactions_.add(std::move(row));
}

void History::connection_event(catalog::ConnectionEventRow row) {
    auto entry = std::make_shared<const catalog::ConnectionEventRow>(std::move(row));
    const MutexLock lock(mutex_);
    connections_.add(std::move(entry));
}

void History::termination(catalog::TerminationRow row) {
    auto entry = std::make_shared<const catalog::TerminationRow>(std::move(row));
    const MutexLock lock(mutex_);
    terminations_.add(std::move(entry));
}

void History::load_ended(std::shared_ptr<const catalog::TransferRow> row) {
    const auto weight = weight_of(*row);
    const MutexLock lock(mutex_);
    if (row->status == "running") {
        loading_.insert_or_assign(row->pid, std::move(row));
        return;
    }
    loading_.erase(row->pid);
    loads_.add(std::move(row), weight);
}

void History::unload_ended(std::shared_ptr<const catalog::TransferRow> row) {
    const auto weight = weight_of(*row);
    const MutexLock lock(mutex_);
    unloads_.add(std::move(row), weight);
}

void History::conflict(catalog::ConflictRow row) {
    auto entry = std::make_shared<const catalog::ConflictRow>(row);
    const MutexLock lock(mutex_);
    conflicts_.add(std::move(entry));
}

std::vector<std::shared_ptr<const catalog::QueryRow>> History::running() const {
    std::vector<std::shared_ptr<const catalog::QueryRow>> rows;
    const MutexLock lock(mutex_);
    rows.reserve(running_.size());
    for (const auto& [sequence, row] : running_) rows.push_back(row);
    return rows;
}

std::shared_ptr<const catalog::HistorySnapshot> History::snapshot() const {
    auto result = std::make_shared<catalog::HistorySnapshot>();
    std::vector<std::shared_ptr<const catalog::SessionLogRow>> sessions;
    std::vector<std::shared_ptr<const catalog::ConnectionEventRow>> connections;
    std::vector<std::shared_ptr<const catalog::TerminationRow>> terminations;
    std::vector<std::shared_ptr<const catalog::ConflictRow>> conflicts;
    {
        const MutexLock lock(mutex_);
        result->queries = queries_.entries();
        result->transactions = transactions_.entries();
        sessions = sessions_.entries();
        connections = connections_.entries();
        terminations = terminations_.entries();
        conflicts = conflicts_.entries();
        result->loads = loads_.entries();
        for (const auto& [pid, row] : loading_) result->loads.push_back(row);
        result->unloads = unloads_.entries();
    }
    result->sessions = values_of(sessions); // outside of the mutex: strings are copied
    result->connections = values_of(connections);
    result->terminations = values_of(terminations);
    result->conflicts = values_of(conflicts);
    return result;
}

} // namespace redstart::server
