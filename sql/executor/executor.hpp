// Executor: one client's SQL state: statements in, protocol messages out, no socket.
// Owned by the backend of one connection and used on its thread only; cancel() and terminate() may be called from any
// thread. Errors are thrown as protocol::SqlError; after one the session calls fail(), then writes the ErrorResponse.
#pragma once

#include "catalog/state/session_services.hpp"
#include "protocol/backend.hpp"
#include "protocol/frontend.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redstart::sql {

class Engine;
class LockManager;

// Where an executor writes. Implemented by the server's session; used on the backend's thread.
class ClientOutput {
public:
    virtual ~ClientOutput() = default;
    virtual protocol::WireWriter& writer() = 0;
    // Called between frames while rows stream: hands full buffers to the socket and may block on a slow client.
    // Returns false when the statement was cancelled or the session terminated while it was blocked; the caller then
    // stops producing rows and throws what Executor::check_interrupts says.
    virtual bool flush_if_full() = 0;
    virtual void notice(const protocol::SqlError& notice) = 0;
    // A reported parameter changed (ParameterStatus).
    virtual void parameter_status(std::string_view name, std::string_view value) = 0;
    // The backend is about to enter, or has left, a call into the engine that may take long: the owner token of the
    // channel is lent to whoever terminates this session meanwhile (see docs/architecture.md, Threads).
    virtual void enter_engine() = 0;
    virtual void leave_engine() = 0;
};

// Signalling other sessions; implemented by the server's backend registry, thread-safe.
enum class SignalKind : unsigned char { Cancel, Terminate };
enum class SignalOutcome : unsigned char { Sent, NoSuchSession, PermissionDenied };
enum class EngineEvent : unsigned char { Failed, FailedForGood, Reopened, NotReopened };
class BackendSignals {
public:
    virtual ~BackendSignals() = default;
    // `message` replaces the victim's default text (CANCEL pid 'message'); nullopt keeps it.
    virtual SignalOutcome signal(SignalKind kind, std::int32_t pid, std::int32_t caller_user_id, bool caller_superuser,
                                 std::optional<std::string> message) = 0;
    // The engine has failed: every running statement is to end (Executor::lose_engine).
    virtual void engine_lost() = 0;
    // For the log; `detail` says why it could not be opened again.
    virtual void engine_event(EngineEvent event, std::string_view detail) = 0;
};

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
    virtual void cursors_changed(std::vector<catalog::CursorRow> cursors) = 0; // all that are open now
    virtual void serialization_conflict(const catalog::ConflictRow& row) = 0;  // the transaction is rolled back
};

// Everything an executor shares with the rest of the process; the referents outlive it.
struct ExecutorServices {
    Engine& engine;
    LockManager& locks;
    catalog::SystemState& system_state;
    BackendSignals& signals;
};

struct SessionIdentity {
    std::int32_t pid = 0;
    std::int32_t user_id = 0;
    std::string user_name; // as it was when the user logged in
    std::string database;
    std::vector<std::pair<std::string, std::string>> startup_settings; // from the start-up packet; unknown ones ignored
};

class Executor {
public:
    // Throws FATAL 3D000 when the database does not exist.
    Executor(ExecutorServices services, SessionIdentity identity, ClientOutput& output, StatementObserver& observer);
    ~Executor(); // rolls back and releases every lock
    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;

    // The ParameterStatus set of a new connection, in Redshift's order.
    std::vector<std::pair<std::string, std::string>> reported_parameters() const;

    // Simple query: every statement's answer up to, not including, ReadyForQuery. When it returns with copying() true,
    // a CopyInResponse was written: feed copy_data until copy_done/copy_fail, which continue with the rest of the
    // query.
    void simple_query(std::string_view sql);
    bool copying() const;
    // Where the COPY stands, for the CONTEXT of errors that know none; empty when there is nothing to say.
    std::string copy_place() const;
    void copy_data(std::string_view data); // none: no more is at hand, and the client waits
    void copy_done();
    void copy_fail(std::string_view message);

    // Extended query, one call per message.
    void parse(const protocol::Parse& message);
    void bind(const protocol::Bind& message);
    void describe(const protocol::Describe& message);
    void execute(const protocol::Execute& message);
    void close(const protocol::Close& message);
    void sync(); // ends the implicit transaction

    // Called once for every error that ended a message: rolls the engine back, releases the locks, closes portals.
    // Inside a block the session is then in state 'E'.
    void fail(const protocol::SqlError& error);

    char transaction_status() const; // 'I', 'T' or 'E'

    // Asks the running statement to stop with 57014. Dropped when no statement is armed. Thread-safe.
    // Returns true when a statement was armed.
    bool cancel(std::optional<std::string> message);
    // Ends the running statement like a cancel when its statement_timeout has passed; returns true when it did.
    // Thread-safe.
    bool expire();
    // Ends the running statement because its engine has failed and is being replaced; true when there was one.
    // Thread-safe.
    bool lose_engine();
    // Makes the running or next statement end with FATAL 57P01, and stops the engine and any lock wait. Thread-safe.
    void terminate();
    // Re-issues the engine's interrupt when a cancel or terminate is pending (called by the watcher). Thread-safe.
    void nudge();

private:
    friend class MessageScope;
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace redstart::sql
