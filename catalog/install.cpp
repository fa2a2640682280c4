#include "catalog/install.hpp"

#include "catalog/functions/array_guard.hpp"
#include "catalog/functions/call_guard.hpp"
#include "catalog/functions/kit/call_errors.hpp"
#include "catalog/functions/semantics.hpp"
#include "catalog/information/scalar_function.hpp"
#include "catalog/tables/table_function.hpp"
#include "catalog/type/types.hpp"
#include "catalog/view_installer.hpp"

namespace redstart::catalog {

void install(duckdb::DatabaseInstance& instance, const Directories& directories) {
    install_types(instance);
    install_plain_casts(instance);
    install_reg_casts(instance);
    install_table_functions(instance, directories);
    install_scalar_functions(instance, directories);
    install_regex_functions(instance);
    install_missing_function(instance);
    install_condition_check(instance);
    install_semantics(instance);
    install_array_guard(instance);
    install_call_guards(instance);
    install_views(instance);
}

} // namespace redstart::catalog
