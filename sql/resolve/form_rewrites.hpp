// Single expressions that become others, in Redshift's sense. Pure functions over a parsed tree whose names are full;
// what they write has full names.
#pragma once

#include "catalog/engine/engine_types.hpp"

namespace duckdb {
class CastExpression;
} // namespace duckdb

namespace redstart::sql {

// `name` over one argument. `Call` is a FunctionExpression or a WindowExpression.
template <typename Call> bool is_plain_aggregate(const Call& call, const char* name) {
    return call.function_name == name && call.children.size() == 1;
}

// Redshift's SUM of integers is BIGINT, the engine's HUGEINT: sum(x) -> rs_sum_result(sum(x)).
void narrow_sum(Owned<duckdb::ParsedExpression>& expression);

// Redshift's AVG of integers is a truncated BIGINT and of numerics a numeric, the engine's always DOUBLE:
// avg(x) -> rs_avg_result(rs_avg(x), count(x)); the engine shares the scan of x.
void exact_average(Owned<duckdb::ParsedExpression>& expression);

// A set-returning function in a select list: its list is unnested.
void unnest_list(Owned<duckdb::ParsedExpression>& expression);

// A call of a function that returns records gives the text of each in a select list.
void unnest_records(Owned<duckdb::ParsedExpression>& expression);

// The type is varchar(n) or char(n).
bool has_length(const duckdb::LogicalType& type);

// An explicit cast to varchar(n) or char(n) truncates (r_Character_types); the engine's cast would keep the text.
void rewrite_cast(duckdb::CastExpression& cast);

} // namespace redstart::sql
