// What runs here and a cluster refuses: the rules behind the setting cluster_rules. Pure functions over tokens; any
// thread.
#pragma once

#include "sql/parse/statement.hpp"
#include "sql/refusal/cluster_refusal.hpp"

#include <optional>

namespace redstart::sql {

// The first thing in the statement that a cluster refuses: DISTINCT ON, INTERSECT ALL and its like, IS DISTINCT FROM,
// LATERAL, VALUES as a table, subqueries in the rows of a VALUES of several, aggregates over an ordered window without
// a frame, DISTINCT over a window, a third argument of LAG and LEAD, functions of the leader node. Whether it is
// refused depends on what the statement reads, which the resolver knows: what clients ask the catalogs is left alone.
// Source: Redshift developer guide, "Unsupported PostgreSQL features", "Unsupported PostgreSQL functions", "Leader
// node-only functions", "Window function syntax summary", "UNION, INTERSECT, and EXCEPT", "INSERT".
std::optional<ClusterRefusal> cluster_refusal(const Statement& statement);

// Throws 42601 at a reserved word that is the new name of a table, column, view or schema, and at storage parameters;
// 0A000 at a type that no column has. Source: Redshift developer guide, "Reserved words", "CREATE TABLE", "Unsupported
// PostgreSQL data types".
void refuse_definition(const Statement& statement);

} // namespace redstart::sql
