// The body of functions whose bind_expression puts another expression in their place. Any thread.
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
