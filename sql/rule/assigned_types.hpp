// Which values INSERT, UPDATE and MERGE may give to columns without a cast in the statement. A function over plans the
// engine has not optimized yet; any thread.
#pragma once

#include "catalog/engine/engine_types.hpp"

namespace duckdb {
class LogicalOperator;
} // namespace duckdb

namespace redstart::sql {

// Whether a value of a type becomes one of another where it is assigned. Source: Redshift developer guide, "Implicit
// conversion types". Text becomes a number, a date or a truth value only when it is a literal; what has no conversion
// at all the engine refuses.
bool is_assignable(const duckdb::LogicalType& from, const duckdb::LogicalType& to);

// Throws through the engine 42804 "column "c" is of type integer but expression is of type character varying" where the
// engine has put a cast that a cluster does not make (PostgreSQL's text). It must run before other rules change the
// plan. Nothing is refused in a session whose cluster_rules is off.
void check_assigned_types(duckdb::ClientContext& context, duckdb::LogicalOperator& plan);

} // namespace redstart::sql
