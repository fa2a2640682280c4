// Column origins: which result columns of a query are plain columns of tables, for RowDescription.
// Pure functions over a resolved tree and the catalog; column_origins() inside an engine transaction.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "protocol/backend.hpp"
#include "sql/qualify/column_origin.hpp"

#include <vector>

namespace redstart::sql {

// One per result column of a resolved SELECT; empty where the tree does not tell without being bound (a star over
// something unknown).
std::vector<ColumnOrigin> column_origins(duckdb::ClientContext& context, const duckdb::SQLStatement& statement);

// Writes them into the columns when there is one for each; a text that is chosen among several has no length.
void name_origins(std::vector<protocol::ColumnDescription>& columns, const std::vector<ColumnOrigin>& origins);

} // namespace redstart::sql
