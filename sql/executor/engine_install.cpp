#include "sql/executor/engine_install.hpp"

#include "sql/object/view_database.hpp"
#include "sql/rule/assignment.hpp"
#include "sql/tree/parameter_types.hpp"
#include "sql/value/text_casts.hpp"

namespace redstart::sql {
namespace {

void install(duckdb::DatabaseInstance& instance) {
    install_text_casts(instance);
    install_assignment_checks(instance);
    install_parameter_probes(instance);
}

} // namespace

EngineInstallers engine_installers() { return {install, move_views}; }

} // namespace redstart::sql
