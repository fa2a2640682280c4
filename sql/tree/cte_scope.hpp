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

// The query inside those of the common tables around it that it reads, so that it can be bound by itself. The parser
// gives every query a list of all that are in scope, and the outermost one a node for each; so does this.
Owned<duckdb::QueryNode> with_common_tables(Owned<duckdb::QueryNode> query, const CteScope& ctes);

} // namespace redstart::sql
