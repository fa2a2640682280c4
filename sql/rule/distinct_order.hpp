// ORDER BY of SELECT DISTINCT. A function over plans the engine has not optimized yet; any thread.
#pragma once

namespace duckdb {
class LogicalOperator;
} // namespace duckdb

namespace redstart::sql {

// What orders the rows of a SELECT DISTINCT must be one of its columns, and what DISTINCT ON tells apart must come
// first in ORDER BY: 42P10 through the engine (PostgreSQL). The engine would sort by, or keep, any of the rows that
// DISTINCT takes for one.
void check_distinct_order(const duckdb::LogicalOperator& plan);

} // namespace redstart::sql
