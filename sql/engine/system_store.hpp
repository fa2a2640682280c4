// SystemStore: users and databases, kept in the system database of the data directory; answers from a cached copy of
// the latest committed state. Thread-safe: one leaf mutex guards the cache; writes go through the caller's connection.
#pragma once

#include "catalog/state/databases.hpp"
#include "catalog/state/users.hpp"
#include "sql/lock/mutex.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace duckdb {
class Connection;
class DuckDB;
} // namespace duckdb

namespace redstart::sql {

// Whose sessions a first value is for.
enum class SettingsOf : unsigned char { User, Database };

// What a user, and one of the values that sessions of a user or database begin with, take in memory, in bytes: they
// count among definitions (DefinitionMemory).
inline constexpr std::int64_t kUserBytes = 2048;
inline std::int64_t setting_bytes(std::string_view value) { return 512 + 2 * static_cast<std::int64_t>(value.size()); }

class SystemStore {
public:
    // `instance` has the system database attached; creates its tables when they are missing.
    explicit SystemStore(duckdb::DuckDB& instance);
    ~SystemStore();

    // Around the replacement of an instance that has failed; the directories keep what they know meanwhile.
    void close();
    void reopen(duckdb::DuckDB& instance);

    const catalog::UserDirectory& users() const noexcept;
    const catalog::DatabaseDirectory& databases() const noexcept;

    // Inside the caller's transaction on `connection`; visible to others after its commit and reload().
    // insert/update/erase report what the engine says as SqlError (0A000 when the transaction already wrote tables).
    void insert_user(duckdb::Connection& connection, const catalog::User& user) const;
    void update_user(duckdb::Connection& connection, const catalog::User& user) const;
    void erase_user(duckdb::Connection& connection, std::int32_t user_id) const;
    void insert_database(duckdb::Connection& connection, const catalog::Database& database, bool unfinished) const;
    void finish_database(duckdb::Connection& connection, std::uint32_t oid) const;
    bool is_unfinished(duckdb::Connection& connection, std::uint32_t oid) const;
    void update_database(duckdb::Connection& connection, const catalog::Database& database) const; // found by its oid
    void erase_database(duckdb::Connection& connection, std::uint32_t oid) const;

    // ALTER USER and ALTER DATABASE ... SET; nullopt: RESET, of every parameter with "all", as the erasing ones do.
    // `owner` is the user's id or the database's oid.
    void set_first_value(duckdb::Connection& connection, SettingsOf kind, std::int64_t owner, const std::string& name,
                         const std::optional<std::string>& value) const;

    // The user as the caller's transaction sees it (its own uncommitted changes included); nullptr when absent.
    std::shared_ptr<const catalog::User> find_user(duckdb::Connection& connection, std::string_view name) const;
    std::shared_ptr<const catalog::User> find_user_by_id(duckdb::Connection& connection, std::int32_t id) const;
    std::shared_ptr<const catalog::Database> find_database(duckdb::Connection& connection, std::string_view name) const;
    // As the caller's transaction sees the users.
    bool has_superuser_besides(duckdb::Connection& connection, std::int32_t user_id) const;
    // Never given before, unless the transaction that took it was rolled back: sessions and objects outlive a user, and
    // belong to its id.
    std::int32_t take_user_id(duckdb::Connection& connection) const;

    // What is wrong with the files of databases, by oid; shows after reload().
    void set_damages(std::map<std::uint32_t, std::string> damages);

    // Reads the committed state again. Call after the commit of a transaction that changed it.
    void reload();

private:
    template <typename Row> class Directory;
    Mutex reload_mutex_; // the cache and the engine are used under it
    std::unique_ptr<duckdb::Connection> connection_ GUARDED_BY(reload_mutex_); // for reload()
    std::map<std::uint32_t, std::string> damages_ GUARDED_BY(reload_mutex_);
    class Users;
    class Databases;
    std::unique_ptr<Users> users_;
    std::unique_ptr<Databases> databases_;
};

} // namespace redstart::sql
