// Conditions are boolean or, as on a cluster, integers; the engine takes any number, and text, for one, and
// names of the select list. Functions over parsed trees; the type is checked when the engine binds.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/tree/cte_scope.hpp"

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

// Throws SqlError 42703 for an unqualified column of WHERE or HAVING that the FROM clause, which is resolved, does not
// offer and the select list does. `select` has no query around it whose columns it could mean.
void refuse_alias_uses(duckdb::ClientContext& context, const CteScope& ctes, const duckdb::SelectNode& select);

} // namespace redstart::sql
