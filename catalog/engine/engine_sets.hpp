// Function sets of the engine's system catalog: putting ours in, and reading the engine's own to extend them.
// Free functions over the instance's catalog; used at start by one thread.
#pragma once

#include <string>

namespace duckdb {
class DatabaseInstance;
class ScalarFunctionSet;
} // namespace duckdb

namespace redstart::catalog {

// Puts a set of overloads into pg_catalog, in place of one of the same name. Every overload is marked as able to fail.
void install_set(duckdb::DatabaseInstance& instance, duckdb::ScalarFunctionSet set);

// A copy of the engine's own overloads of `name`, which must exist.
duckdb::ScalarFunctionSet engine_set(duckdb::DatabaseInstance& instance, const std::string& name);
// A copy of what install_set() has put in as `name`.
duckdb::ScalarFunctionSet installed_set(duckdb::DatabaseInstance& instance, const std::string& name);

} // namespace redstart::catalog
