#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/command/commands.hpp"
#include "sql/run/table_columns.hpp"

#include <fmt/core.h>

namespace redstart::sql {

// One machine without sorted regions and gathered statistics has nothing to do for VACUUM and ANALYZE; what they name
// is checked all the same, so that a script's mistake is found here and not on the cluster.

// Of the system catalogs there is nothing to do either; who may not is only warned, as in PostgreSQL.
bool Commands::skips_system_catalog(const QualifiedName& name, const char* action) {
    const auto relation = runner_.require(name);
    if (relation.kind != RelationKind::SystemView) return false;
    const auto database = session_.engine().databases().find(session_.database());
    if (!session_.user().superuser() && (!database || database->owner_id != session_.user().id()))
        session_.output().notice(protocol::SqlError(
            protocol::sqlstate::kWarning,
            fmt::format("skipping \"{}\" --- only superuser or database owner can {} it", relation.name, action),
            protocol::Severity::Warning));
    return true;
}

// Of another's table there is nothing done, with a warning (PostgreSQL's; a cluster skips it without a word).
bool Commands::skips_foreign_table(const Relation& table, const char* action, catalog::SystemPermission permission) {
    const auto database = session_.engine().databases().find(session_.database());
    if (has_right(to_own(table, 0, permission)) || (database && database->owner_id == session_.user().id()))
        return false;
    session_.output().notice(
        protocol::SqlError(protocol::sqlstate::kWarning,
                           "skipping \"" + table.name + "\" --- only table or database owner can " + action + " it",
                           protocol::Severity::Warning));
    return true;
}

template <> Outcome Commands::run_as<StatementKind::Vacuum>(const Statement& statement) {
    const auto name = parse_vacuum(statement).table;
    if (name && !skips_system_catalog(*name, "vacuum"))
        skips_foreign_table(runner_.require_own_table(*name), "vacuum", catalog::SystemPermission::Vacuum);
    return {};
}

template <> Outcome Commands::run_as<StatementKind::Analyze>(const Statement& statement) {
    const auto analyze = parse_analyze(statement);
    if (!analyze.table || skips_system_catalog(*analyze.table, "analyze")) return {};
    const auto table = runner_.require_own_table(*analyze.table);
    if (!skips_foreign_table(table, "analyze", catalog::SystemPermission::Analyze))
        describe_copy_table(runner_, table, analyze.columns);
    return {};
}

} // namespace redstart::sql
