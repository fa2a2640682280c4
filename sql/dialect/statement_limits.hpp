// How complex a statement may be, told from its tokens, before anything recurses over it. Pure functions; any thread.
#pragma once

#include "sql/parse/statement.hpp"

namespace redstart::sql {

// Brackets and CASE inside each other; the engine nests expressions as deep.
inline constexpr int kDeepestNesting = 1000;
// WITH that is the query of a WITH: each level makes four times the work of the one below (measured: 8 take 0.1 s).
inline constexpr int kDeepestWith = 8;

// Throws 54001 with the limit's name and the position for a statement that goes beyond.
void check_nesting(const Statement& statement);

} // namespace redstart::sql
