#include "sql/engine/system_store.hpp"

#include "catalog/engine/errors.hpp"

#include <algorithm>
#include <unordered_map>

#include <duckdb.hpp>

namespace redstart::sql {
namespace {

using catalog::Database;
using catalog::User;
using duckdb::Value;

constexpr const char* kSchema = R"sql(
CREATE TABLE IF NOT EXISTS redstart_system.main.users (
    id INTEGER NOT NULL, name VARCHAR NOT NULL, create_db BOOLEAN NOT NULL, superuser BOOLEAN NOT NULL,
    password_disabled BOOLEAN NOT NULL, syslog_unrestricted BOOLEAN NOT NULL, connection_limit INTEGER,
    valid_until BIGINT, session_timeout INTEGER NOT NULL, scram VARCHAR NOT NULL, md5 VARCHAR NOT NULL,
    sha256_digest VARCHAR NOT NULL, sha256_salt VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS redstart_system.main.databases (
    oid UINTEGER NOT NULL, name VARCHAR NOT NULL, owner_id INTEGER NOT NULL,
    isolation_level VARCHAR NOT NULL, connection_limit INTEGER, allow_connections BOOLEAN NOT NULL);
CREATE TABLE IF NOT EXISTS redstart_system.main.user_settings (
    user_id INTEGER NOT NULL, name VARCHAR NOT NULL, value VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS redstart_system.main.database_settings (
    database_oid UINTEGER NOT NULL, name VARCHAR NOT NULL, value VARCHAR NOT NULL);
ALTER TABLE redstart_system.main.databases ADD COLUMN IF NOT EXISTS file VARCHAR;
CREATE TABLE IF NOT EXISTS redstart_system.main.counters (name VARCHAR NOT NULL, value INTEGER NOT NULL);
INSERT INTO redstart_system.main.counters SELECT 'last user id', (
    SELECT coalesce(max(id), 99) FROM redstart_system.main.users)
    WHERE NOT EXISTS (FROM redstart_system.main.counters WHERE name = 'last user id');
)sql";

// A row of counters for each database whose making has not come to its end.
constexpr const char* kUnfinished = "unfinished database";

constexpr std::string_view kDatabaseColumns =
    "oid, name, owner_id, isolation_level, connection_limit, allow_connections, file";
constexpr std::string_view kUserColumns = "id, name, create_db, superuser, password_disabled, syslog_unrestricted, "
                                          "connection_limit, valid_until, session_timeout, scram, md5, sha256_digest, "
                                          "sha256_salt";

std::string select_from(std::string_view columns, std::string_view rest) {
    std::string sql = "SELECT ";
    sql.append(columns).append(" FROM redstart_system.main.").append(rest);
    return sql;
}

// `values` by value: the engine takes them as its own vector.
std::unique_ptr<duckdb::MaterializedQueryResult> run(duckdb::Connection& connection, const std::string& sql,
                                                     duckdb::vector<Value> values = {}) {
    auto prepared = connection.Prepare(sql);
    if (prepared->HasError()) throw to_sql_error(prepared->error);
    auto result = prepared->Execute(values, false);
    if (result->HasError()) throw to_sql_error(result->GetErrorObject());
    return std::unique_ptr<duckdb::MaterializedQueryResult>(
        static_cast<duckdb::MaterializedQueryResult*>(result.release()));
}

template <typename T> std::optional<T> optional_of(const Value& value) {
    if (value.IsNull()) return std::nullopt;
    return value.GetValue<T>();
}

template <typename T> Value value_of(const std::optional<T>& value) {
    return value ? Value::CreateValue<T>(*value) : Value();
}

// Where the first values of parameters are kept: a table whose first column is the owner.
std::string settings_table(SettingsOf kind) {
    return std::string("redstart_system.main.") + (kind == SettingsOf::User ? "user_settings" : "database_settings");
}

const char* settings_owner(SettingsOf kind) { return kind == SettingsOf::User ? "user_id" : "database_oid"; }

// The first values of all owners, by owner.
std::unordered_map<std::int64_t, catalog::ParameterValues> read_settings(duckdb::Connection& connection,
                                                                         SettingsOf kind) {
    std::unordered_map<std::int64_t, catalog::ParameterValues> settings;
    auto rows = run(connection, "SELECT * FROM " + settings_table(kind) + " ORDER BY ALL");
    for (duckdb::idx_t row = 0; row < rows->RowCount(); ++row)
        settings[rows->GetValue(0, row).GetValue<std::int64_t>()].emplace_back(
            rows->GetValue(1, row).GetValue<std::string>(), rows->GetValue(2, row).GetValue<std::string>());
    return settings;
}

User user_of(duckdb::MaterializedQueryResult& rows, duckdb::idx_t row) {
    auto column = [&](duckdb::idx_t index) { return rows.GetValue(index, row); };
    User user;
    user.id = column(0).GetValue<std::int32_t>();
    user.name = column(1).GetValue<std::string>();
    user.create_db = column(2).GetValue<bool>();
    user.superuser = column(3).GetValue<bool>();
    user.password_disabled = column(4).GetValue<bool>();
    user.syslog_unrestricted = column(5).GetValue<bool>();
    user.connection_limit = optional_of<std::int32_t>(column(6));
    user.valid_until = optional_of<std::int64_t>(column(7));
    user.session_timeout = column(8).GetValue<std::int32_t>();
    user.password.scram = column(9).GetValue<std::string>();
    user.password.md5 = column(10).GetValue<std::string>();
    user.password.sha256_digest = column(11).GetValue<std::string>();
    user.password.sha256_salt = column(12).GetValue<std::string>();
    return user;
}

Database database_of(duckdb::MaterializedQueryResult& rows, duckdb::idx_t row) {
    Database database;
    database.oid = rows.GetValue(0, row).GetValue<std::uint32_t>();
    database.name = rows.GetValue(1, row).GetValue<std::string>();
    database.owner_id = rows.GetValue(2, row).GetValue<std::int32_t>();
    const bool serializable =
        rows.GetValue(3, row).GetValue<std::string>() == isolation_level_name(catalog::IsolationLevel::Serializable);
    database.isolation_level = serializable ? catalog::IsolationLevel::Serializable : catalog::IsolationLevel::Snapshot;
    database.connection_limit = optional_of<std::int32_t>(rows.GetValue(4, row));
    database.allow_connections = rows.GetValue(5, row).GetValue<bool>();
    // The first data directories had no such column: there a file had its database's name.
    database.file = optional_of<std::string>(rows.GetValue(6, row)).value_or(database.name + ".duckdb");
    return database;
}

duckdb::vector<Value> values_of(const Database& database) {
    return {Value::UINTEGER(database.oid),
            Value(database.name),
            Value::INTEGER(database.owner_id),
            Value(std::string(isolation_level_name(database.isolation_level))),
            value_of(database.connection_limit),
            Value::BOOLEAN(database.allow_connections),
            Value(database.file)};
}

std::int32_t key_of(const User& user) { return user.id; }
std::uint32_t key_of(const Database& database) { return database.oid; }

} // namespace

// The cached rows of one directory, by name and by id; `find` and `all` hand out shared immutable rows.
template <typename Row> class SystemStore::Directory {
public:
    using Key = decltype(key_of(std::declval<Row>()));

    std::shared_ptr<const Row> lookup(std::string_view name) const {
        const MutexLock lock(mutex_);
        const auto found = rows_.find(std::string(name));
        return found == rows_.end() ? nullptr : found->second;
    }
    std::shared_ptr<const Row> lookup_key(Key key) const {
        const MutexLock lock(mutex_);
        const auto found = by_key_.find(key);
        return found == by_key_.end() ? nullptr : found->second;
    }
    std::vector<std::shared_ptr<const Row>> list() const {
        std::vector<std::shared_ptr<const Row>> rows;
        {
            const MutexLock lock(mutex_);
            rows.reserve(rows_.size());
            for (const auto& [name, row] : rows_) rows.push_back(row);
        }
        std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a->name < b->name; });
        return rows;
    }
    void replace(std::vector<Row> rows) {
        std::unordered_map<std::string, std::shared_ptr<const Row>> by_name;
        std::unordered_map<Key, std::shared_ptr<const Row>> by_key;
        for (auto& row : rows) {
            const auto shared = std::make_shared<const Row>(std::move(row));
            by_name.emplace(shared->name, shared);
            by_key.emplace(key_of(*shared), shared);
        }
        const MutexLock lock(mutex_);
        rows_.swap(by_name);
        by_key_.swap(by_key);
    }

private:
    mutable Mutex mutex_;
    std::unordered_map<std::string, std::shared_ptr<const Row>> rows_ GUARDED_BY(mutex_);
    std::unordered_map<Key, std::shared_ptr<const Row>> by_key_ GUARDED_BY(mutex_);
};

class SystemStore::Users : public catalog::UserDirectory, public Directory<User> {
public:
    std::shared_ptr<const User> find(std::string_view name) const override { return lookup(name); }
    std::shared_ptr<const User> find_by_id(std::int32_t id) const override { return lookup_key(id); }
    std::vector<std::shared_ptr<const User>> all() const override { return list(); }
};

class SystemStore::Databases : public catalog::DatabaseDirectory, public Directory<Database> {
public:
    std::shared_ptr<const Database> find(std::string_view name) const override { return lookup(name); }
    std::vector<std::shared_ptr<const Database>> all() const override { return list(); }
};

SystemStore::SystemStore(duckdb::DuckDB& instance)
    : connection_(std::make_unique<duckdb::Connection>(instance)), users_(std::make_unique<Users>()),
      databases_(std::make_unique<Databases>()) {
    auto result = connection_->Query(kSchema);
    if (result->HasError()) throw to_sql_error(result->GetErrorObject());
    reload();
}

SystemStore::~SystemStore() = default;

void SystemStore::close() {
    const MutexLock lock(reload_mutex_);
    connection_.reset();
}

void SystemStore::reopen(duckdb::DuckDB& instance) {
    {
        const MutexLock lock(reload_mutex_);
        connection_ = std::make_unique<duckdb::Connection>(instance);
    }
    reload();
}

const catalog::UserDirectory& SystemStore::users() const noexcept { return *users_; }

const catalog::DatabaseDirectory& SystemStore::databases() const noexcept { return *databases_; }

void SystemStore::set_damages(std::map<std::uint32_t, std::string> damages) {
    const MutexLock lock(reload_mutex_);
    damages_ = std::move(damages);
}

void SystemStore::reload() {
    const MutexLock lock(reload_mutex_);
    auto rows = run(*connection_, select_from(kUserColumns, "users"));
    std::vector<User> users;
    for (duckdb::idx_t row = 0; row < rows->RowCount(); ++row) users.push_back(user_of(*rows, row));
    auto settings = read_settings(*connection_, SettingsOf::User);
    for (auto& user : users) user.settings = std::move(settings[user.id]);
    rows = run(*connection_, select_from(kDatabaseColumns, "databases"));
    std::vector<Database> databases;
    for (duckdb::idx_t row = 0; row < rows->RowCount(); ++row) databases.push_back(database_of(*rows, row));
    settings = read_settings(*connection_, SettingsOf::Database);
    for (auto& database : databases) {
        database.settings = std::move(settings[database.oid]);
        if (const auto damage = damages_.find(database.oid); damage != damages_.end()) database.damage = damage->second;
    }
    users_->replace(std::move(users));
    databases_->replace(std::move(databases));
}

void SystemStore::insert_user(duckdb::Connection& connection, const User& user) const {
    run(connection, "INSERT INTO redstart_system.main.users VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)",
        {Value::INTEGER(user.id), Value(user.name), Value::BOOLEAN(user.create_db), Value::BOOLEAN(user.superuser),
         Value::BOOLEAN(user.password_disabled), Value::BOOLEAN(user.syslog_unrestricted),
         value_of(user.connection_limit), value_of(user.valid_until), Value::INTEGER(user.session_timeout),
         Value(user.password.scram), Value(user.password.md5), Value(user.password.sha256_digest),
         Value(user.password.sha256_salt)});
}

void SystemStore::update_user(duckdb::Connection& connection, const User& user) const {
    run(connection,
        "UPDATE redstart_system.main.users SET name=$2, create_db=$3, superuser=$4, password_disabled=$5, "
        "syslog_unrestricted=$6, connection_limit=$7, valid_until=$8, session_timeout=$9, scram=$10, md5=$11, "
        "sha256_digest=$12, sha256_salt=$13 WHERE id=$1",
        {Value::INTEGER(user.id), Value(user.name), Value::BOOLEAN(user.create_db), Value::BOOLEAN(user.superuser),
         Value::BOOLEAN(user.password_disabled), Value::BOOLEAN(user.syslog_unrestricted),
         value_of(user.connection_limit), value_of(user.valid_until), Value::INTEGER(user.session_timeout),
         Value(user.password.scram), Value(user.password.md5), Value(user.password.sha256_digest),
         Value(user.password.sha256_salt)});
}

void SystemStore::erase_user(duckdb::Connection& connection, std::int32_t user_id) const {
    run(connection, "DELETE FROM redstart_system.main.users WHERE id=$1", {Value::INTEGER(user_id)});
    set_first_value(connection, SettingsOf::User, user_id, "all", std::nullopt);
}

void SystemStore::set_first_value(duckdb::Connection& connection, SettingsOf kind, std::int64_t owner,
                                  const std::string& name, const std::optional<std::string>& value) const {
    run(connection,
        "DELETE FROM " + settings_table(kind) + " WHERE " + settings_owner(kind) + "=$1 AND ($2='all' OR name=$2)",
        {Value::BIGINT(owner), Value(name)});
    if (value)
        run(connection, "INSERT INTO " + settings_table(kind) + " VALUES ($1,$2,$3)",
            {Value::BIGINT(owner), Value(name), Value(*value)});
}

// A database is unfinished from its first moment on.
void SystemStore::insert_database(duckdb::Connection& connection, const Database& database, bool unfinished) const {
    const char* insert = "INSERT INTO redstart_system.main.databases VALUES ($1,$2,$3,$4,$5,$6,$7)";
    if (!unfinished) return void(run(connection, insert, values_of(database)));
    connection.BeginTransaction();
    try {
        run(connection, insert, values_of(database));
        run(connection, "INSERT INTO redstart_system.main.counters VALUES ($1, $2)",
            {Value(kUnfinished), Value::INTEGER(static_cast<std::int32_t>(database.oid))});
        connection.Commit();
    } catch (const std::exception& error) {
        if (connection.HasActiveTransaction()) connection.Rollback();
        throw to_sql_error(error);
    }
}

void SystemStore::finish_database(duckdb::Connection& connection, std::uint32_t oid) const {
    run(connection, "DELETE FROM redstart_system.main.counters WHERE name=$1 AND value=$2",
        {Value(kUnfinished), Value::INTEGER(static_cast<std::int32_t>(oid))});
}

bool SystemStore::is_unfinished(duckdb::Connection& connection, std::uint32_t oid) const {
    auto rows = run(connection, select_from("value", "counters WHERE name=$1 AND value=$2"),
                    {Value(kUnfinished), Value::INTEGER(static_cast<std::int32_t>(oid))});
    return rows->RowCount() > 0;
}

void SystemStore::update_database(duckdb::Connection& connection, const Database& database) const {
    run(connection,
        "UPDATE redstart_system.main.databases SET name=$2, owner_id=$3, isolation_level=$4, connection_limit=$5, "
        "allow_connections=$6, file=$7 WHERE oid=$1",
        values_of(database));
}

void SystemStore::erase_database(duckdb::Connection& connection, std::uint32_t oid) const {
    finish_database(connection, oid);
    run(connection, "DELETE FROM redstart_system.main.databases WHERE oid=$1", {Value::UINTEGER(oid)});
    set_first_value(connection, SettingsOf::Database, oid, "all", std::nullopt);
}

std::shared_ptr<const User> SystemStore::find_user(duckdb::Connection& connection, std::string_view name) const {
    auto rows = run(connection, select_from(kUserColumns, "users WHERE name=$1"), {Value(std::string(name))});
    return rows->RowCount() == 0 ? nullptr : std::make_shared<const User>(user_of(*rows, 0));
}

std::shared_ptr<const User> SystemStore::find_user_by_id(duckdb::Connection& connection, std::int32_t id) const {
    auto rows = run(connection, select_from(kUserColumns, "users WHERE id=$1"), {Value::INTEGER(id)});
    return rows->RowCount() == 0 ? nullptr : std::make_shared<const User>(user_of(*rows, 0));
}

std::shared_ptr<const Database> SystemStore::find_database(duckdb::Connection& connection,
                                                           std::string_view name) const {
    auto rows = run(connection, select_from(kDatabaseColumns, "databases WHERE name=$1"), {Value(std::string(name))});
    return rows->RowCount() == 0 ? nullptr : std::make_shared<const Database>(database_of(*rows, 0));
}

bool SystemStore::has_superuser_besides(duckdb::Connection& connection, std::int32_t user_id) const {
    auto rows = run(connection, select_from("id", "users WHERE superuser AND id<>$1"), {Value::INTEGER(user_id)});
    return rows->RowCount() > 0;
}

// Two transactions that do not see each other's user meet in this row.
std::int32_t SystemStore::take_user_id(duckdb::Connection& connection) const {
    auto rows = run(connection, "UPDATE redstart_system.main.counters SET value = value + 1 "
                                "WHERE name = 'last user id' RETURNING value");
    return rows->GetValue(0, 0).GetValue<std::int32_t>();
}

} // namespace redstart::sql
