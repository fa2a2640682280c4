// How complex a statement may be, told from its tokens, before anything recurses over it. Pure functions; any thread.
#pragma once

#include "sql/parse/statement.hpp"

namespace redstart::sql {

// Brackets and CASE inside each other. The engine computes nested calls of constants while it plans, in cubic time, and
// is not to be stopped meanwhile (measured: abs( 400 times takes 0.4 s, 900 times 11 s).
inline constexpr int kDeepestNesting = 400;
// WITH that is the query of a WITH: each level makes four times the work of the one below (measured: 8 take 0.1 s).
inline constexpr int kDeepestWith = 8;

// Literals that operators join, with nothing else between: the engine computes them while it plans, again and again,
// and is not to be stopped meanwhile (measured: 400 take 1 s, 900 take 12 s).
inline constexpr int kMostLiterals = 300;
// ROW inside of ROW; as above.
inline constexpr int kDeepestRow = 100;

// Subqueries inside each other in expressions: the engine's filter pushdown doubles its work with each, and is not to
// be stopped meanwhile (measured: EXISTS 12 deep takes 0.1 s, 16 deep 1 s, 20 deep beyond 15 s). Subqueries in FROM are
// free.
inline constexpr int kDeepestSubquery = 14;

// Throws 54001 with the limit's name and the position for a statement that goes beyond.
void check_nesting(const Statement& statement);

} // namespace redstart::sql
