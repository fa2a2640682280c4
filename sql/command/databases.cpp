// CREATE, ALTER and DROP DATABASE (r_CREATE_DATABASE, r_ALTER_DATABASE, r_DROP_DATABASE).
// Files cannot be rolled back, so what touches them runs outside of blocks and of the session's engine transaction. The
// lock of pg_database makes these statements take turns; the lock of a database waits for transactions that read it
// from elsewhere; closing it keeps sessions out.
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/command/commands.hpp"
#include "sql/store/database_rows.hpp"
#include "sql/store/user_rows.hpp"

#include <chrono>

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using catalog::Database;
using protocol::SqlError;

// Besides the first (r_CREATE_DATABASE, "CREATE DATABASE limits").
constexpr std::size_t kMostDatabases = 60;
constexpr RelationId kDatabasesRelation = 1262; // PostgreSQL's oid of pg_database

Resolution databases_plan() {
    Resolution plan;
    plan.uses.push_back({{RelationKind::Table, "system", "pg_catalog", "pg_database", kDatabasesRelation},
                         LockMode::ShareRowExclusive});
    return plan;
}

void lock_databases(EngineRunner& runner) {
    auto plan = databases_plan();
    runner.lock_and_begin(plan, false, databases_plan);
}

// Waits for the transactions that read the database from elsewhere.
void lock_database(EngineRunner& runner, const Database& database) {
    const auto plan_one = [&] {
        Resolution plan;
        plan.uses.push_back({database_lock(database), LockMode::AccessExclusive});
        return plan;
    };
    auto plan = plan_one();
    runner.lock_and_begin(plan, false, plan_one);
}

std::string no_database(const std::string& name) { return fmt::format("database \"{}\" does not exist", name); }

std::shared_ptr<const Database> require_database(SessionContext& session, const std::string& name) {
    if (auto database = session.engine().databases().find(name)) return database;
    throw SqlError(state::kInvalidCatalogName, no_database(name));
}

void require_owner(SessionContext& session, const Database& database) {
    if (session.user().superuser() || database.owner_id == session.user().id()) return;
    throw SqlError(state::kInsufficientPrivilege, "must be owner of database " + database.name);
}

// Databases every cluster has, which show nowhere here.
bool is_hidden(const std::string& name) { return name == "padb_harvest" || name == "template0" || name == "template1"; }

// The databases every cluster has: they stay as they are (the SQLSTATE is INF).
void refuse_of_cluster(const std::string& name, const char* action) {
    if (name != "dev" && !is_hidden(name)) return;
    throw SqlError(state::kFeatureNotSupported, fmt::format("cannot {} database \"{}\"", action, name));
}

void check_free_of_cluster(const std::string& name) {
    if (is_hidden(name)) throw SqlError(state::kDuplicateDatabase, fmt::format("database \"{}\" already exists", name));
}

// A session that its client has closed may still be leaving: PostgreSQL waits as long (CountOtherDBBackends).
constexpr std::chrono::seconds kLeavingTime{5};

DatabaseSessions::Closure close_database(SessionContext& session, const Database& database) {
    auto& sessions = session.engine().sessions();
    const int own = database.name == session.database() ? 1 : 0;
    const auto deadline = std::chrono::steady_clock::now() + kLeavingTime;
    if (auto closure = sessions.close_by(deadline, database.oid, own, [&session] { session.interrupts().check(); }))
        return std::move(*closure);
    const int others = sessions.count(database.oid) - own;
    throw SqlError(state::kObjectInUse, fmt::format("database \"{}\" is being accessed by other users", database.name))
        .detail(fmt::format("There {} using the database.",
                            others == 1 ? "is 1 other session" : fmt::format("are {} other sessions", others)));
}

void refuse_collation(const DatabaseStatement& wanted) {
    if (wanted.case_insensitive.value_or(false))
        throw SqlError(state::kFeatureNotSupported, "COLLATE CASE_INSENSITIVE is not supported");
}

} // namespace

bool Commands::may_create_databases() {
    const auto self = session_.engine().users().find_by_id(session_.user().id());
    return session_.user().superuser() || (self && self->create_db);
}

std::int32_t Commands::new_owner(const std::string& name) {
    const auto owner = session_.directories().users.find(name);
    if (!owner) throw SqlError(state::kUndefinedObject, fmt::format("user \"{}\" does not exist", name));
    if (!session_.user().superuser() && owner->id != session_.user().id())
        throw SqlError(state::kInsufficientPrivilege, "must be superuser to choose another owner of a database");
    return owner->id;
}

template <> Outcome Commands::run_as<StatementKind::CreateDatabase>(const Statement& statement) {
    const auto wanted = parse_create_database(statement);
    if (!may_create_databases()) throw SqlError(state::kInsufficientPrivilege, "permission denied to create database");
    refuse_collation(wanted);
    check_free_of_cluster(wanted.name);
    lock_databases(runner_);
    if (session_.engine().databases().all().size() > kMostDatabases)
        throw SqlError(state::kProgramLimitExceeded,
                       fmt::format("cannot create more than {} databases", kMostDatabases));
    Database database;
    database.name = wanted.name;
    database.owner_id = wanted.owner ? new_owner(*wanted.owner) : session_.user().id();
    database.connection_limit = wanted.connection_limit.value_or(std::nullopt);
    database.isolation_level = wanted.isolation.value_or(session_.engine().default_isolation());
    session_.engine().create_database(std::move(database));
    return {};
}

template <> Outcome Commands::run_as<StatementKind::AlterDatabase>(const Statement& statement) {
    const auto wanted = parse_alter_database(statement);
    refuse_collation(wanted);
    lock_databases(runner_);
    const auto found = require_database(session_, wanted.name);
    const auto& first = wanted.first_value;
    const auto value = first ? session_.settings().first_value(*first) : std::nullopt;
    if (wanted.owner && !session_.user().superuser())
        throw SqlError(state::kInsufficientPrivilege, "must be superuser to change owner of a database");
    require_owner(session_, *found);
    if (wanted.rename_to) {
        rename_database(*found, *wanted.rename_to);
    } else if (wanted.isolation) {
        set_isolation(*found, *wanted.isolation);
    } else {
        lock_users(); // whose owner it gets
        const auto known = session_.directories().databases.find(wanted.name);
        if (!known) throw SqlError(state::kInvalidCatalogName, no_database(wanted.name)); // made since users were read
        auto changed = *known;
        auto& writer = session_.transaction().store().writer();
        if (wanted.owner) changed.owner_id = new_owner(*wanted.owner);
        if (wanted.connection_limit) changed.connection_limit = *wanted.connection_limit;
        update_database(writer, changed);
        if (first) set_database_setting(writer, changed.oid, first->name, value);
        session_.note_store_change();
    }
    return {};
}

void Commands::rename_database(const Database& database, const std::string& name) {
    if (!may_create_databases()) throw SqlError(state::kInsufficientPrivilege, "permission denied to rename database");
    refuse_of_cluster(database.name, "rename");
    check_free_of_cluster(name);
    if (database.name == session_.database())
        throw SqlError(state::kFeatureNotSupported, "current database may not be renamed");
    const auto closure = close_database(session_, database);
    lock_database(runner_, database);
    session_.engine().rename_database(database, name, [this] { session_.interrupts().check(); });
}

void Commands::set_isolation(const Database& database, catalog::IsolationLevel level) {
    if (!may_create_databases())
        throw SqlError(state::kInsufficientPrivilege, "permission denied to alter the isolation level of a database");
    refuse_of_cluster(database.name, "alter the isolation level of");
    const auto closure = close_database(session_, database);
    auto changed = database;
    changed.isolation_level = level;
    session_.engine().update_database(changed);
}

template <> Outcome Commands::run_as<StatementKind::DropDatabase>(const Statement& statement) {
    const auto wanted = parse_drop_database(statement);
    lock_databases(runner_);
    const auto database = session_.engine().databases().find(wanted.name);
    if (!database && wanted.if_exists) {
        session_.output().notice(
            SqlError(state::kSuccessfulCompletion, no_database(wanted.name) + ", skipping", protocol::Severity::Info));
        return {};
    }
    if (!database) throw SqlError(state::kInvalidCatalogName, no_database(wanted.name));
    require_owner(session_, *database);
    refuse_of_cluster(database->name, "drop");
    if (database->name == session_.database())
        throw SqlError(state::kObjectInUse, "cannot drop the currently open database");
    const auto closure = close_database(session_, *database);
    lock_database(runner_, *database);
    session_.engine().drop_database(*database);
    return {};
}

} // namespace redstart::sql
