// Who may create a schema, and whose it is. A function of one session's thread.
#pragma once

#include "catalog/engine/engine_types.hpp"

namespace redstart::sql {

class SessionContext;

// Throws 42501 for a CREATE SCHEMA of somebody who is neither a superuser nor the owner of the database: until
// privileges come, nobody else has CREATE on a database, as PUBLIC has not on a cluster. Writes the id of the owner
// that AUTHORIZATION names into the statement: 42704 for nobody, 42501 for another than oneself without being a
// superuser.
void check_schema_maker(SessionContext& session, duckdb::SQLStatement& statement);

} // namespace redstart::sql
