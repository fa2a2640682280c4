// Holds array_agg() to what the process may have in memory: what its arrays are made of is outside of the engine's
// limit, and a window makes as much in a moment as the watcher of the process sees too late.
// Changes the engine's own catalog entries; used at start by one thread.
#pragma once

namespace duckdb {
class DatabaseInstance;
}

namespace redstart::catalog {

// Arrays that are taken from them together are as long as those of other functions may be: 54000; memory: 53200.
void install_array_guard(duckdb::DatabaseInstance& instance);

} // namespace redstart::catalog
