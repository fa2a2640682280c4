// EXPLAIN's answer: the engine's plan in the form of Redshift's, one text column QUERY PLAN.
// Pure functions, any thread.
#pragma once

#include "protocol/backend.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

std::vector<protocol::ColumnDescription> explain_columns();

// The lines of a plan, from the engine's EXPLAIN (FORMAT JSON): "XN Seq Scan on t  (cost=0.00..1.00 rows=100 width=0)".
// Names of nodes are Redshift's (r_EXPLAIN, c-query-planning); rows are the engine's estimate. The engine knows no
// costs and widths: cost is INF, by the rates of the guide's examples (0.01 for a row scanned, 0.005 for one that is
// aggregated or joined), width is always 0.
std::vector<std::string> plan_lines(std::string_view engine_json);

} // namespace redstart::sql
