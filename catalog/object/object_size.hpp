// How much room relations and databases take on disk.
// Reads the engine's storage in the caller's transaction; any thread.
#pragma once

#include <cstdint>
#include <string>

namespace duckdb {
class ClientContext;
} // namespace duckdb

namespace redstart::catalog {

struct RelationRow;

// Bytes of the blocks that hold the table's columns; 0 for views, and for a table that is still in the log.
std::int64_t relation_size(duckdb::ClientContext& context, const RelationRow& relation);
// Bytes of the database's file without its log.
std::int64_t database_size(duckdb::ClientContext& context, const std::string& database);
// Bytes of its write-ahead log.
std::int64_t log_size(duckdb::ClientContext& context, const std::string& database);

} // namespace redstart::catalog
