// How many columns there may be: 1600 in a table (Redshift, "Quotas and limits"), 1664 in what a query returns, whose
// number the protocol writes in two bytes (PostgreSQL). Pure functions, any thread.
#pragma once

#include <cstddef>

namespace duckdb {
class LogicalOperator;
} // namespace duckdb

namespace redstart::sql {

inline constexpr std::size_t kMaxTableColumns = 1600;
inline constexpr std::size_t kMaxResultColumns = 1664;

// Throws 54011 when a table or a view cannot have as many columns.
void check_table_columns(std::size_t columns);
// Throws 54011, through the engine, for the result of a plan and for the table that it creates.
void check_plan_columns(duckdb::LogicalOperator& plan);

} // namespace redstart::sql
