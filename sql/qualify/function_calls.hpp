// Which function a call in a parsed tree means. Pure but for a look at the schemas of the session's database; on the
// session's thread.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/object/relations.hpp"

#include <string>

namespace duckdb {
class FunctionExpression;
} // namespace duckdb

namespace redstart::sql {

// Gives the call its full name. A function that does not exist becomes a call that tells so with the types of its
// arguments once they are known. Throws 0A000 for one that only a cluster has and for another database's, 3F000 for a
// schema that is not there, 42809 for a window function.
void name_function(duckdb::ClientContext& context, const NameScope& scope, duckdb::FunctionExpression& call);

// A set-returning function of a select list, generate_series() or information_schema._pg_expandarray(), becomes the
// function of its list; false for any other call. returns_list() tells such a call, which is to be unnested.
bool name_set_function(duckdb::FunctionExpression& call);
bool returns_list(const duckdb::FunctionExpression& call);

// What is written as a call and is none: what sql/dialect writes for a column with (+), and a call of
// pg_get_late_binding_view_cols() or pg_get_cols(relation), which becomes a query.
bool is_outer_mark(const duckdb::FunctionExpression& call);
bool returns_records(const duckdb::FunctionExpression& call);

// Throws 0A000 for a function that Redshift has and this server has not. `position` is the call's, 0 when unknown.
void refuse_missing(const std::string& name, int position);

} // namespace redstart::sql
