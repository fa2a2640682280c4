// Whom a statement names as an owner. A function of one session's thread.
#pragma once

#include <cstdint>
#include <optional>

namespace redstart::sql {

class SessionContext;
struct ParsedStatement;

// The id of the owner that AUTHORIZATION of CREATE SCHEMA, or OWNER TO of ALTER TABLE, names. Throws 42704 for nobody,
// and for OWNER TO 42501 for another than oneself without being a superuser; of AUTHORIZATION the resolver asks that.
std::optional<std::int32_t> named_owner(SessionContext& session, const ParsedStatement& statement);

} // namespace redstart::sql
