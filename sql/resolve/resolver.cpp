#include "sql/resolve/resolver.hpp"

#include "protocol/error.hpp"
#include "sql/object/stored_views.hpp"
#include "sql/resolve/statement_resolver.hpp"
#include "sql/tree/tree_check.hpp"

#include <map>
#include <utility>

#include <duckdb.hpp>

namespace redstart::sql {

Resolution resolve(duckdb::ClientContext& context, const NameScope& scope, duckdb::SQLStatement& statement,
                   const StatementReport& report, LateViews late) {
    StatementResolver resolver(context, scope, report, late);
    resolver.statement(statement);
    const auto& state = resolver.state();
    if (report.refusal && (!state.uses.empty() || !(report.refusal->over_tables || state.uses.reads_system())))
        throw protocol::SqlError(report.refusal->error).hint("SET cluster_rules TO off runs it all the same.");
    TreeCheck(state.names, TreeExtent::Whole).statement(statement);
    auto resolution = resolver.finish();
    for (const auto& right : resolution.rights) require_right(context, scope, right);
    return resolution;
}

Resolution resolve_relation(duckdb::ClientContext& context, const Relation& relation, LockMode mode) {
    Resolution resolution;
    resolution.takes_snapshot = true;
    std::vector<Relation> tables;
    base_tables(context, relation, tables);
    std::map<std::pair<RelationId, LockMode>, Relation> uses;
    if (relation.kind == RelationKind::View) uses.try_emplace({relation.oid, mode}, relation);
    for (const auto& table : tables)
        uses.try_emplace({table.oid, relation.kind == RelationKind::View ? LockMode::AccessShare : mode}, table);
    for (const auto& [key, table] : uses) resolution.uses.push_back({table, key.second});
    return resolution;
}

} // namespace redstart::sql
