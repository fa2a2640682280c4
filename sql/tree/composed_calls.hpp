// Calls that become an expression of others, over the parsed tree: MEDIAN and PERCENTILE_CONT, whose type is the
// cluster's, PERCENTILE_* and RATIO_TO_REPORT as window functions. Functions over a tree of the caller's; one thread.
#pragma once

#include "catalog/engine/engine_types.hpp"

namespace duckdb {
class WindowExpression;
} // namespace duckdb

namespace redstart::sql {

// Changes `expression`, a call or a window function that the client wrote and whose arguments are resolved, to what
// stands for it; what it writes has full names. False for any other, which stays as it is. Throws SqlError 42601 for an
// order or frame that such a window may not have, and 42883 for QUANTILE_* in the client's text.
bool compose_call(Owned<duckdb::ParsedExpression>& expression);

// A window function that compose_call() changes. It has no full name before.
bool is_composed_window(const duckdb::WindowExpression& call);

// A minus before the digits belongs to the literal (PostgreSQL): -2147483648 is an INTEGER, where the engine's parser
// looks at the digits alone. `expression` is a constant.
void narrow_smallest_integer(duckdb::ParsedExpression& expression);

} // namespace redstart::sql
