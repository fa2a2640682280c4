// Refuses calls by names that only the engine has: its functions behind operators, and its own schemas. Called for
// every statement before the engine's parser reads it. A pure function over tokens; any thread.
#pragma once

#include "sql/parse/statement.hpp"

namespace redstart::sql {

// Throws 42883 at a call of a function that the engine's parser writes for operators, casts and subscripts: in the tree
// nothing tells it from the client's. Throws 3F000 at a call that is qualified with the schema of the engine's own
// functions, which no client has: PostgreSQL's error for a schema that is not there.
void refuse_engine_calls(const Statement& statement);

} // namespace redstart::sql
