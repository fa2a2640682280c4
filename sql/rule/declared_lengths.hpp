// The lengths of the columns that CREATE TABLE AS makes. Pure functions, any thread.
#pragma once

namespace duckdb {
class LogicalOperator;
} // namespace duckdb

namespace redstart::sql {

// The engine types UNION, CASE and COALESCE over varchars of several lengths as the first of them: a table made from
// such a query gets the longest instead, or no length where a branch has none. `plan` is not optimized yet; everything
// but a CREATE TABLE AS stays as it is.
void widen_declared_lengths(duckdb::LogicalOperator& plan);

} // namespace redstart::sql
