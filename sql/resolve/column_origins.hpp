// Column origins: which result columns of a query are plain columns of tables, for RowDescription.
// Pure functions over a resolved tree and the catalog; column_origins() inside an engine transaction.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "protocol/backend.hpp"

#include <cstdint>
#include <vector>

namespace redstart::sql {

// The table's oid and the column's number from 1; 0 and 0 for everything that is no plain column.
struct ColumnOrigin {
    std::uint32_t table = 0;
    std::int16_t attribute = 0;
    // One of several texts, which may have other lengths than the first one's that the engine tells.
    bool chosen = false;
};

// One per result column of a resolved SELECT; empty where the tree does not tell without being bound (a star over
// something unknown).
std::vector<ColumnOrigin> column_origins(duckdb::ClientContext& context, const duckdb::SQLStatement& statement);

// Writes them into the columns when there is one for each; a text that is chosen among several has no length.
void name_origins(std::vector<protocol::ColumnDescription>& columns, const std::vector<ColumnOrigin>& origins);

} // namespace redstart::sql
