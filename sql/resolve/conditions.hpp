// Conditions are boolean: PostgreSQL casts nothing to it by itself, where the engine takes any number for one. Pure
// functions over parsed trees; the check is made when the engine binds.
#pragma once

#include "catalog/engine/engine_types.hpp"

namespace redstart::sql {

// `clause` is how the error calls its place: WHERE, JOIN/ON, ...
void check_condition(Owned<duckdb::ParsedExpression>& condition, const char* clause);
// The parts of AND, OR, NOT and CASE that have to be boolean.
void check_parts(duckdb::ParsedExpression& expression);

} // namespace redstart::sql
