// Holds every call of an engine function to the limits of its row in engine_functions(): long values are computed in
// pieces between which the statement can be cancelled, results have at most 65535 bytes, and a value whose time or
// depth the engine would not survive is refused before it is computed.
// Changes the engine's own catalog entries; used at start by one thread.
#pragma once

#include <cstddef>

namespace duckdb {
class DatabaseInstance;
}

namespace redstart::catalog {

// Of all arrays of a vector of rows.
inline constexpr std::size_t kMostElements = 16U << 20;

// Call it last: it guards what is installed.
void install_call_guards(duckdb::DatabaseInstance& instance);

} // namespace redstart::catalog
