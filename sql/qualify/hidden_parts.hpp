// HiddenParts: which parts of FROM clauses stand for tables some of whose columns the user may not read. A value of one
// resolve() call.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace duckdb {
class QueryNode;
} // namespace duckdb

namespace redstart::sql {

struct HiddenColumns {
    std::string relation;
    std::vector<std::string> columns;
};

// Which parts of a FROM clause stand for a table some of whose columns are hidden: by their query.
using HiddenParts = std::map<const duckdb::QueryNode*, HiddenColumns>;

} // namespace redstart::sql
