// Puts the catalog into the engine at start: types, casts, table functions, scalar functions and system views.
// Called once per engine instance, before any client connects; the directories must outlive the instance.
#pragma once

#include "catalog/state/directories.hpp"

namespace duckdb {
class DatabaseInstance;
} // namespace duckdb

namespace redstart::catalog {

// Installs everything into schema pg_catalog (and information_schema) of the engine's system catalog, where every
// attached database sees it and no user can drop it. Throws the engine's exception when a declaration is wrong.
void install(duckdb::DatabaseInstance& instance, const Directories& directories);

} // namespace redstart::catalog
