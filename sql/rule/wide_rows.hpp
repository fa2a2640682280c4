// Finds where a plan makes texts that may be long, and puts the slicing operators there. A function over the engine's
// optimized plans; on the session's thread.
#pragma once

#include "catalog/engine/engine_types.hpp"

namespace duckdb {
class LogicalOperator;
} // namespace duckdb

namespace redstart::sql {

// Plans whose texts are all short stay as they are. `plan` is the whole plan of a statement.
void slice_wide_rows(duckdb::ClientContext& context, Owned<duckdb::LogicalOperator>& plan);

} // namespace redstart::sql
