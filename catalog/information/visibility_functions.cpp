#include "catalog/information/procedures.hpp"
#include "catalog/information/scalar_function.hpp"
#include "catalog/object/catalog_index.hpp"
#include "protocol/pg_type.hpp"

namespace redstart::catalog {

namespace {

std::uint32_t oid_argument(FunctionCall& call) { return static_cast<std::uint32_t>(call.integer(0)); }

Datum table_is_visible(FunctionCall& call) {
    const auto* relation = call.index().find(oid_argument(call));
    return relation == nullptr ? Datum() : Datum(call.index().visible(*relation));
}

// Types and functions live in pg_catalog, which is always searched.
Datum type_is_visible(FunctionCall& call) {
    return protocol::find_type(oid_argument(call)) == nullptr ? Datum() : Datum(true);
}

Datum function_is_visible(FunctionCall& call) {
    return find_procedure(oid_argument(call)) == nullptr ? Datum() : Datum(true);
}

// Kinds of objects there are none of: NULL, as PostgreSQL answers for an OID without an object.
Datum no_object(FunctionCall&) { return {}; }

constexpr auto kFunctions = std::to_array<ScalarFunction>({
    {"pg_table_is_visible", "relation oid", "result boolean", Stability::Stable, table_is_visible},
    {"pg_type_is_visible", "type oid", "result boolean", Stability::Stable, type_is_visible},
    {"pg_function_is_visible", "function oid", "result boolean", Stability::Stable, function_is_visible},
    {"pg_operator_is_visible", "operator oid", "result boolean", Stability::Stable, no_object},
    {"pg_opclass_is_visible", "opclass oid", "result boolean", Stability::Stable, no_object},
    {"pg_opfamily_is_visible", "opfamily oid", "result boolean", Stability::Stable, no_object},
    {"pg_collation_is_visible", "collation oid", "result boolean", Stability::Stable, no_object},
    {"pg_conversion_is_visible", "conversion oid", "result boolean", Stability::Stable, no_object},
    {"pg_ts_config_is_visible", "config oid", "result boolean", Stability::Stable, no_object},
    {"pg_ts_dict_is_visible", "dictionary oid", "result boolean", Stability::Stable, no_object},
    {"pg_ts_parser_is_visible", "parser oid", "result boolean", Stability::Stable, no_object},
    {"pg_ts_template_is_visible", "template oid", "result boolean", Stability::Stable, no_object},
    {"pg_statistics_obj_is_visible", "statistics oid", "result boolean", Stability::Stable, no_object},
});

} // namespace

std::span<const ScalarFunction> visibility_functions() { return kFunctions; }

} // namespace redstart::catalog
