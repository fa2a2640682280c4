// ColumnOrigin: the column of a table that a query's column shows as it is, for RowDescription. A value.
#pragma once

#include <cstdint>

namespace redstart::sql {

// The table's oid and the column's number from 1; 0 and 0 for everything that is no plain column.
struct ColumnOrigin {
    std::uint32_t table = 0;
    std::int16_t attribute = 0;
    // One of several texts, which may have other lengths than the first one's that the engine tells.
    bool chosen = false;
};

} // namespace redstart::sql
