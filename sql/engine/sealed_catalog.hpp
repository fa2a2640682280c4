// The engine's own catalog without what tells or does more than a client may: after this its table functions (read_csv,
// glob, query, duckdb_tables, ...), views, pragmas, and functions that read settings or run text are not there to be
// found, whoever asks. Called once by the thread that opens the engine, before anybody has a connection.
#pragma once

namespace duckdb {
class DatabaseInstance;
} // namespace duckdb

namespace redstart::sql {

class FunctionNames;

// `callable` is what clients may call; our own entries, which are marked as such, stay.
void seal_catalog(duckdb::DatabaseInstance& instance, const FunctionNames& callable);

} // namespace redstart::sql
