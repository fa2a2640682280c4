// Refuses syntax that the engine's grammar takes and Redshift's does not. Called for every statement before the
// engine's parser reads it. Pure functions over tokens; any thread.
#pragma once

#include "sql/parse/statement.hpp"

namespace redstart::sql {

// Throws 42601 at the token at which Redshift's grammar has an error and the engine's goes on: [1, 2], {'k': 1},
// `a, FROM t`, `FROM t` first, `x: 1`, `SELECT * REPLACE (...)`, USING SAMPLE, LIMIT 10%, ORDER BY ALL, UNION BY NAME,
// FILTER (WHERE ...), frames of GROUPS, a MERGE's DO NOTHING, and their like; 42883 for its operators. What stands in
// strings, comments and quoted names is left alone.
// Source: the syntax of each statement in the Redshift developer guide, and PostgreSQL 8.0's grammar.
void refuse_engine_syntax(const Statement& statement);

} // namespace redstart::sql
