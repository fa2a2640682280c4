// What the recursive term of WITH RECURSIVE may do with the table that it is about: PostgreSQL's rules, without which a
// query never ends or means something else in each engine.
// A pure function over a tree whose names have been resolved; any thread.
#pragma once

#include <functional>

namespace duckdb {
class FunctionExpression;
class RecursiveCTENode;
} // namespace duckdb

namespace redstart::sql {

// Throws 42P19 for a second reference of the recursive term to its own table, and for one in a subquery, on the
// nullable side of an outer join, in EXCEPT or INTERSECT ALL, or beside an aggregate. The node has the name that the
// resolver gave its table, which nothing else has.
void check_recursive_term(const duckdb::RecursiveCTENode& table,
                          const std::function<bool(const duckdb::FunctionExpression&)>& is_aggregate);

} // namespace redstart::sql
