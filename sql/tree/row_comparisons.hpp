// Comparisons as PostgreSQL defines them: of rows element by element, where the engine would take a NULL in them for a
// value. Pure functions over parsed trees.
#pragma once

#include "catalog/engine/engine_types.hpp"

#include <cstdint>

namespace duckdb {
enum class ExpressionType : std::uint8_t;
} // namespace duckdb

namespace redstart::sql {

// `left` and `right` compared, element by element when they are rows. Throws 42601 for rows of different lengths.
Owned<duckdb::ParsedExpression> comparison(duckdb::ExpressionType type, const duckdb::ParsedExpression& left,
                                           const duckdb::ParsedExpression& right);
// `other` in the place, and with the name, of `expression`.
void replace_expression(Owned<duckdb::ParsedExpression>& expression, Owned<duckdb::ParsedExpression> other);

// A comparison of two rows.
void comparison_of_rows(Owned<duckdb::ParsedExpression>& expression);
// (a, b) IN ((1, 2), (3, 4)): one of them is equal.
void membership_of_row(Owned<duckdb::ParsedExpression>& expression);

} // namespace redstart::sql
