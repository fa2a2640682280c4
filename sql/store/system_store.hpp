// SystemStore: users, groups, roles and databases, kept in the system database of the data directory; answers from a
// cached copy of the latest committed state. Rows are written and read by the functions of user_rows.hpp and its like.
// Thread-safe: one leaf mutex in each directory guards the cache.
#pragma once

#include "catalog/mutex/mutex.hpp"
#include "sql/store/directory_set.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace duckdb {
class Connection;
class DuckDB;
} // namespace duckdb

namespace redstart::sql {

class SystemStore {
public:
    // `instance` has the system database attached; creates its tables when they are missing.
    explicit SystemStore(duckdb::DuckDB& instance);
    ~SystemStore();

    // Around the replacement of an instance that has failed; the directories keep what they know meanwhile.
    void close();
    void reopen(duckdb::DuckDB& instance);

    // As they were last committed.
    catalog::Directories directories() const noexcept { return set_.directories(); }

    // What is wrong with the files of databases, by oid; shows after reload().
    void set_damages(std::map<std::uint32_t, std::string> damages);

    // Reads the committed state again. Call after the commit of a transaction that changed it.
    void reload();

private:
    Mutex reload_mutex_; // the cache and the engine are used under it
    std::unique_ptr<duckdb::Connection> connection_ GUARDED_BY(reload_mutex_); // for reload()
    std::map<std::uint32_t, std::string> damages_ GUARDED_BY(reload_mutex_);
    DirectorySet set_;
};

} // namespace redstart::sql
