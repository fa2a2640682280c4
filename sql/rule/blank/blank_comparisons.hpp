// ignore_trailing_blanks(): texts are compared without the blanks at their ends, wherever a plan compares them
// (r_Character_types: "Trailing blanks ... are not significant in comparisons").
// Called by the plan rules for every statement, on the thread that plans it.
#pragma once

#include "catalog/engine/engine_types.hpp"

namespace duckdb {
class Binder;
class LogicalOperator;
} // namespace duckdb

namespace redstart::sql {

class BlankOrigins;

// A plan over columns of which no value ends in a blank stays as it is, so that filters and joins cost what they did.
// Throws the engine's exceptions: what is not known of a column is read now.
void ignore_trailing_blanks(duckdb::ClientContext& context, BlankOrigins& origins, Owned<duckdb::LogicalOperator>& plan,
                            duckdb::Binder& binder);

} // namespace redstart::sql
