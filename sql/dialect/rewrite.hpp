// to_engine_sql: Redshift's SQL into what the engine's parser accepts, as edits of the client's text.
// Pure function; any thread. What the engine parses but means otherwise is the resolver's work, not this folder's;
// README.md lists the rewrites.
#pragma once

#include "sql/dialect/dialect_options.hpp"
#include "sql/dialect/rewritten.hpp"
#include "sql/parse/statement.hpp"

namespace redstart::sql {

// Throws SqlError 42601 for text that is wrong in a form only Redshift has, 0A000 for what the engine cannot do, 54001
// when the text would grow beyond all bounds (nested DECODEs repeat their first argument).
Rewritten to_engine_sql(const Statement& statement, DialectOptions options = {});

// MERGE ... REMOVE DUPLICATES, of which the engine is told something else.
bool removes_duplicates(const Statement& statement);

} // namespace redstart::sql
