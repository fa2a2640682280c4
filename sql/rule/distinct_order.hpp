// The check of what SELECT DISTINCT may be ordered by. A function over plans the engine has not optimized yet; any
// thread.
#pragma once

namespace duckdb {
class LogicalOperator;
} // namespace duckdb

namespace redstart::sql {

// Throws 42P10 through the engine when SELECT DISTINCT is ordered by what is none of its columns, or when ORDER BY does
// not begin with the expressions of DISTINCT ON (PostgreSQL). The engine would sort by, or keep, any of the rows that
// DISTINCT takes for one.
void check_distinct_order(const duckdb::LogicalOperator& plan);

} // namespace redstart::sql
