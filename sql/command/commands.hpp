// Commands: the statements that do not go to the engine as they are: transaction control, settings, CANCEL, LOCK,
// TRUNCATE, DROP, users, databases, COPY; and the fast path of session functions. Called by the executor, which answers
// the client. Belongs to one session's thread.
#pragma once

#include "sql/parse/control_statements.hpp"
#include "sql/run/engine_runner.hpp"
#include "sql/run/instant_select.hpp"
#include "sql/run/prepared.hpp"
#include "sql/session/session_context.hpp"

#include <optional>
#include <vector>

namespace redstart::sql {

struct UserStatement;

class Commands {
public:
    Commands(SessionContext& session, EngineRunner& runner) : session_(session), runner_(runner) {}

    // Runs a statement that is_engine_statement() denies. `autocommit`: nothing else belongs to its transaction.
    // Throws 0A000 for commands Redshift has and Redstart does not, 42601 for no command at all.
    Outcome run(const Statement& statement, bool autocommit);

    // A SELECT of literals and session functions, without the engine. nullopt when a value needs the engine after all.
    // `parameters` is nullptr in the simple protocol.
    std::optional<Outcome> select(const SimpleSelect& select, const Parameters* parameters);

    // The columns the statement will return, for Describe; nullopt when it returns none.
    std::optional<std::vector<protocol::ColumnDescription>> describe(const Prepared& prepared);

private:
    // transaction_commands.cpp
    Outcome begin(const Statement& statement);
    Outcome commit(const Statement& statement);
    Outcome rollback(const Statement& statement);
    Outcome set_transaction(const Statement& statement);
    Outcome lock(const Statement& statement);
    Outcome truncate(const Statement& statement);
    // drop.cpp
    Outcome drop(const Statement& statement);
    void drop_one(const DropStatement& drop, const QualifiedName& name);
    void drop_relation(const DropStatement& drop, const Relation& relation);
    void drop_temporary_tables();
    void drop_all(const DropStatement& drop, const std::vector<Relation>& relations);
    void drop_schema(const DropStatement& drop, const std::string& name);
    // maintenance.cpp
    bool skips_system_catalog(const QualifiedName& name, const char* action);
    Outcome vacuum(const Statement& statement);
    Outcome analyze(const Statement& statement);
    // instant_select.cpp
    StaticValue call(const SimpleCall& call, const Parameters* parameters);
    StaticValue current_schema();
    // session_commands.cpp
    Outcome set(const Statement& statement);
    Outcome show(const Statement& statement);
    Outcome reset(const Statement& statement);
    Outcome discard(const Statement& statement);
    Outcome cancel(const Statement& statement);
    Outcome set_authorization(const Statement& statement);
    void publish(const std::vector<std::pair<std::string, std::string>>& changes);
    // users.cpp
    // Users change one statement after the other, each of which sees what those before have left.
    void lock_users();
    UserStatement user_statement(const Statement& statement);
    Outcome create_user(const Statement& statement);
    Outcome alter_user(const Statement& statement);
    Outcome drop_users(const Statement& statement);
    // databases.cpp
    Outcome create_database(const Statement& statement);
    Outcome alter_database(const Statement& statement);
    Outcome drop_database(const Statement& statement);
    void rename_database(const catalog::Database& database, const std::string& name);
    void set_isolation(const catalog::Database& database, catalog::IsolationLevel level);
    std::int32_t new_owner(const std::string& name);
    bool may_create_databases();
    // copy.cpp
    Outcome copy_from(const Statement& statement);
    Outcome copy_to(const Statement& statement);

    // One statement of ours for the engine, in the session's transaction.
    void execute(Owned<duckdb::SQLStatement> statement);

    SessionContext& session_;
    EngineRunner& runner_;
};

} // namespace redstart::sql
