// The engine's transaction begun and committed by its own calls: BEGIN and COMMIT as statements are read, planned and
// executed, which took a third of the time of a prepared statement that reads one row. Called by Transaction; on the
// session's thread, with nothing running on the connection.
#pragma once

namespace duckdb {
class Connection;
} // namespace duckdb

namespace redstart::sql {

// What is left of the last query on the connection ends first. Throws the engine's exceptions.
void begin_engine(duckdb::Connection& connection);
// The same. When it throws nothing is committed, and a transaction that is still open has to be rolled back.
void commit_engine(duckdb::Connection& connection);

} // namespace redstart::sql
