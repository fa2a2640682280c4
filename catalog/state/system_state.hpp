// SystemState: the one abstract class through which system views read live sessions, locks and history.
// Implemented by the server. The row structs are plain values; snapshots are immutable and shared, so any thread may
// read them without a lock. All times are microseconds since the Unix epoch, UTC; 0 stands for "not yet".
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace redstart::catalog {

using Micros = std::int64_t;

enum class SessionStatus : unsigned char {
    Starting,
    Authenticating,
    Idle,
    Active,
    IdleInTransaction,
    IdleInFailedTransaction,
    Terminating
};

struct SessionRow {
    std::int32_t pid = 0;
    std::int32_t user_id = 0;
    std::string user_name;
    std::string database;
    std::string application_name;
    std::string remote_host;
    std::string remote_port;
    SessionStatus status = SessionStatus::Starting;
    Micros start_time = 0;
    Micros transaction_start = 0; // 0 outside a transaction
    Micros state_change = 0;
    std::int32_t timeout_seconds = 0;
};

// One statement: running while end_time is 0. `query_id` is 0 for a statement that never reached the compute side
// (leader-only); those appear in STV_RECENTS but not in STV_INFLIGHT or STL_QUERY.
struct QueryRow {
    std::int64_t sequence = 0; // order of start, unique in the process
    std::int32_t query_id = 0;
    std::int64_t xid = 0;
    std::int32_t pid = 0;
    std::int32_t user_id = 0;
    std::string user_name;
    std::string database;
    std::string label; // query_group, "default" when unset
    std::string text;
    Micros start_time = 0;
    Micros end_time = 0;
    bool aborted = false; // cancelled or failed
    std::string sqlstate; // of the error that ended it
    std::string error_message;
};

// One lock held or wanted by a transaction. relation 0 is the transaction's own ExclusiveLock on its transactionid.
struct LockRow {
    std::int64_t xid = 0;
    std::int32_t pid = 0;
    std::string user_name;
    std::string database;
    std::uint32_t database_oid = 0;
    Micros transaction_start = 0;
    std::uint32_t relation = 0;
    const char* mode = ""; // PostgreSQL's name, for example "AccessShareLock"
    bool granted = false;
    Micros since = 0; // when it was granted, or when the wait began
};

// An open cursor.
struct CursorRow {
    std::int32_t user_id = 0;
    std::string name;
    std::int64_t xid = 0;
    std::int32_t pid = 0;
    Micros start_time = 0;
    std::int64_t row_count = 0; // rows and bytes of its result, as far as they were computed
    std::int64_t byte_count = 0;
    std::int64_t fetched_rows = 0;
};

struct SessionLogRow {
    std::int32_t user_id = 0;
    Micros start_time = 0;
    Micros end_time = 0;
    std::int32_t pid = 0;
    std::string user_name;
    std::string database;
    std::int32_t timeout_seconds = 0;
    std::int32_t timed_out = 0; // STL_SESSIONS: 0 unknown, 1 timed out, 2 closed by the client, 3 backend error
};

// A transaction that had locks or a snapshot, after its end.
struct TransactionLogRow {
    std::int64_t xid = 0;
    std::int32_t user_id = 0;
    std::string database;
    Micros start_time = 0;
    Micros commit_time = 0; // when its commit began; 0 when it was rolled back
    Micros end_time = 0;
};

struct ConnectionEventRow {
    std::string event; // "initiating session", "authenticated", "authentication failure", "disconnecting session", ...
    Micros record_time = 0;
    std::string remote_host;
    std::string remote_port;
    std::int32_t pid = 0;
    std::string database;
    std::string user_name;
    std::string auth_method;
    std::int64_t duration = 0; // microseconds
    std::string ssl_version;
    std::string ssl_cipher;
    std::string application_name;
    std::string driver_version;
    std::string os_version;
    std::string session_id; // uuid
};

struct TerminationRow {
    std::int32_t pid = 0; // the victim
    Micros event_time = 0;
    std::int32_t user_id = 0; // the caller
    const char* type = "";    // "CANCEL" or "TERMINATE"
};

// A transaction that ended because it could not be serialized with others (STL_TR_CONFLICT).
struct ConflictRow {
    std::int64_t xid = 0;
    std::int32_t pid = 0;
    Micros transaction_start = 0;
    Micros abort_time = 0;
    std::uint32_t table = 0; // its oid
};

// A finished COPY from or UNLOAD to object storage (catalog/state/transfers.hpp).
struct TransferRow;

// What is alive now, taken at one instant, so that a self-join agrees with itself.
struct LiveSnapshot {
    std::vector<SessionRow> sessions;
    std::vector<LockRow> locks;
    std::vector<std::shared_ptr<const QueryRow>> running;
    std::vector<CursorRow> cursors;
};

// What has happened, newest last, bounded.
struct HistorySnapshot {
    std::vector<std::shared_ptr<const QueryRow>> queries; // finished ones only
    std::vector<SessionLogRow> sessions;
    std::vector<std::shared_ptr<const TransactionLogRow>> transactions;
    std::vector<ConnectionEventRow> connections;
    std::vector<TerminationRow> terminations;
    std::vector<ConflictRow> conflicts;
    std::vector<std::shared_ptr<const TransferRow>> loads;
    std::vector<std::shared_ptr<const TransferRow>> unloads;
};

class SystemState {
public:
    virtual ~SystemState() = default;
    virtual std::shared_ptr<const LiveSnapshot> live() const = 0;       // thread-safe
    virtual std::shared_ptr<const HistorySnapshot> history() const = 0; // thread-safe
};

} // namespace redstart::catalog
