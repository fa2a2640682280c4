// Checks columns that GROUP BY and ORDER BY name by their position (GROUP BY 2) against the select list. Called by the
// passes of one resolve() call, on its thread; they change nothing.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/tree/cte_scope.hpp"

namespace redstart::sql {

// The engine says neither which position of GROUP BY is wrong nor where it stands. Throws 42P10; nothing where a star
// hides how many columns there are.
void check_group_positions(const duckdb::SelectNode& select);

// Of ORDER BY it says only where. The same for a query whose relations have their full names.
void check_order_positions(duckdb::ClientContext& context, const duckdb::QueryNode& query, const CteScope& ctes);

} // namespace redstart::sql
