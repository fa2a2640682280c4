// replaced(): the body of functions that are never executed, because binding a call puts another expression in its
// place (bind_expression). Throws an internal error if it is called all the same. Any thread.
#pragma once

namespace duckdb {
class DataChunk;
class Vector;
struct ExpressionState;
} // namespace duckdb

namespace redstart::catalog {

// Never runs; throws the engine's internal error if it does.
void replaced(duckdb::DataChunk& arguments, duckdb::ExpressionState& state, duckdb::Vector& result);

} // namespace redstart::catalog
