// PIVOT as the grouping that it is (r_FROM_clause-pivot-unpivot-examples).
// A function over the engine's parsed trees, without names looked up; for the thread that has the tree.
#pragma once

#include "catalog/engine/engine_types.hpp"

namespace duckdb {
class PivotRef;
}

namespace redstart::sql {

// SELECT the other columns, aggregate FILTER (WHERE column = value) AS value, ... GROUP BY the other columns. The
// engine's own PIVOT takes the engine's aggregates only, and ours are often more than one call. A column is named as
// the IN list names it: by its alias or its constant, "?column?" for another expression; the aggregate's alias is
// appended. Null for UNPIVOT and for forms that are the engine's alone; the tree is untouched then.
Owned<duckdb::TableRef> pivot_query(duckdb::PivotRef& pivot);

} // namespace redstart::sql
