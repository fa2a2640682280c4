// The types of expressions that choose one of several values, by PostgreSQL's rules ("UNION, CASE, and Related
// Constructs"): COALESCE, CASE, GREATEST, LEAST, NULLIF, ARRAY, and LAG and LEAD with a default.
// Pure functions over parsed trees; any thread.
#pragma once

#include "catalog/engine/engine_types.hpp"

namespace redstart::sql {

// Rewrites `expression` so that the engine finds PostgreSQL's type; any other expression stays. Its functions have been
// resolved.
void type_choice(Owned<duckdb::ParsedExpression>& expression);

bool is_null_literal(const duckdb::ParsedExpression& expression);
// A literal without a type, NULL, or a parameter that nobody gave one: it takes the others' type.
bool is_unknown(const duckdb::ParsedExpression& expression);

// `expression` in the type that it has in common with `other`.
Owned<duckdb::ParsedExpression> in_common_type(Owned<duckdb::ParsedExpression> expression,
                                               const duckdb::ParsedExpression& other);

} // namespace redstart::sql
