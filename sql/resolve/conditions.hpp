// Conditions are boolean or, as on a cluster, integers; the engine takes any number, and text, for one. Pure functions
// over parsed trees; the check is made when the engine binds.
#pragma once

#include "catalog/engine/engine_types.hpp"

namespace redstart::sql {

// `clause` is how the error calls its place: WHERE, JOIN/ON, ...
void check_condition(Owned<duckdb::ParsedExpression>& condition, const char* clause);
// The parts of AND, OR, NOT and CASE that have to be boolean.
void check_parts(duckdb::ParsedExpression& expression);
// BOOL_AND and BOOL_OR take integers as well.
template <typename Call> void check_truth(Call& call) {
    if (call.children.size() == 1 && (call.function_name == "bool_and" || call.function_name == "bool_or"))
        check_condition(call.children[0], call.function_name.c_str());
}

} // namespace redstart::sql
