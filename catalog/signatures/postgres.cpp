// What PostgreSQL has and the guide does not list, kept for drivers and tools; functions that are syntax to both; and
// the operators, which the engine's trees call as functions.
#include "catalog/signatures/signature.hpp"

#include <array>

namespace redstart::catalog {

namespace {

using enum Made;

constexpr auto kRows = std::to_array<Signature>({
    // dates
    {"age", "timestamp, timestamp | timestamptz, timestamptz | timestamp", "interval", Engine, "PostgreSQL"},
    {"current_time", "", "timetz", Own, "PostgreSQL"},
    {"isfinite", "date | timestamp | timestamptz", "boolean", Engine, "PostgreSQL"},
    {"localtime", "", "time without time zone", Own, "PostgreSQL"},
    {"localtimestamp", "", "timestamp", Own, "PostgreSQL"},
    // numbers
    {"acosh", "float8", "float8", Own, "PostgreSQL"},
    {"asinh", "float8", "float8", Engine, "PostgreSQL"},
    {"atanh", "float8", "float8", Engine, "PostgreSQL"},
    {"cosh", "float8", "float8", Engine, "PostgreSQL"},
    {"factorial", "int", "numeric", Engine, "PostgreSQL"},
    {"gcd", "bigint, bigint", "bigint", Engine, "PostgreSQL"},
    {"lcm", "bigint, bigint", "bigint", Engine, "PostgreSQL"},
    {"log10", "float8", "float8", Engine, "PostgreSQL"},
    {"sinh", "float8", "float8", Engine, "PostgreSQL"},
    {"tanh", "float8", "float8", Engine, "PostgreSQL"},
    // text
    {"bit_length", "varchar", "bigint", Engine, "PostgreSQL"},
    {"starts_with", "varchar, varchar", "boolean", Engine, "PostgreSQL"},
    {"string_to_array", "varchar, varchar", "varchar[]", Engine, "PostgreSQL"},
    // the session and its server, as the engine's macros answer
    {"has_function_privilege", "varchar, varchar | varchar, varchar, varchar", "boolean", Engine, "PostgreSQL"},
    {"has_language_privilege", "varchar, varchar | varchar, varchar, varchar", "boolean", Engine, "PostgreSQL"},
    {"has_sequence_privilege", "varchar, varchar | varchar, varchar, varchar", "boolean", Engine, "PostgreSQL"},
    {"has_tablespace_privilege", "varchar, varchar | varchar, varchar, varchar", "boolean", Engine, "PostgreSQL"},
    {"inet_client_addr", "", "varchar", Engine, "PostgreSQL"},
    {"inet_client_port", "", "int", Engine, "PostgreSQL"},
    {"inet_server_addr", "", "varchar", Engine, "PostgreSQL"},
    {"inet_server_port", "", "int", Engine, "PostgreSQL"},
    {"pg_has_role", "varchar, varchar | varchar, varchar, varchar", "boolean", Engine, "PostgreSQL"},
    {"pg_is_other_temp_schema", "oid", "boolean", Engine, "PostgreSQL"},
    {"pg_typeof", "any", "varchar", Own, "PostgreSQL"},
    // aggregates
    {"array_agg", "any", "any", Engine, "PostgreSQL"},
    {"corr", "float8, float8", "float8", Engine, "PostgreSQL"},
    {"covar_pop", "float8, float8", "float8", Engine, "PostgreSQL"},
    {"covar_samp", "float8, float8", "float8", Engine, "PostgreSQL"},
    {"grouping", "any...", "bigint", Grammar, "r_GROUP_BY_aggregation_extensions"},
    {"mode", "any", "same", Engine, "PostgreSQL"},
    {"regr_avgx", "float8, float8", "float8", Engine, "PostgreSQL"},
    {"regr_avgy", "float8, float8", "float8", Engine, "PostgreSQL"},
    {"regr_count", "float8, float8", "bigint", Engine, "PostgreSQL"},
    {"regr_intercept", "float8, float8", "float8", Engine, "PostgreSQL"},
    {"regr_r2", "float8, float8", "float8", Engine, "PostgreSQL"},
    {"regr_slope", "float8, float8", "float8", Engine, "PostgreSQL"},
    {"regr_sxx", "float8, float8", "float8", Engine, "PostgreSQL"},
    {"regr_sxy", "float8, float8", "float8", Engine, "PostgreSQL"},
    {"regr_syy", "float8, float8", "float8", Engine, "PostgreSQL"},
    {"string_agg", "varchar, varchar", "varchar", Own, "PostgreSQL"},
    // arrays, rows and JSON
    {"array_append", "any, any", "same", Engine, "PostgreSQL"},
    {"array_cat", "any, any", "same", Engine, "PostgreSQL"},
    {"array_length", "any, int", "bigint", Engine, "PostgreSQL"},
    {"array_position", "any, any", "int", Engine, "PostgreSQL"},
    {"array_prepend", "any, any", "any", Engine, "PostgreSQL"},
    {"array_to_json", "any", "varchar", Engine, "PostgreSQL"},
    {"generate_series", "bigint, bigint | bigint, bigint, bigint", "bigint", Dialect, "PostgreSQL"},
    {"generate_subscripts", "any, int", "int", Engine, "PostgreSQL"},
    {"json_extract_path", "varchar, varchar", "varchar", Engine, "PostgreSQL"},
    {"json_object", "any...", "varchar", Engine, "PostgreSQL"},
    {"row", "any...", "any", Engine, "PostgreSQL"},
    {"row_to_json", "any", "varchar", Engine, "PostgreSQL"},
    {"to_json", "any", "varchar", Engine, "PostgreSQL"},
    {"unnest", "any", "any", Grammar, "PostgreSQL"},
});

} // namespace

std::span<const Signature> postgres_signatures() { return kRows; }

} // namespace redstart::catalog
