// Installs Redshift's meaning of functions and operators that the engine answers differently or does not have.
// Called once per engine instance at start, before any client connects.
#pragma once

namespace duckdb {
class DatabaseInstance;
} // namespace duckdb

namespace redstart::catalog {

// Registers every function of this folder in schema pg_catalog of the engine's system catalog, where the resolver finds
// them before the engine's own of the same name. Throws the engine's exception when a declaration is wrong.
void install_semantics(duckdb::DatabaseInstance& instance);

} // namespace redstart::catalog
