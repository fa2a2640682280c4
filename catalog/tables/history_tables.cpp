#include "catalog/tables/table_function.hpp"

namespace redstart::catalog {

namespace {

template <typename Row> std::vector<const Row*> pointers(const std::vector<Row>& rows) {
    std::vector<const Row*> result;
    result.reserve(rows.size());
    for (const auto& row : rows) result.push_back(&row);
    return result;
}

using SessionPtr = const SessionLogRow*;
constexpr auto kSessionWriters = std::to_array<Writer<SessionPtr>>({
    [](const SessionPtr& row, Cell& out) { out.integer(row->user_id); },
    [](const SessionPtr& row, Cell& out) { out.time(row->start_time); },
    [](const SessionPtr& row, Cell& out) { out.time(row->end_time); },
    [](const SessionPtr& row, Cell& out) { out.integer(row->pid); },
    [](const SessionPtr& row, Cell& out) { out.text(row->user_name); },
    [](const SessionPtr& row, Cell& out) { out.text(row->database); },
    [](const SessionPtr& row, Cell& out) { out.integer(row->timeout_seconds); },
    [](const SessionPtr& row, Cell& out) { out.integer(row->timed_out); },
});

std::unique_ptr<RowSource> open_sessions(const ScanContext& context) {
    auto history = context.session.history();
    return make_rows(pointers(history->sessions), kSessionWriters, history);
}

using TransactionPtr = std::shared_ptr<const TransactionLogRow>;
constexpr auto kTransactionWriters = std::to_array<Writer<TransactionPtr>>({
    [](const TransactionPtr& row, Cell& out) { out.integer(row->xid); },
    [](const TransactionPtr& row, Cell& out) { out.integer(row->user_id); },
    [](const TransactionPtr& row, Cell& out) { out.text(row->database); },
    [](const TransactionPtr& row, Cell& out) { out.time(row->start_time); },
    [](const TransactionPtr& row, Cell& out) { out.time(row->commit_time); },
    [](const TransactionPtr& row, Cell& out) { out.time(row->end_time); },
});

std::unique_ptr<RowSource> open_transactions(const ScanContext& context) {
    return make_rows(context.session.history()->transactions, kTransactionWriters);
}

using EventPtr = const ConnectionEventRow*;
constexpr auto kEventWriters = std::to_array<Writer<EventPtr>>({
    [](const EventPtr& row, Cell& out) { out.text(row->event); },
    [](const EventPtr& row, Cell& out) { out.time(row->record_time); },
    [](const EventPtr& row, Cell& out) { out.text(row->remote_host); },
    [](const EventPtr& row, Cell& out) { out.text(row->remote_port); },
    [](const EventPtr& row, Cell& out) { out.integer(row->pid); },
    [](const EventPtr& row, Cell& out) { out.text(row->database); },
    [](const EventPtr& row, Cell& out) { out.text(row->user_name); },
    [](const EventPtr& row, Cell& out) { out.text(row->auth_method); },
    [](const EventPtr& row, Cell& out) { out.integer(row->duration); },
    [](const EventPtr& row, Cell& out) { out.text(row->ssl_version); },
    [](const EventPtr& row, Cell& out) { out.text(row->ssl_cipher); },
    [](const EventPtr& row, Cell& out) { out.text(row->application_name); },
    [](const EventPtr& row, Cell& out) { out.text(row->driver_version); },
    [](const EventPtr& row, Cell& out) { out.text(row->os_version); },
    [](const EventPtr& row, Cell& out) { out.text(row->session_id); },
});

std::unique_ptr<RowSource> open_connections(const ScanContext& context) {
    auto history = context.session.history();
    return make_rows(pointers(history->connections), kEventWriters, history);
}

using TerminationPtr = const TerminationRow*;
constexpr auto kTerminationWriters = std::to_array<Writer<TerminationPtr>>({
    [](const TerminationPtr& row, Cell& out) { out.integer(row->pid); },
    [](const TerminationPtr& row, Cell& out) { out.time(row->event_time); },
    [](const TerminationPtr& row, Cell& out) { out.integer(row->user_id); },
    [](const TerminationPtr& row, Cell& out) { out.text(row->type); },
});

std::unique_ptr<RowSource> open_terminations(const ScanContext& context) {
    auto history = context.session.history();
    return make_rows(pointers(history->terminations), kTerminationWriters, history);
}

using ConflictPtr = const ConflictRow*;
constexpr auto kConflictWriters = std::to_array<Writer<ConflictPtr>>({
    [](const ConflictPtr& row, Cell& out) { out.integer(row->xid); },
    [](const ConflictPtr& row, Cell& out) { out.integer(row->pid); },
    [](const ConflictPtr& row, Cell& out) { out.time(row->transaction_start); },
    [](const ConflictPtr& row, Cell& out) { out.time(row->abort_time); },
    [](const ConflictPtr& row, Cell& out) { out.integer(row->table); },
});

std::unique_ptr<RowSource> open_conflicts(const ScanContext& context) {
    auto history = context.session.history();
    return make_rows(pointers(history->conflicts), kConflictWriters, history);
}

// One 200-byte piece of a statement's text, newlines written as the two characters \n (STL_QUERYTEXT).
struct TextPiece {
    std::shared_ptr<const QueryRow> query;
    std::int32_t sequence;
    std::string text;
};

constexpr std::size_t kPieceLength = 200;

void add_pieces(std::vector<TextPiece>& pieces, const std::shared_ptr<const QueryRow>& query) {
    std::string text;
    for (const char c : query->text) c == '\n' ? text += "\\n" : text += c;
    std::int32_t sequence = 0;
    for (std::size_t at = 0; at < text.size() || sequence == 0;) {
        auto length = std::min(kPieceLength, text.size() - at);
        // Never cut inside a UTF-8 character: step back over its continuation bytes.
        while (at + length < text.size() && length > 1 && (text[at + length] & 0xC0) == 0x80) --length;
        pieces.push_back({query, sequence++, text.substr(at, length)});
        at += length;
    }
}

constexpr auto kPieceWriters = std::to_array<Writer<TextPiece>>({
    [](const TextPiece& row, Cell& out) { out.integer(row.query->user_id); },
    [](const TextPiece& row, Cell& out) { out.integer(row.query->xid); },
    [](const TextPiece& row, Cell& out) { out.integer(row.query->pid); },
    [](const TextPiece& row, Cell& out) { out.integer(row.query->query_id); },
    [](const TextPiece& row, Cell& out) { out.integer(row.sequence); },
    [](const TextPiece& row, Cell& out) { out.text(row.text); },
});

std::unique_ptr<RowSource> open_query_text(const ScanContext& context) {
    std::vector<TextPiece> pieces;
    for (const auto& query : context.session.history()->queries)
        if (query->query_id != 0) add_pieces(pieces, query);
    return make_rows(std::move(pieces), kPieceWriters);
}

std::unique_ptr<RowSource> open_running_text(const ScanContext& context) {
    std::vector<TextPiece> pieces;
    for (const auto& query : context.session.live()->running)
        if (query->query_id != 0) add_pieces(pieces, query);
    return make_rows(std::move(pieces), kPieceWriters);
}

constexpr Columns kPieceColumns = "userid int, xid bigint, pid int, query int, sequence int, text text";

constexpr auto kFunctions = std::to_array<TableFunction>({
    {"rs_session_log",
     "userid int, starttime timestamp, endtime timestamp, pid int, user_name text, db_name text, timeout_sec int, "
     "timed_out int",
     "", open_sessions},
    {"rs_transaction_log",
     "xid bigint, userid int, db_name text, starttime timestamp, committime timestamp, endtime timestamp", "",
     open_transactions},
    {"rs_connection_log",
     "event text, recordtime timestamp, remotehost text, remoteport text, pid int, dbname text, username text, "
     "authmethod text, duration bigint, sslversion text, sslcipher text, application_name text, driver_version text, "
     "os_version text, sessionid text",
     "", open_connections},
    {"rs_terminations", "pid int, eventtime timestamp, userid int, type text", "", open_terminations},
    {"rs_conflicts", "xid bigint, pid int, xact_start timestamp, abort_time timestamp, table_id oid", "",
     open_conflicts},
    {"rs_query_text", kPieceColumns, "", open_query_text},
    {"rs_running_text", kPieceColumns, "", open_running_text},
});

} // namespace

std::span<const TableFunction> history_table_functions() { return kFunctions; }

} // namespace redstart::catalog
