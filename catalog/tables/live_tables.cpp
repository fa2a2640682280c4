#include "catalog/tables/table_function.hpp"

#include <algorithm>
#include <chrono>

namespace redstart::catalog {

namespace {

constexpr std::size_t kRecentDone = 100; // INF: how many finished rows STV_RECENTS keeps is undocumented

Micros now() {
    using namespace std::chrono;
    return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

template <typename Row> std::vector<const Row*> pointers(const std::vector<Row>& rows) {
    std::vector<const Row*> result;
    result.reserve(rows.size());
    for (const auto& row : rows) result.push_back(&row);
    return result;
}

const char* status_text(SessionStatus status) {
    switch (status) {
    case SessionStatus::Starting:
    case SessionStatus::Authenticating: return "starting";
    case SessionStatus::Active: return "active";
    case SessionStatus::Idle: return "idle";
    case SessionStatus::IdleInTransaction: return "idle in transaction";
    case SessionStatus::IdleInFailedTransaction: return "idle in transaction (aborted)";
    default: return "terminating";
    }
}

using SessionPtr = const SessionRow*;
constexpr auto kSessionWriters = std::to_array<Writer<SessionPtr>>({
    [](const SessionPtr& row, Cell& out) { out.integer(row->pid); },
    [](const SessionPtr& row, Cell& out) { out.integer(row->user_id); },
    [](const SessionPtr& row, Cell& out) { out.text(row->user_name); },
    [](const SessionPtr& row, Cell& out) { out.text(row->database); },
    [](const SessionPtr& row, Cell& out) { out.text(row->application_name); },
    [](const SessionPtr& row, Cell& out) { out.text(row->remote_host); },
    [](const SessionPtr& row, Cell& out) { out.text(row->remote_port); },
    [](const SessionPtr& row, Cell& out) { out.text(status_text(row->status)); },
    [](const SessionPtr& row, Cell& out) { out.time(row->start_time); },
    [](const SessionPtr& row, Cell& out) { out.time(row->transaction_start); },
    [](const SessionPtr& row, Cell& out) { out.time(row->state_change); },
    [](const SessionPtr& row, Cell& out) { out.integer(row->timeout_seconds); },
});

std::unique_ptr<RowSource> open_sessions(const ScanContext& context) {
    auto live = context.session.live();
    return make_rows(pointers(live->sessions), kSessionWriters, live);
}

using LockPtr = const LockRow*;
constexpr auto kLockWriters = std::to_array<Writer<LockPtr>>({
    [](const LockPtr& row, Cell& out) { out.integer(row->xid); },
    [](const LockPtr& row, Cell& out) { out.integer(row->pid); },
    [](const LockPtr& row, Cell& out) { out.text(row->user_name); },
    [](const LockPtr& row, Cell& out) { out.text(row->database); },
    [](const LockPtr& row, Cell& out) { out.integer(row->database_oid); },
    [](const LockPtr& row, Cell& out) { out.time(row->transaction_start); },
    [](const LockPtr& row, Cell& out) { row->relation == 0 ? out.null() : out.integer(row->relation); },
    [](const LockPtr& row, Cell& out) { out.text(row->mode); },
    [](const LockPtr& row, Cell& out) { out.boolean(row->granted); },
    [](const LockPtr& row, Cell& out) { out.time(row->since); },
});

std::unique_ptr<RowSource> open_locks(const ScanContext& context) {
    auto live = context.session.live();
    return make_rows(pointers(live->locks), kLockWriters, live);
}

using CursorPtr = const CursorRow*;
constexpr auto kCursorWriters = std::to_array<Writer<CursorPtr>>({
    [](const CursorPtr& row, Cell& out) { out.integer(row->user_id); },
    [](const CursorPtr& row, Cell& out) { out.text(row->name); },
    [](const CursorPtr& row, Cell& out) { out.integer(row->xid); },
    [](const CursorPtr& row, Cell& out) { out.integer(row->pid); },
    [](const CursorPtr& row, Cell& out) { out.time(row->start_time); },
    [](const CursorPtr& row, Cell& out) { out.integer(row->row_count); },
    [](const CursorPtr& row, Cell& out) { out.integer(row->byte_count); },
    [](const CursorPtr& row, Cell& out) { out.integer(row->fetched_rows); },
});

std::unique_ptr<RowSource> open_cursors(const ScanContext& context) {
    auto live = context.session.live();
    return make_rows(pointers(live->cursors), kCursorWriters, live);
}

// A statement, and how long it has taken so far.
struct QueryView {
    std::shared_ptr<const QueryRow> query;
    Micros duration;
};

constexpr auto kQueryWriters = std::to_array<Writer<QueryView>>({
    [](const QueryView& row, Cell& out) { out.integer(row.query->sequence); },
    [](const QueryView& row, Cell& out) { out.integer(row.query->query_id); },
    [](const QueryView& row, Cell& out) { out.integer(row.query->xid); },
    [](const QueryView& row, Cell& out) { out.integer(row.query->pid); },
    [](const QueryView& row, Cell& out) { out.integer(row.query->user_id); },
    [](const QueryView& row, Cell& out) { out.text(row.query->user_name); },
    [](const QueryView& row, Cell& out) { out.text(row.query->database); },
    [](const QueryView& row, Cell& out) { out.text(row.query->label); },
    [](const QueryView& row, Cell& out) { out.text(row.query->text); },
    [](const QueryView& row, Cell& out) { out.time(row.query->start_time); },
    [](const QueryView& row, Cell& out) { out.time(row.query->end_time); },
    [](const QueryView& row, Cell& out) { out.integer(row.duration); },
    [](const QueryView& row, Cell& out) { out.boolean(row.query->aborted); },
    [](const QueryView& row, Cell& out) { out.text(row.query->sqlstate); },
    [](const QueryView& row, Cell& out) { out.text(row.query->error_message); },
});

void add(std::vector<QueryView>& rows, const std::shared_ptr<const QueryRow>& query, Micros until) {
    rows.push_back({query, std::max<Micros>(0, until - query->start_time)});
}

std::vector<QueryView> running(const ScanContext& context) {
    std::vector<QueryView> rows;
    const auto until = now();
    for (const auto& query : context.session.live()->running) add(rows, query, until);
    return rows;
}

std::unique_ptr<RowSource> open_running(const ScanContext& context) {
    return make_rows(running(context), kQueryWriters);
}

// Running statements and the last finished ones, newest first.
std::unique_ptr<RowSource> open_recent(const ScanContext& context) {
    auto rows = running(context);
    const auto finished = context.session.history();
    const auto& queries = finished->queries;
    for (std::size_t i = 0; i < std::min(queries.size(), kRecentDone); ++i) {
        const auto& query = queries[queries.size() - 1 - i];
        add(rows, query, query->end_time);
    }
    std::stable_sort(rows.begin(), rows.end(), [](const QueryView& left, const QueryView& right) {
        return left.query->sequence > right.query->sequence;
    });
    return make_rows(std::move(rows), kQueryWriters);
}

std::unique_ptr<RowSource> open_finished(const ScanContext& context) {
    std::vector<QueryView> rows;
    for (const auto& query : context.session.history()->queries) add(rows, query, query->end_time);
    return make_rows(std::move(rows), kQueryWriters);
}

constexpr Columns kQueryColumns =
    "sequence bigint, query int, xid bigint, pid int, userid int, user_name text, db_name text, label text, text text, "
    "starttime timestamp, endtime timestamp, duration bigint, aborted boolean, sqlstate text, error text";

constexpr auto kFunctions = std::to_array<TableFunction>({
    {"rs_sessions",
     "pid int, userid int, user_name text, db_name text, application_name text, remote_host text, remote_port text, "
     "status text, starttime timestamp, xact_start timestamp, state_change timestamp, timeout_sec int",
     "", open_sessions},
    {"rs_locks",
     "xid bigint, pid int, user_name text, db_name text, database oid, xact_start timestamp, relation oid, mode text, "
     "granted boolean, since timestamp",
     "", open_locks},
    {"rs_cursors",
     "userid int, name text, xid bigint, pid int, starttime timestamp, row_count bigint, byte_count bigint, "
     "fetched_rows bigint",
     "", open_cursors},
    {"rs_running_queries", kQueryColumns, "", open_running},
    {"rs_recent_queries", kQueryColumns, "", open_recent},
    {"rs_finished_queries", kQueryColumns, "", open_finished},
});

} // namespace

std::span<const TableFunction> live_table_functions() { return kFunctions; }

} // namespace redstart::catalog
