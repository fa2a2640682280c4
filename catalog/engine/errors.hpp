// One map from what the engine throws to what a client is told: SQLSTATE, PostgreSQL's or Redshift's text, position.
// Pure functions, any thread. Sources: messages of DuckDB 1.4.4, PostgreSQL's texts.
#pragma once

#include "protocol/error.hpp"

#include <exception>

namespace duckdb {
class ErrorData;
}

namespace redstart::sql {

// Never passes a raw engine text through that gives advice about the engine ("Did you mean", "LINE 1"). The position,
// when the engine knows one, counts bytes from 1 in the text the engine parsed; the caller maps it back.
protocol::SqlError to_sql_error(const duckdb::ErrorData& error);

// The same for anything caught around a call into the engine; a SqlError passes through unchanged.
protocol::SqlError to_sql_error(const std::exception& error);

// True when this very call made the engine fail for good, or would have; not for one that came upon an engine that had.
bool is_engine_fault(const duckdb::ErrorData& error);

// True when another transaction changed a row that the statement wanted to change.
bool is_row_conflict(const duckdb::ErrorData& error);

} // namespace redstart::sql
