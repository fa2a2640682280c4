// COPY from object storage: a table filled from objects. On the session's thread, in its transaction.
#pragma once

#include "sql/parse/statement.hpp"

namespace redstart::sql {

class EngineRunner;
class SessionContext;

// Runs COPY t FROM 's3://...'; what it tells the client are notices. Throws XX000 when rows cannot be loaded (they are
// in stl_load_errors then), and what parsing, names, locks and the storage throw.
void run_load(SessionContext& session, EngineRunner& runner, const Statement& statement);

} // namespace redstart::sql
