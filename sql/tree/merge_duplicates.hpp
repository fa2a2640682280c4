// MERGE ... REMOVE DUPLICATES: the matched rows of the target go, and every row of the source comes (MERGE, "Simplified
// mode"). A pure function over a parsed tree.
#pragma once

#include "catalog/engine/engine_types.hpp"

#include <string>
#include <vector>

namespace duckdb {
class MergeIntoStatement;
} // namespace duckdb

namespace redstart::sql {

// Completes what the dialect pass has written of it: WHEN MATCHED THEN DELETE, WHEN NOT MATCHED THEN INSERT. The
// source, a table with these columns, is read twice, once to delete and once to insert, since what is matched is not
// inserted.
void remove_duplicates(duckdb::MergeIntoStatement& statement, const std::vector<std::string>& columns);

} // namespace redstart::sql
