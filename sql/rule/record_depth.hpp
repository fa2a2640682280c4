// How deep records may be nested. A function over plans the engine has not optimized yet; any thread.
#pragma once

namespace duckdb {
class LogicalOperator;
} // namespace duckdb

namespace redstart::sql {

// More levels than rows of tables in subqueries of subqueries come to.
inline constexpr int kMaxRecordDepth = 8;

// Throws 54001 through the engine when an expression of the plan is a record with more than kMaxRecordDepth records
// inside each other. The engine compares a record's fields twice at each level, so that a comparison takes 2 to the
// depth steps, and it hears no cancel while it does.
void check_record_depth(duckdb::LogicalOperator& plan);

} // namespace redstart::sql
