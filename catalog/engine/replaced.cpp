#include "catalog/engine/replaced.hpp"

#include <duckdb.hpp>

namespace redstart::catalog {

void replaced(duckdb::DataChunk&, duckdb::ExpressionState&, duckdb::Vector&) {
    throw duckdb::InternalException("a function was executed in whose place binding puts another expression");
}

} // namespace redstart::catalog
