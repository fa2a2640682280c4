// ExecutorImpl: what SessionExecutor is made of: the parts of one client's SQL state, and the steps of a message
// through them, whose bodies stand in the executor_*.cpp. Owned by its SessionExecutor; used on the backend's thread,
// but for drop_engine(), which the thread that replaces the engine calls while this one is outside of the gate.
#pragma once

#include "sql/command/commands.hpp"
#include "sql/resolve/late_columns.hpp"
#include "sql/run/engine_runner.hpp"
#include "sql/run/portals.hpp"
#include "sql/run/prepared.hpp"
#include "sql/session/session_context.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace redstart::sql {

struct ExecutorImpl final : EngineClient {
    ExecutorImpl(ExecutorServices services, SessionIdentity identity, ClientOutput& output, StatementObserver& observer)
        : session(services, std::move(identity), output, observer, late_view_columns), runner(session),
          end(session, portals), commands(session, runner, end) {
        session.engine().gate().join(*this);
    }
    ~ExecutorImpl() override;
    void drop_engine() noexcept override;
    // What drop_engine() had to leave to the session's own thread.
    void settle_loss();
    void fail(const protocol::SqlError& error);

    // The statements of a simple query that have not run yet; a COPY FROM STDIN in the middle interrupts them.
    void run_rest();
    void check_grammar();
    void run_one(const Statement& statement, bool alone, std::optional<ParsedStatement> parsed);
    // `portal` is the one that runs the statement; nullptr in the simple protocol. `parsed`: the statement, when it was
    // parsed before.
    Outcome dispatch(const Statement& statement, bool autocommit, const Portal* portal = nullptr,
                     std::optional<ParsedStatement> parsed = {});
    Outcome run_engine(const Statement& statement, bool autocommit, std::optional<ParsedStatement> parsed);
    void answer(const Statement& statement, Outcome outcome);
    // Columns as the session wants them named (describe_field_name_in_uppercase).
    std::vector<protocol::ColumnDescription> shown(std::vector<protocol::ColumnDescription> columns);
    void end_implicit_transaction();
    // In a failed block only the commands that end it may run, and nothing else for a user who has been dropped.
    void gate(StatementKind kind);
    void begin_record(const Statement& statement);

    // executor_beside.cpp: true for what needs nothing of the engine, and so goes on while it is replaced.
    bool goes_beside(const Statement& statement);
    bool goes_beside(std::string_view sql);
    bool prepared_goes_beside(std::string_view name);
    bool portal_goes_beside(std::string_view name);

    // executor_prepared.cpp
    Outcome prepare(const Statement& statement);
    Outcome execute_prepared(const Statement& statement);
    Outcome deallocate(const Statement& statement);
    Outcome discard(const Statement& statement, bool autocommit);
    // Gives up the plans that were used least lately when there are too many.
    void shed_plans();

    // executor_cursors.cpp
    Outcome declare(const Statement& statement, const Portal* portal);
    Outcome fetch(const Statement& statement);
    Outcome move(const Statement& statement);
    Outcome close_cursor(const Statement& statement);
    std::shared_ptr<Portal> find_cursor(const std::string& name);
    void report_cursors();

    std::shared_ptr<Prepared> find_prepared(std::string_view name);
    std::shared_ptr<Portal> find_portal(std::string_view name);
    // What the statement will return, for Describe; nullopt: no rows.
    std::optional<std::vector<protocol::ColumnDescription>> describe(Prepared& statement);
    Outcome start(Portal& portal);
    // A bound query shows what was there when it was bound: those that wait are run, and their rows kept, before a
    // statement changes anything. Throws what they throw.
    void start_bound(const Statement& changing);
    bool changes_data(const Statement& statement);
    void finish_execute();
    // Hands out rows of a started portal up to `limit` (0: all), and ends the message.
    void hand_out(Portal& portal, std::uint64_t limit);

    SessionContext session;
    EngineRunner runner;
    Portals portals;
    TransactionEnd end;
    Commands commands;
    std::string query_text; // of the simple query that runs; its statements are views into it
    struct Queued {
        Statement statement;
        std::optional<ParsedStatement> parsed; // when its grammar was checked
        DialectOptions dialect;                // by which
    };
    std::deque<Queued> rest;
    // What the engine took with it when it failed; set while the session's thread is outside of the gate.
    struct Loss {
        bool connection = false; // and with it temporary tables
        bool block = false;
        bool copy = false;
    };
    Loss loss;
    bool lost_block = false; // the next statement of the block hears of it
    bool several = false;    // the simple query has more than one statement
    bool piped = false;      // an Execute came since the last Sync, and its transaction has not ended
    std::unique_ptr<CopyReceiver> copy;
    bool copy_in_portal = false; // it was started by Execute: Sync ends its transaction
    PreparedMemory prepared_memory;
    std::map<std::string, std::shared_ptr<Prepared>, std::less<>> prepared;
};

// One message's work: inside the engine's gate and armed. While the engine is being replaced, messages that `beside`
// says true of go on, and the others wait; when it has failed for good, the others are refused with 58000.
class MessageScope {
public:
    explicit MessageScope(ExecutorImpl& impl, const std::function<bool()>& beside = {});
    ~MessageScope() {
        impl_.session.engine_connection().planning().keep(0);
    } // what was planned has run, or is kept as prepared
    MessageScope(const MessageScope&) = delete;
    MessageScope& operator=(const MessageScope&) = delete;

private:
    ExecutorImpl& impl_;
    std::optional<EngineGate::Pass> pass_;
    std::optional<ArmedStatement> armed_;
};

} // namespace redstart::sql
