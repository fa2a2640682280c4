// The order of the queries of WITH RECURSIVE, which may read those behind them: PostgreSQL sorts them first.
// Functions over trees that the caller keeps; one thread.
#pragma once

#include "catalog/engine/engine_types.hpp"

#include <vector>

namespace redstart::sql {

// `tables` are the CTENodes of one list, in the order written; afterwards each stands behind those that it reads.
// Throws 0A000, as PostgreSQL does, when two read each other. One that reads itself is no matter here.
void order_common_tables(std::vector<Owned<duckdb::QueryNode>>& tables);

} // namespace redstart::sql
