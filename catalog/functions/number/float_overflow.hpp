// Results that no floating point number can hold: an error, where the engine answers Infinity.
// Changes sets of overloads while they are made; used at start by one thread.
#pragma once

namespace duckdb {
class ScalarFunctionSet;
} // namespace duckdb

namespace redstart::catalog {

// Overloads over REAL or DOUBLE PRECISION alone: an infinite result of finite operands is 22003 `value out of range:
// overflow`. Call it before anything that hides what the overloads execute.
void refuse_float_overflow(duckdb::ScalarFunctionSet& set);

} // namespace redstart::catalog
