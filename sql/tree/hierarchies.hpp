// Hierarchical queries: START WITH and CONNECT BY become a recursive common table (r_CONNECT_BY_clause).
// Functions over the engine's parsed trees, without names looked up; for the thread that has the tree.
#pragma once

namespace duckdb {
class FunctionExpression;
class SelectNode;
} // namespace duckdb

namespace redstart::sql {

// Takes the marks of sql/dialect (kConnectMark, kStartMark, kPriorMark) out of a query that has some: its FROM becomes
// a common table of the rows of the hierarchy, parents first, and LEVEL and PRIOR columns of that. Does nothing to
// other queries. Throws SqlError: 0A000 where FROM is more than one table, 42601 without PRIOR.
void make_hierarchy(duckdb::SelectNode& select);

// 42601 for one of these marks: where make_hierarchy() has left one, the clause stands where it may not.
void refuse_hierarchy_mark(const duckdb::FunctionExpression& call);

} // namespace redstart::sql
