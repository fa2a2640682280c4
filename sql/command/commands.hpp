// Commands: the statements that do not go to the engine as they are: transaction control, settings, CANCEL, LOCK,
// TRUNCATE, DROP, users, databases, COPY; and the fast path of session functions. Belongs to one session's thread.
#pragma once

#include "catalog/engine/entry_tags.hpp"
#include "sql/command/acl_change.hpp"
#include "sql/parse/control_statements.hpp"
#include "sql/run/engine_runner.hpp"
#include "sql/run/instant_select.hpp"
#include "sql/run/prepared.hpp"
#include "sql/run/transaction_end.hpp"
#include "sql/session/session_context.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace duckdb {
struct AlterInfo;
} // namespace duckdb

namespace redstart::sql {

struct RoleGrant;
struct UserStatement;

class Commands {
public:
    Commands(SessionContext& session, EngineRunner& runner, TransactionEnd& end)
        : session_(session), runner_(runner), end_(end) {}

    // Runs a statement that is_engine_statement() denies. `autocommit`: nothing else belongs to its transaction.
    // Throws 0A000 for commands Redshift has and Redstart does not, 42601 for no command at all.
    Outcome run(const Statement& statement, bool autocommit);

    // A SELECT of literals and session functions, without the engine. nullopt when a value needs the engine after all.
    // `parameters` is nullptr in the simple protocol.
    std::optional<Outcome> select(const SimpleSelect& select, const Parameters* parameters);

    // The columns the statement will return, for Describe; nullopt when it returns none.
    std::optional<std::vector<protocol::ColumnDescription>> describe(const Prepared& prepared);

    // DISCARD, as far as it is about settings and temporary tables.
    Outcome discard(const Statement& statement);

private:
    // Runs the statement of a Command row of statements.def; one specialization each, in the file that is about it.
    template <StatementKind> Outcome run_as(const Statement& statement);

    // drop.cpp
    Outcome drop(const Statement& statement);
    void drop_one(const DropStatement& drop, const QualifiedName& name);
    // Together, of one database; of several those that are there no more are passed over.
    // `check` asks for the right to, before each look at what depends on them.
    void drop_relations(const DropStatement& drop, const std::vector<Relation>& relations,
                        const std::function<void()>& check = {});
    void drop_temporary_tables();
    void drop_schema(const DropStatement& drop, const std::string& name);
    // comments.cpp
    // Locks what `find` finds, again when it had to wait, and begins the engine's transaction to change it.
    Relation lock_to_change(const std::function<Relation()>& find, LockMode mode);
    void alter_entry(const Relation& relation,
                     const std::function<Owned<duckdb::AlterInfo>(duckdb::ClientContext&)>& make);
    // What stands for a schema in the lock table: its oid. Throws 3F000.
    Relation schema_lock(const std::string& name);
    void change_notes(const std::string& object, const catalog::Tags& changes);
    // Throw 42501 unless the session's user is a superuser or the owner.
    void require_own(std::int32_t owner, const std::string& object);
    void require_own_schema(const Relation& schema, const std::string& name,
                            std::optional<catalog::SystemPermission> permission = std::nullopt);
    void comment_on_database(const CommentStatement& comment);
    void comment_on_schema(const CommentStatement& comment);
    // grant.cpp
    Grantees grantees(const std::vector<GrantTarget>& targets);
    // The same, and none of them is dropped before the transaction ends.
    Grantees locked_grantees(const std::vector<GrantTarget>& targets);
    // The locks of users, groups and roles, in the order of their oids, before the transaction has its snapshot.
    void lock_identities(std::vector<Relation> identities, LockMode mode);
    Outcome change_grants(const Statement& statement);
    void grant_on_relation(const ObjectGrant& wanted, const Grantees& grantees, const QualifiedName& name);
    void grant_on_schema(const ObjectGrant& wanted, const Grantees& grantees, const std::string& name);
    void grant_on_database(const ObjectGrant& wanted, const Grantees& grantees, const std::string& name);
    void warn(const AclChange& change);
    std::vector<std::int32_t> default_owners(const DefaultGrant& wanted);
    // The session's user as its transaction sees him; without rights when he has been dropped.
    std::shared_ptr<const catalog::User> self() const;
    bool has_right(const RightNeeded& right);
    // maintenance.cpp
    bool skips_system_catalog(const QualifiedName& name, const char* action);
    bool skips_foreign_table(const Relation& table, const char* action, catalog::SystemPermission permission);
    // instant_select.cpp
    StaticValue call(const SimpleCall& call, const Parameters* parameters);
    // session_commands.cpp
    void publish(const std::vector<std::pair<std::string, std::string>>& changes);
    // identities.cpp
    // Users, groups and roles change one statement after the other, each of which sees what those before have left:
    // from now on SessionContext::directories() are what they are until the transaction's end.
    void lock_users();
    // users.cpp
    UserStatement user_statement(const Statement& statement);
    void drop_user(const std::string& name, bool if_exists);
    // groups.cpp
    void change_group(const Statement& statement, const char* what);
    void drop_group(const std::string& name);
    // grant_roles.cpp: GRANT and REVOKE where is_role_grant() (sql/parse/identity)
    void grant_roles(const Statement& statement);
    void revoke_roles(const Statement& statement);
    void change_roles(const RoleGrant& wanted);
    // databases.cpp
    void rename_database(const catalog::Database& database, const std::string& name);
    void set_isolation(const catalog::Database& database, catalog::IsolationLevel level);
    std::int32_t new_owner(const std::string& name);
    bool may_create_databases();

    // One statement of ours for the engine, in the session's transaction.
    void execute(Owned<duckdb::SQLStatement> statement);

    SessionContext& session_;
    EngineRunner& runner_;
    TransactionEnd& end_;
};

// Their declarations, and nothing for the rows that somebody else runs.
#define DECLARE_Command(kind) template <> Outcome Commands::run_as<StatementKind::kind>(const Statement& statement);
#define DECLARE_Engine(kind)
#define DECLARE_Executor(kind)
#define DECLARE_Missing(kind)
#define STATEMENT(kind, words, name, tag, runner, traits, right, page) DECLARE_##runner(kind)
#include "sql/parse/statements.def"
#undef STATEMENT
#undef DECLARE_Command
#undef DECLARE_Engine
#undef DECLARE_Executor
#undef DECLARE_Missing

} // namespace redstart::sql
