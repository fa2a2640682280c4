// Casts between types that have none: 42846 for one that is written, 42883 for an operator or function that would need
// it. Called once for every bound plan, on the thread that plans; it keeps nothing.
#pragma once

namespace duckdb {
class LogicalOperator;
} // namespace duckdb

namespace redstart::sql {

// The engine refuses such a cast with the first value that meets it, so that a query over no rows, or over NULLs,
// passes, and makes one of two operands of any types. Here the types alone decide (PostgreSQL).
void refuse_impossible_casts(duckdb::LogicalOperator& plan);

} // namespace redstart::sql
