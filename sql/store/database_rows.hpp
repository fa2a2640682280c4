// Databases as rows of the system database. In the transaction of the writer or connection; all throw what the engine
// says as SqlError.
#pragma once

#include "catalog/state/databases.hpp"
#include "sql/store/store_writer.hpp"

#include <optional>
#include <string>
#include <vector>

namespace redstart::sql {

// With their first values; without damages.
std::vector<catalog::Database> read_databases(duckdb::Connection& connection);

// A database is unfinished from its first moment on until finish_database().
void insert_database(StoreWriter& writer, const catalog::Database& database, bool unfinished);
void finish_database(StoreWriter& writer, std::uint32_t oid);
bool is_unfinished(duckdb::Connection& connection, std::uint32_t oid);
void update_database(StoreWriter& writer, const catalog::Database& database); // found by its oid
void erase_database(StoreWriter& writer, std::uint32_t oid);                  // with its first values
// ALTER DATABASE ... SET; nullopt: RESET, of every parameter with "all".
void set_database_setting(StoreWriter& writer, std::uint32_t oid, const std::string& name,
                          const std::optional<std::string>& value);

} // namespace redstart::sql
