// The rules over plans, in the order in which they run. Installed once per engine instance; they run on the threads
// that plan statements.
#pragma once

namespace duckdb {
class DatabaseInstance;
} // namespace duckdb

namespace redstart::sql {

// Adds the rules of this room to what the engine does with every plan before and after it optimizes it. Must be called
// before the first statement of a client. What a rule throws reaches the client as its SqlError
// (catalog/engine/engine_error.hpp).
void install_plan_rules(duckdb::DatabaseInstance& instance);

} // namespace redstart::sql
