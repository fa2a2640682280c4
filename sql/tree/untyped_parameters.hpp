// Parameters whose types the client did not tell, as a parsed tree has them. Pure functions; `given` are the type OIDs
// of $1..$n, 0 where the client said nothing.
#pragma once

#include "catalog/engine/engine_types.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace redstart::sql {

// Throws 42P02 for $0 and for what is no number.
std::size_t parameter_number(const duckdb::ParsedExpression& parameter);
// 0 where the client said nothing, or no more than that it is text.
std::uint32_t given_type(const duckdb::ParsedExpression& parameter, const std::vector<std::uint32_t>& given);
// A parameter without a type.
bool is_untyped(const duckdb::ParsedExpression& expression, const std::vector<std::uint32_t>& given);
// Parameters of type void are no arguments: JDBC's driver declares so the result of `{? = call f(?)}`, and sends
// f($1, $2) (PostgreSQL).
void drop_void_parameters(duckdb::FunctionExpression& call, const std::vector<std::uint32_t>& given);
// A parameter without a type has a part in a column of a query in the statement, other than to be the column or to be
// cast to one type: the column may have its type.
bool has_open_columns(duckdb::SQLStatement& statement, const std::vector<std::uint32_t>& given);

} // namespace redstart::sql
