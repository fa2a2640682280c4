// Common table expressions in scope at a place of a query.
// Views into a tree that the caller keeps; one thread.
#pragma once

#include "catalog/engine/engine_types.hpp"

#include <string>
#include <vector>

namespace redstart::sql {

struct CommonTable {
    std::string name;                         // in lower case
    const duckdb::QueryNode* query = nullptr; // null where a query is inside its own
    std::vector<std::string> columns = {};    // the names it gives to its first columns
};

using CteScope = std::vector<CommonTable>; // innermost last

} // namespace redstart::sql
