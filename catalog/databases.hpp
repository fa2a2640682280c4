// Database and the abstract DatabaseDirectory: the databases of this server. Values only; thread-safe by contract.
#pragma once

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

struct Database {
    std::uint32_t oid = 0;
    std::string name;
    std::int32_t owner_id = 0;
    std::string isolation_level = "Snapshot Isolation"; // as STV_DB_ISOLATION_LEVEL prints it, or "Serializable"
    std::optional<std::int32_t> connection_limit;       // nullopt: UNLIMITED
    bool allow_connections = true;
};

class DatabaseDirectory {
public:
    virtual ~DatabaseDirectory() = default;
    // The latest committed state; nullptr when there is no such database. Thread-safe.
    virtual std::shared_ptr<const Database> find(std::string_view name) const = 0;
    virtual std::vector<std::shared_ptr<const Database>> all() const = 0;
};

} // namespace redstart::catalog
