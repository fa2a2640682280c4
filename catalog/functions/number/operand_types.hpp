// Which operand types an operator accepts, where PostgreSQL's rules and the engine's overload resolution differ.
// Changes sets of overloads while they are made; used at start by one thread.
#pragma once

namespace duckdb {
class ScalarFunctionSet;
} // namespace duckdb

namespace redstart::catalog {

// An integer literal is an INTEGER, also next to a SMALLINT; a REAL with any other number gives DOUBLE PRECISION.
// The engine would narrow the literal, or the other number, and overflow or lose digits.
void keep_literal_types(duckdb::ScalarFunctionSet& set);

// Adds overloads for text next to a number, a date or an interval: it takes the other operand's type, as PostgreSQL
// takes a literal of unknown type; a factor or divisor of an interval is a DOUBLE PRECISION.
// Call it last: the added overloads use those that the set has.
void adopt_text_operands(duckdb::ScalarFunctionSet& set);

// A timestamp takes a number of days, as a date does, and text of unknown type as an interval.
void adopt_days(duckdb::ScalarFunctionSet& set);

// ROUND or TRUNC of a numeric also takes digits that are no constant, a column or a parameter.
void adopt_varying_digits(duckdb::ScalarFunctionSet& set, bool rounds);

// A function of one number takes a literal of unknown type as DOUBLE PRECISION, the preferred type of its category
// (PostgreSQL, "Function Type Resolution"), and no other text: 42883. One that takes a number of digits as well takes
// it as a numeric.
void adopt_unknown_argument(duckdb::ScalarFunctionSet& set);

// No operator of the set takes a BOOLEAN: 42883. The engine would count with it. Call it last.
void refuse_booleans(duckdb::ScalarFunctionSet& set);

} // namespace redstart::catalog
