// Queries of a WITH statement taken out of it, together with the common tables that they read.
// Functions over trees that the caller keeps; one thread.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/tree/cte_scope.hpp"

namespace redstart::sql {

// The query inside those of the common tables around it that it reads, so that it can be bound by itself.
Owned<duckdb::QueryNode> with_common_tables(Owned<duckdb::QueryNode> query, const CteScope& ctes);

// The common tables in front of a statement that changes data, whose names in the tree are final.
CteScope scope_of(const duckdb::CommonTableExpressionMap& ctes);

} // namespace redstart::sql
