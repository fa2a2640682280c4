// READ ONLY transactions, as PostgreSQL has them: which statements they refuse.
// Used on the backend's thread.
#pragma once

#include "sql/parse/control_statements.hpp"
#include "sql/parse/statement.hpp"

namespace redstart::sql {

class EngineRunner;
class SessionContext;

// BEGIN ... READ ONLY or READ WRITE; without either the transaction is what default_transaction_read_only says.
void begin_with(const TransactionModes& modes, SessionContext& session);
// SET TRANSACTION inside a block, SET SESSION CHARACTERISTICS for the transactions to come.
void set_modes(const TransactionModes& modes, SessionContext& session);
// Throws 25006 for a statement that writes, when the transaction is read only; temporary tables may be written.
void check_read_only(const Statement& statement, SessionContext& session, EngineRunner& runner);

} // namespace redstart::sql
