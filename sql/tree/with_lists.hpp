// WITH in the engine's trees: one node for each common table, and names that nothing else has.
// Functions over trees that the caller keeps; one thread.
#pragma once

#include "catalog/engine/engine_types.hpp"

#include <functional>
#include <string>
#include <vector>

namespace redstart::sql {

// The engine's parser copies every WITH list into each query beside it, and wraps the query of a common table in the
// list of its own once more. This leaves one node for each table, around the query that the list stands in front of,
// and no copies: what is not there is not walked, and means nothing else than the node says. `order`, where it
// is given, may put the nodes of the list into another order.
void one_node_per_table(Owned<duckdb::QueryNode>& query,
                        const std::function<void(std::vector<Owned<duckdb::QueryNode>>&)>& order);

// The list entry without which the engine does not look for a common table of that name inside `node`.
void list_common_table(duckdb::QueryNode& node, const std::string& name);

// Names of common tables in a resolved tree begin with it. No relation's name may, so a reference that the engine does
// not take for a common table, by whatever rule of its own, finds nothing (CVE-2018-1058 once more).
inline constexpr char kCommonTableMark = '\x01';

} // namespace redstart::sql
