// Database and the abstract DatabaseDirectory: the databases of this server. Values only; thread-safe by contract.
#pragma once

#include "catalog/state/users.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::catalog {

// The hidden attached database that keeps users and databases, and the engine's own ones: never shown, never a name
// for a user's database.
inline constexpr std::string_view kSystemDatabase = "redstart_system";

// Isolation is a property of the database (r_CREATE_DATABASE).
enum class IsolationLevel : unsigned char { Snapshot, Serializable };

// As STV_DB_ISOLATION_LEVEL prints it.
constexpr std::string_view isolation_level_name(IsolationLevel level) {
    return level == IsolationLevel::Serializable ? "Serializable" : "Snapshot Isolation";
}

struct Database {
    std::uint32_t oid = 0;
    std::string name;
    std::int32_t owner_id = 0;
    IsolationLevel isolation_level = IsolationLevel::Snapshot;
    std::optional<std::int32_t> connection_limit; // nullopt: UNLIMITED
    bool allow_connections = true;
    std::string file;           // its name in the data directory; stays when the database is renamed
    ParameterValues settings{}; // ALTER DATABASE ... SET: what they are at first in a session of this database
    std::string damage;         // what keeps it from being used, naming the file; empty when nothing does; not stored
};

class DatabaseDirectory {
public:
    virtual ~DatabaseDirectory() = default;
    // The latest committed state; nullptr when there is no such database. Thread-safe.
    virtual std::shared_ptr<const Database> find(std::string_view name) const = 0;
    virtual std::vector<std::shared_ptr<const Database>> all() const = 0;
};

} // namespace redstart::catalog
