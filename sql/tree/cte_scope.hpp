// Common table expressions in scope at a place of a query.
// Views into a tree that the caller keeps; one thread.
#pragma once

#include "catalog/engine/engine_types.hpp"

#include <string>
#include <vector>

namespace redstart::sql {

struct CommonTable {
    std::string name = {};                    // in the tree, in lower case
    const duckdb::QueryNode* query = nullptr; // null where a query is inside its own
    std::vector<std::string> columns = {};    // the names it gives to its first columns
    std::string written = {};                 // how the client calls it, in lower case
    bool not_yet = false;                     // the place is its own first query, which must not read it (42P19)
};

using CteScope = std::vector<CommonTable>; // innermost last

} // namespace redstart::sql
