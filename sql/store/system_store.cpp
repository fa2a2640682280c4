#include "sql/store/system_store.hpp"

#include "catalog/engine/errors.hpp"

#include <duckdb.hpp>

namespace redstart::sql {
namespace {

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
ALTER TABLE redstart_system.main.users ADD COLUMN IF NOT EXISTS external_id VARCHAR;
ALTER TABLE redstart_system.main.users ADD COLUMN IF NOT EXISTS last_ddl BIGINT;
CREATE TABLE IF NOT EXISTS redstart_system.main.user_groups (id INTEGER NOT NULL, name VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS redstart_system.main.group_members (group_id INTEGER NOT NULL, user_id INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS redstart_system.main.roles (
    id INTEGER NOT NULL, name VARCHAR NOT NULL, owner_id INTEGER NOT NULL, external_id VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS redstart_system.main.role_users (
    role_id INTEGER NOT NULL, user_id INTEGER NOT NULL, admin_option BOOLEAN NOT NULL);
CREATE TABLE IF NOT EXISTS redstart_system.main.role_roles (granted_id INTEGER NOT NULL, role_id INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS redstart_system.main.role_permissions (
    role_id INTEGER NOT NULL, permission VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS redstart_system.main.counters (name VARCHAR NOT NULL, value INTEGER NOT NULL);
INSERT INTO redstart_system.main.counters SELECT 'last user id', (
    SELECT coalesce(max(id), 99) FROM redstart_system.main.users)
    WHERE NOT EXISTS (FROM redstart_system.main.counters WHERE name = 'last user id');
INSERT INTO redstart_system.main.counters SELECT 'last noted change', 0
    WHERE NOT EXISTS (FROM redstart_system.main.counters WHERE name = 'last noted change');
INSERT INTO redstart_system.main.counters SELECT name, 99 FROM (VALUES ('last group id'), ('last role id')) n(name)
    WHERE name NOT IN (SELECT name FROM redstart_system.main.counters);
)sql";

} // namespace

SystemStore::SystemStore(duckdb::DuckDB& instance) : connection_(std::make_unique<duckdb::Connection>(instance)) {
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

void SystemStore::set_damages(std::map<std::uint32_t, std::string> damages) {
    const MutexLock lock(reload_mutex_);
    damages_ = std::move(damages);
}

// In one transaction: a role that is granted is among the roles.
void SystemStore::reload() {
    const MutexLock lock(reload_mutex_);
    try {
        connection_->BeginTransaction();
        set_.read(*connection_, damages_);
        connection_->Commit();
    } catch (const std::exception& error) {
        if (connection_->HasActiveTransaction()) connection_->Rollback();
        throw to_sql_error(error);
    }
}

} // namespace redstart::sql
