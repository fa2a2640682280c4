// UNLOAD: the rows of a query into objects. On the session's thread, in its transaction.
#pragma once

#include "sql/parse/statement.hpp"

namespace redstart::sql {

class EngineRunner;
class SessionContext;

// Runs UNLOAD ('select') TO 's3://...'; what it tells the client are notices. An UNLOAD that fails leaves no object.
// Throws XX000 when the destination is not empty, and what the query and the storage throw.
void run_unload(SessionContext& session, EngineRunner& runner, const Statement& statement);

} // namespace redstart::sql
