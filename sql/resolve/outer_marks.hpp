// The older form of outer joins, a = b (+): marks of columns in WHERE become LEFT JOINs (r_WHERE_oracle_outer).
// Functions over one resolved query, on the backend's thread, inside EngineRunner::look_up().
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/tree/cte_scope.hpp"

#include <cstddef>

namespace duckdb {
class SelectNode;
} // namespace duckdb

namespace redstart::sql {

// Turns the marks of the query's WHERE into joins; returns how many there were. Throws 42601 for marks that make no
// join.
std::size_t join_outer(duckdb::ClientContext& context, const CteScope& ctes, duckdb::SelectNode& select);

} // namespace redstart::sql
