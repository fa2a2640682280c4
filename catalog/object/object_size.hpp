// How much room relations and databases take on disk.
// Reads the engine's storage in the caller's transaction; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace duckdb {
class ClientContext;
} // namespace duckdb

namespace redstart::catalog {

struct RelationRow;

// Bytes of the blocks that hold the table's columns; 0 for views, and for a table that is still in the log.
std::int64_t relation_size(duckdb::ClientContext& context, const RelationRow& relation);

struct DatabaseSize {
    std::int64_t file_bytes; // without the log
    std::int64_t log_bytes;
};

// nullopt: it is damaged, or being renamed or dropped at this moment.
std::optional<DatabaseSize> database_size(duckdb::ClientContext& context, const std::string& database);

} // namespace redstart::catalog
