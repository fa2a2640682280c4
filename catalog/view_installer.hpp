// Turns the declared system views into views of the engine's system catalog.
// Called once per engine instance at start.
#pragma once

namespace duckdb {
class DatabaseInstance;
} // namespace duckdb

namespace redstart::catalog {

// Every view becomes SELECT CAST(c AS t) AS c, ... FROM (sql) q(c, ...), with the filter its access asks for; names in
// the SQL are bound to the system catalog. Throws the engine's exception when a declaration's SQL cannot be parsed.
void install_views(duckdb::DatabaseInstance& instance);

} // namespace redstart::catalog
