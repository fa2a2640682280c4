// Names that stand for two things in one FROM clause. A pure function over a resolved tree; any thread.
#pragma once

namespace duckdb {
class SelectNode;
class TableRef;
} // namespace duckdb

namespace redstart::sql {

// Throws 42702 when the query names a column of which a subquery in its FROM has two: SELECT a FROM (SELECT 1 a, 2 a)
// q. The engine would take the first.
void refuse_ambiguous_columns(duckdb::SelectNode& select);

// Throws 42712 when two tables of the clause have one name. Tables of different schemas may, without an alias: only who
// uses the name is wrong then (PostgreSQL). The engine minds when the name is used.
void refuse_duplicate_names(const duckdb::TableRef& from);

} // namespace redstart::sql
