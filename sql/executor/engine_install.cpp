#include "sql/executor/engine_install.hpp"

#include "sql/object/view_database.hpp"
#include "sql/rule/plan_rules.hpp"
#include "sql/tree/parameter_types.hpp"

namespace redstart::sql {
namespace {

void install(duckdb::DatabaseInstance& instance) {
    install_plan_rules(instance);
    install_parameter_probes(instance);
}

} // namespace

EngineInstallers engine_installers() { return {install, move_views}; }

} // namespace redstart::sql
