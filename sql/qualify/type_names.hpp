// Types: which a client may name, and what they are in the engine. A function inside an engine transaction; one thread.
#pragma once

#include "catalog/engine/engine_types.hpp"

namespace redstart::sql {

// Gives a type that the client wrote its full name; array sizes are dropped, as PostgreSQL does. Throws 42704 for one
// that does not exist or is the engine's own, 0A000 for one that only a cluster has.
void name_type(duckdb::ClientContext& context, duckdb::LogicalType& type);

} // namespace redstart::sql
