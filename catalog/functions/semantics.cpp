#include "catalog/functions/semantics.hpp"

#include "catalog/functions/kit/families.hpp"

namespace redstart::catalog {

void install_semantics(duckdb::DatabaseInstance& instance) {
    install_aggregate_results(instance);
    install_division(instance);
    install_decimal_operators(instance);
    install_float_overflow(instance);
    install_set_functions(instance);
    install_subscripts(instance);
    install_value_functions(instance);
    install_rounding(instance); // after value functions: trunc of a date
    install_sign(instance);
    install_time_zones(instance); // before convert_timezone
    install_common_types(instance);
    install_identity(instance);
    install_composed_functions(instance); // calls some of the above
    install_like(instance);
    install_text_aggregates(instance);
    install_extreme_aggregates(instance);
}

} // namespace redstart::catalog
