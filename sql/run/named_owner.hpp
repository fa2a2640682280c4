// Who may create a schema, and whom a statement names as an owner. A function of one session's thread.
#pragma once

#include <cstdint>
#include <optional>

namespace redstart::sql {

class SessionContext;
struct ParsedStatement;

// Throws 42501 for a CREATE SCHEMA of somebody who is neither a superuser nor the owner of the database: until
// privileges come, nobody else has CREATE on a database, as PUBLIC has not on a cluster. Returns the id of the owner
// that AUTHORIZATION, or OWNER TO of ALTER TABLE, names: 42704 for nobody; for AUTHORIZATION 42501 for another than
// oneself without being a superuser.
std::optional<std::int32_t> named_owner(SessionContext& session, const ParsedStatement& statement);

} // namespace redstart::sql
