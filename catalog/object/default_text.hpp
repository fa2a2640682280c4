// A column's default as a client is shown it: \d, pg_attrdef, information_schema. A pure function; any thread.
#pragma once

#include <optional>
#include <string>

namespace duckdb {
struct LogicalType;
class ParsedExpression;
} // namespace duckdb

namespace redstart::catalog {

// The stored expression in PostgreSQL's form (pg_get_expr): functions and types by the names clients know them by, a
// literal in quotes with the column's type. nullopt for NULL, which PostgreSQL does not store either.
std::optional<std::string> default_text(const duckdb::ParsedExpression& value, const duckdb::LogicalType& column);

} // namespace redstart::catalog
