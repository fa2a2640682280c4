// SessionContext: what one session's statements share: who it is, its engine connection, transaction, settings and
// interrupts, and the record of the running statement. Also what the engine's functions ask (SessionServices).
// Owned by the Executor. Used on the backend's thread; the const methods of SessionServices also on engine workers
// while a statement runs, when nothing here changes; interrupts() from any thread.
#pragma once

#include "catalog/state/session_services.hpp"
#include "sql/dialect/rewrite.hpp"
#include "sql/engine/engine.hpp"
#include "sql/engine/planning_guard.hpp"
#include "sql/rule/stream_memory.hpp"
#include "sql/session/client_output.hpp"
#include "sql/session/interrupts.hpp"
#include "sql/session/session_parts.hpp"
#include "sql/session/spool_budget.hpp"
#include "sql/session/statement_observer.hpp"
#include "sql/session/statement_passes.hpp"
#include "sql/session/transaction.hpp"
#include "sql/settings/settings.hpp"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace redstart::sql {

// Whoever has a query open on the session's connection. The engine would end it at the next call.
class ConnectionUser {
public:
    virtual ~ConnectionUser() = default;
    // The connection is needed for something else: take what is still wanted. Throws what ended the query.
    virtual void leave_connection() = 0;
};

// Binds the query of a view without schema binding as the session sees its names now (SessionServices::late_columns);
// what binds lies above this room.
using LateColumns = std::vector<catalog::ViewColumn>(duckdb::ClientContext& engine, const NameScope& scope,
                                                     const std::string& schema, const std::string& view);

class SessionContext final : public catalog::SessionServices {
public:
    SessionContext(ExecutorServices services, SessionIdentity identity, ClientOutput& output,
                   StatementObserver& observer, LateColumns* late_columns);
    ~SessionContext() override;
    SessionContext(const SessionContext&) = delete;
    SessionContext& operator=(const SessionContext&) = delete;

    Engine& engine() noexcept { return services_.engine; }
    ClientOutput& output() noexcept { return output_; }
    BackendSignals& signals() noexcept { return services_.signals; }
    // Where the objects of COPY and UNLOAD are; nullptr: nowhere.
    const Storage* storage() const noexcept { return services_.storage; }
    Interrupts& interrupts() noexcept { return interrupts_; }
    Transaction& transaction() noexcept { return transaction_; }
    Settings& settings() noexcept { return settings_; }
    // Who logged in; SET SESSION AUTHORIZATION does not change it.
    std::int32_t login_user_id() const noexcept { return login_id_; }

    // The session's connection to the engine, made at first use and free for a call: a result that streams from it is
    // spooled first. Throws what spooling throws.
    duckdb::Connection& connection();
    // As it is, to end something or to read on; nullptr while there was none.
    duckdb::Connection* connection_if_open() noexcept { return connection_.get(); }
    // By a result that is being read, whose plan lives on meanwhile.
    void connection_used_by(ConnectionUser* user) noexcept {
        connection_user_ = user;
        planning_.pin();
    }
    void connection_left_by(const ConnectionUser* user) noexcept {
        if (connection_user_ != user) return;
        connection_user_ = nullptr;
        planning_.unpin();
    }
    SpoolBudget& spool_budget() noexcept { return spool_budget_; }
    // What its results hold of wide rows; for any thread.
    const std::shared_ptr<StreamMemory>& stream_memory() const noexcept { return stream_memory_; }
    // What reading and planning of its statements takes (sql/session/guarded.hpp).
    PlanningAccount& planning() noexcept { return planning_; }
    StatementPasses& passes() noexcept { return passes_; }
    // The engine has failed: gives up the connection, and with it the transaction and its locks. On any thread.
    void drop_connection() noexcept;
    NameScope names() const;

    // The time the next statement may take begins now (statement_timeout), unless one is being timed already; and it
    // no longer matters.
    void start_timeout();
    void stop_timeout();

    // Before every statement: the session belongs to a user's id, so it follows a new name and rights that were given
    // or taken since. False when the user has been dropped. Throws what connection() does.
    bool follow_user();
    // SET SESSION AUTHORIZATION: from now on the session's user is another one; nullopt: the one who logged in. Ends
    // with the transaction when it is local or rolled back. Returns the reported parameters that changed. Throws 42501
    // unless who logged in is a superuser now (as PostgreSQL 17), 42704 when there is no such user.
    ReportedChanges set_authorization(const std::optional<std::string>& user, bool local);

    // The record of the statement that runs now. start_statement() takes the text as it may be shown (secrets masked).
    void start_statement(std::string shown_text);
    // It reached the compute side: gives it the next query id.
    void mark_compute();
    // `error` is nullptr when it succeeded. Harmless when no statement runs.
    void finish_statement(const protocol::SqlError* error);
    // A COPY from object storage or an UNLOAD has ended: completes the row, publishes it, and remembers it as the
    // session's last one when it has succeeded.
    void load_ended(catalog::TransferRow row);
    void unload_ended(catalog::TransferRow row);
    // Tells the observer what the transaction's state is now.
    void report_transaction();
    void report_cursors(std::vector<catalog::CursorRow> cursors) { observer_.cursors_changed(std::move(cursors)); }
    // The session's user changed something about users that must be read again after the commit.
    void note_user_change() { users_changed_ = true; }
    // The statement changes the catalog: other plans must look again now and when the transaction ends.
    void note_ddl();
    void application_name_changed();
    // The transaction cannot be serialized with others: notes it for STL_TR_CONFLICT and returns the error. `cycle`
    // names the transactions, this one first; empty where the engine does not tell the other.
    protocol::SqlError conflict(RelationId table, std::vector<Xid> cycle);
    DialectOptions dialect() const { return {settings_.case_sensitive_identifiers(), settings_.cluster_rules()}; }
    // Called after every commit and rollback of a transaction.
    void transaction_ended(bool committed);
    // The next access takes new snapshots of live state and history.
    void forget_snapshots();

    // SessionServices
    std::int32_t pid() const override { return identity_.pid; }
    const std::string& user_name() const override { return identity_.user_name; }
    std::int32_t user_id() const override { return identity_.user_id; }
    bool superuser() const override; // as the users are now
    const std::string& database() const override { return identity_.database; }
    std::vector<std::string> search_path() const override;
    std::optional<std::string> setting(std::string_view name) const override;
    std::string set_config(std::string_view name, std::string_view value, bool local) override;
    std::shared_ptr<const catalog::LiveSnapshot> live() const override;
    std::shared_ptr<const catalog::HistorySnapshot> history() const override;
    std::vector<std::int32_t> blockers(std::int32_t pid) const override;
    std::vector<catalog::ViewColumn> late_columns(duckdb::ClientContext& engine, const std::string& schema,
                                                  const std::string& view) const override;
    std::int32_t last_query_id() const override { return last_query_id_; }
    catalog::LastTransfer last_load() const override { return last_load_; }
    catalog::LastTransfer last_unload() const override { return last_unload_; }
    catalog::Micros statement_start() const override { return statement_start_; }
    catalog::Micros transaction_start() const override;
    std::int32_t cancel_backend(std::int32_t pid) override;
    std::int32_t terminate_backend(std::int32_t pid) override;

private:
    ReportedChanges become(std::int32_t user_id);
    ReportedChanges show_user();
    std::int32_t signal(SignalKind kind, std::int32_t pid);
    void report_ended_transaction();
    std::shared_ptr<const catalog::TransferRow> transferred(catalog::TransferRow row, catalog::LastTransfer& last);
    // Takes over what set_config() has changed, or forgets it.
    void settle_set_config(bool succeeded);

    ExecutorServices services_;
    SessionIdentity identity_; // of the current user
    const std::int32_t login_id_;
    std::int32_t committed_id_; // who it is again after a rollback
    bool local_authorization_ = false;
    ClientOutput& output_;
    StatementObserver& observer_;
    LateColumns* const late_columns_;
    const DatabaseSessions::Stay stay_;
    Settings settings_;
    Interrupts interrupts_;
    Transaction transaction_;
    std::unique_ptr<duckdb::Connection> connection_;
    ConnectionUser* connection_user_ = nullptr;
    SpoolBudget spool_budget_;
    const std::shared_ptr<StreamMemory> stream_memory_ = std::make_shared<StreamMemory>();
    PlanningAccount planning_{interrupts_.pending_flag()};
    StatementPasses passes_;
    std::shared_ptr<catalog::QueryRow> statement_; // the running one
    std::int32_t last_query_id_ = -1;
    catalog::LastTransfer last_load_;
    catalog::LastTransfer last_unload_;
    catalog::Micros statement_start_ = 0;
    bool timed_ = false; // a deadline was asked for
    bool users_changed_ = false;
    bool catalog_changed_ = false;

    mutable std::mutex snapshot_mutex_; // engine workers may ask for a snapshot at the same time
    mutable std::shared_ptr<const catalog::LiveSnapshot> live_;       // guarded by snapshot_mutex_
    mutable std::shared_ptr<const catalog::HistorySnapshot> history_; // guarded by snapshot_mutex_
    mutable std::mutex set_config_mutex_;                             // as above
    std::optional<Settings> set_config_; // guarded by set_config_mutex_; the settings as set_config() leaves them
    std::mutex notice_mutex_;            // the functions that signal may run on several engine workers
};

} // namespace redstart::sql
