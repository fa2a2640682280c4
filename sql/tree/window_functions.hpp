// Window functions that are no aggregates, as the engine's parser reads them.
// Pure functions over parsed trees; any thread.
#pragma once

#include <string_view>

namespace duckdb {
class WindowExpression;
}

namespace redstart::sql {

// Those that exist with OVER only. The engine's parser knows others besides.
bool is_window_function(std::string_view name);

// What counts rows in a call is an INTEGER (PostgreSQL): the offset of lag and lead, the n of nth_value and ntile. The
// engine counts in BIGINT and does not survive the smallest one.
void type_row_counts(duckdb::WindowExpression& call);

// The offset of a frame is no NULL (22004) and not negative (22013), which the engine takes for a row on the other
// side.
void check_frame(const duckdb::WindowExpression& call);

} // namespace redstart::sql
