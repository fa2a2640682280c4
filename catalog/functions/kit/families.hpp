// The families of functions, each in a file of its own: what install_semantics() installs. Their order stands there.
// Called once per engine instance at start, before any client connects.
#pragma once

namespace duckdb {
class DatabaseInstance;
} // namespace duckdb

namespace redstart::catalog {

void install_like(duckdb::DatabaseInstance& instance);               // LIKE and ILIKE
void install_text_aggregates(duckdb::DatabaseInstance& instance);    // string_agg, listagg
void install_extreme_aggregates(duckdb::DatabaseInstance& instance); // max, min
void install_aggregate_results(duckdb::DatabaseInstance& instance);  // rs_sum_result, rs_percentile_result, ...
void install_division(duckdb::DatabaseInstance& instance);           // / % mod
void install_decimal_operators(duckdb::DatabaseInstance& instance);  // + - * of numerics
void install_float_overflow(duckdb::DatabaseInstance& instance);     // ^ ** pow power exp sum
void install_set_functions(duckdb::DatabaseInstance& instance);      // rs_series, rs_expand_array
void install_subscripts(duckdb::DatabaseInstance& instance);         // rs_subscript: a[n], also of int2vector
void install_value_functions(duckdb::DatabaseInstance& instance);    // everything declared as an Overload
void install_rounding(duckdb::DatabaseInstance& instance);           // abs, ceil, floor, round, trunc
void install_sign(duckdb::DatabaseInstance& instance);               // sign
void install_time_zones(duckdb::DatabaseInstance& instance);         // timezone: AT TIME ZONE of fixed offsets
void install_identity(duckdb::DatabaseInstance& instance);           // rs_identity: the next value of a column
void install_common_types(duckdb::DatabaseInstance& instance);       // rs_common_type, rs_nullif_type
void install_composed_functions(duckdb::DatabaseInstance& instance); // convert_timezone, to_timestamp, to_number

} // namespace redstart::catalog
