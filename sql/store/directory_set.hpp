// DirectorySet: users, groups, roles and databases as they were last read from the system database, as directories.
// read() is called on one thread at a time; the directories are thread-safe, one leaf mutex in each.
#pragma once

#include "catalog/state/directories.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace duckdb {
class Connection;
} // namespace duckdb

namespace redstart::sql {

class DirectorySet {
public:
    DirectorySet();
    ~DirectorySet();

    // References to this.
    catalog::Directories directories() const noexcept;
    // As the transaction of `connection` sees them. `damages` are of databases, by oid. Throws what the engine says as
    // SqlError; nothing has changed then.
    void read(duckdb::Connection& connection, const std::map<std::uint32_t, std::string>& damages);

private:
    class Users;
    class Databases;
    class Groups;
    class Roles;
    const std::unique_ptr<Users> users_;
    const std::unique_ptr<Databases> databases_;
    const std::unique_ptr<Groups> groups_;
    const std::unique_ptr<Roles> roles_;
};

} // namespace redstart::sql
