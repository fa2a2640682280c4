// The form in which the engine's files keep WITH: they drop the nodes of common tables and keep, in the query behind
// them, a list (cte_map), from which the nodes are made again when a view is read. A function over trees that the
// caller keeps; one thread. Source: QueryNode::ExtractCTENodes() of DuckDB 1.4.4.
#pragma once

#include "catalog/engine/engine_types.hpp"

namespace redstart::sql {

// Writes the lists of a resolved tree anew, from its nodes. Call before a view is stored, whenever its tree has
// changed.
void keep_common_tables(Owned<duckdb::QueryNode>& query);

} // namespace redstart::sql
