// SessionContext: what one session's statements share: who it is, its engine connection, transaction, settings and
// interrupts, and the record of the running statement.
// Owned by the Executor. Used on the backend's thread; interrupts() from any thread.
#pragma once

#include "sql/dialect/rewrite.hpp"
#include "sql/engine/engine.hpp"
#include "sql/session/client_output.hpp"
#include "sql/session/engine_connection.hpp"
#include "sql/session/function_services.hpp"
#include "sql/session/interrupts.hpp"
#include "sql/session/session_definitions.hpp"
#include "sql/session/session_parts.hpp"
#include "sql/session/session_user.hpp"
#include "sql/session/statement_observer.hpp"
#include "sql/session/statement_passes.hpp"
#include "sql/session/statement_record.hpp"
#include "sql/session/transaction.hpp"
#include "sql/settings/settings.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace redstart::sql {

class SessionContext {
public:
    SessionContext(ExecutorServices services, const SessionIdentity& identity, ClientOutput& output,
                   StatementObserver& observer, LateColumns* late_columns);
    ~SessionContext();
    SessionContext(const SessionContext&) = delete;
    SessionContext& operator=(const SessionContext&) = delete;

    std::int32_t pid() const noexcept { return pid_; }
    const std::string& database() const noexcept { return database_; }
    SessionUser& user() noexcept { return user_; }
    const SessionUser& user() const noexcept { return user_; }
    Engine& engine() noexcept { return services_.engine; }
    ClientOutput& output() noexcept { return output_; }
    BackendSignals& signals() noexcept { return services_.signals; }
    // Where the objects of COPY and UNLOAD are; nullptr: nowhere.
    const Storage* storage() const noexcept { return services_.storage; }
    Interrupts& interrupts() noexcept { return interrupts_; }
    Transaction& transaction() noexcept { return transaction_; }
    Settings& settings() noexcept { return settings_; }
    StatementRecord& record() noexcept { return record_; }
    EngineConnection& engine_connection() noexcept { return connection_; }
    // The connection, free for a call (EngineConnection::use()).
    duckdb::Connection& connection() { return connection_.use(); }
    // Users, groups, roles and databases as the session's transaction sees them.
    catalog::Directories directories() const noexcept { return transaction_.store().directories(); }
    StatementPasses& passes() noexcept { return passes_; }
    // As the engine's functions and views see it.
    catalog::SessionServices& functions() noexcept { return functions_; }
    NameScope names() const { return functions_.names(); }
    DialectOptions dialect() const { return {settings_.case_sensitive_identifiers(), settings_.cluster_rules()}; }

    // The engine has failed: gives up the connection, and with it the transaction and its locks. On any thread.
    void drop_connection() noexcept;

    // The time the next statement may take begins now (statement_timeout), unless one is being timed already; and it
    // no longer matters.
    void start_timeout();
    void stop_timeout();

    // Before every statement: the session belongs to a user's id, so it follows a new name and rights that were given
    // or taken since. False when the user has been dropped. Throws what connection() does.
    bool follow_user();

    // A statement begins, and ends: in the record, and for what functions were told of it. `shown_text` as
    // StatementRecord::start(), `error` as its finish().
    void start_statement(std::string shown_text);
    void finish_statement(const protocol::SqlError* error);
    // Tells the observer what the transaction's state is now.
    void report_transaction();
    void report_cursors(std::vector<catalog::CursorRow> cursors) { observer_.cursors_changed(std::move(cursors)); }
    // The statement has changed the store (Transaction::store()), where names and rights are looked up.
    void note_store_change();
    // The statement changes the catalog: other plans must look again now and when the transaction ends.
    void note_ddl();
    // A statement is done: if it changed the catalog, what it has made there is counted. Throws 53200.
    void measure_definitions();
    void application_name_changed();
    // The transaction cannot be serialized with others: notes it for STL_TR_CONFLICT and returns the error. `cycle`
    // names the transactions, this one first; empty where the engine does not tell the other.
    protocol::SqlError conflict(RelationId table, std::vector<Xid> cycle);
    // Called after every commit and rollback of a transaction.
    void transaction_ended(bool committed);

private:
    void report(const ReportedChanges& changes);
    void report_ended_transaction();
    // Takes over what set_config() has changed, or forgets it.
    void settle_set_config(bool succeeded);

    ExecutorServices services_;
    const std::int32_t pid_;
    const std::string database_;
    ClientOutput& output_;
    StatementObserver& observer_;
    const DatabaseSessions::Stay stay_;
    SessionUser user_;
    Settings settings_;
    Interrupts interrupts_;
    Transaction transaction_;
    StatementRecord record_;
    FunctionServices functions_;
    SessionDefinitions definitions_;
    EngineConnection connection_;
    StatementPasses passes_;
    bool timed_ = false; // a deadline was asked for
    bool store_changed_ = false;
    bool catalog_changed_ = false;
    bool unmeasured_ = false; // what the statement has changed in the catalog
};

} // namespace redstart::sql
