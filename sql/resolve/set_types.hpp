// UNION, INTERSECT and EXCEPT: the types of their columns, by PostgreSQL's rules ("UNION, CASE, and Related
// Constructs"). The engine makes text of what has nothing in common, and shows the first query's length.
// Functions of one resolve() call, over queries whose names are resolved.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/tree/cte_scope.hpp"

namespace duckdb {
class SetOperationNode;
} // namespace duckdb

namespace redstart::sql {

struct ResolvedNames;

// Casts in the queries where their columns have no common type by themselves. Throws 42804.
void match_columns(duckdb::ClientContext& context, const ResolvedNames& names, const CteScope& ctes,
                   duckdb::SetOperationNode& chain);
// A column of a query to be stored that is NULL without a type is text (PostgreSQL). Inside of WITH the engine tells of
// none.
void type_nulls(duckdb::ClientContext& context, const ResolvedNames& names, duckdb::QueryNode& query);

} // namespace redstart::sql
