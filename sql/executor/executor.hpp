// Executor: one client's SQL state: statements in, protocol messages out, no socket.
// Owned by the backend of one connection and used on its thread only, but for cancel() and what follows it.
// Errors are thrown as protocol::SqlError; after one the session calls fail(), then writes the ErrorResponse.
#pragma once

#include "protocol/error.hpp"
#include "protocol/frontend.hpp"
#include "sql/session/client_output.hpp"
#include "sql/session/session_parts.hpp"
#include "sql/session/session_signals.hpp"
#include "sql/session/statement_observer.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redstart::sql {

class Executor {
public:
    virtual ~Executor() = default; // rolls back and releases every lock

    // The ParameterStatus set of a new connection, in Redshift's order.
    virtual std::vector<std::pair<std::string, std::string>> reported_parameters() const = 0;

    // Simple query: every statement's answer up to, not including, ReadyForQuery. When it returns with copying() true,
    // a CopyInResponse was written: feed copy_data until copy_done/copy_fail, which continue with the rest of the
    // query.
    virtual void simple_query(std::string_view sql) = 0;
    virtual bool copying() const = 0;
    // Where the COPY stands, for the CONTEXT of errors that know none; empty when there is nothing to say.
    virtual std::string copy_place() const = 0;
    virtual void copy_data(std::string_view data) = 0; // none: no more is at hand, and the client waits
    virtual void copy_done() = 0;
    virtual void copy_fail(std::string_view message) = 0;

    // Extended query, one call per message.
    virtual void parse(const protocol::Parse& message) = 0;
    virtual void bind(const protocol::Bind& message) = 0;
    virtual void describe(const protocol::Describe& message) = 0;
    virtual void execute(const protocol::Execute& message) = 0;
    virtual void close(const protocol::Close& message) = 0;
    virtual void sync() = 0; // ends the implicit transaction

    // Called once for every error that ended a message: rolls the engine back, releases the locks, closes portals.
    // Inside a block the session is then in state 'E'.
    virtual void fail(const protocol::SqlError& error) = 0;
    // The files of the databases that the statement at hand may read: what a damaged one is told by.
    virtual std::string files_in_use() const = 0;

    virtual char transaction_status() const = 0; // 'I', 'T' or 'E'

    // Asks the running statement to stop with 57014. Dropped when no statement is armed. Thread-safe.
    // Returns true when a statement was armed.
    virtual bool cancel(std::optional<std::string> message) = 0;
    // Ends the running statement like a cancel when its statement_timeout has passed; returns true when it did.
    // Thread-safe.
    virtual bool expire() = 0;
    // Ends the running statement because its engine has failed and is being replaced; true when there was one.
    // Thread-safe.
    virtual bool lose_engine() = 0;
    // Makes the running or next statement end with FATAL 57P01 when it looks, and wakes nobody: so that of several
    // sessions that end together none goes on with what another one releases. Thread-safe.
    virtual void announce_termination() = 0;
    // Makes the running or next statement end with FATAL 57P01, and stops the engine and any lock wait. Thread-safe.
    virtual void terminate() = 0;
    // Re-issues the engine's interrupt when a cancel or terminate is pending (called by the watcher). True when it has
    // just ended a statement because memory is short. Thread-safe.
    virtual bool nudge() = 0;
};

// Makes an executor of a session. Throws FATAL 3D000 when the database does not exist. Tests put in their own.
using ExecutorFactory = std::unique_ptr<Executor>(ExecutorServices services, SessionIdentity identity,
                                                  ClientOutput& output, StatementObserver& observer);

} // namespace redstart::sql
