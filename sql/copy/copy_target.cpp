#include "sql/copy/copy_target.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/run/engine_runner.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

Resolution plan_load(EngineRunner& runner, SessionContext& session, const QualifiedName& name) {
    Resolution plan;
    const auto relation = runner.require(name);
    refuse_system_view(relation);
    if (relation.kind == RelationKind::View)
        throw SqlError(state::kWrongObjectType, fmt::format("cannot copy to view \"{}\"", relation.name));
    require_own_database(session.names(), relation);
    runner.require_right(to_use(relation, bit(catalog::Privilege::Insert)));
    plan.uses.push_back({relation, LockMode::ShareRowExclusive});
    plan.takes_snapshot = plan.compute = plan.writes = true;
    return plan;
}

} // namespace

Relation lock_copy_target(EngineRunner& runner, SessionContext& session, const QualifiedName& name) {
    auto plan = plan_load(runner, session, name);
    runner.lock_and_begin(plan, true, [&] { return plan_load(runner, session, name); });
    return plan.uses.front().relation;
}

CopyTable without_generated(CopyTable table, EngineRunner& runner, const std::vector<std::string>& named) {
    if (table.generated.empty()) return table;
    const auto generated = [&table](const std::string& column) {
        return std::find(table.generated.begin(), table.generated.end(), column) != table.generated.end();
    };
    if (std::any_of(named.begin(), named.end(), generated))
        throw SqlError(state::kFeatureNotSupported, "cannot set an identity column to a value");
    if (!named.empty()) return table;
    auto columns = table.columns;
    std::erase_if(columns, generated);
    return columns.empty() ? std::move(table) : describe_copy_table(runner, table.relation, columns);
}

} // namespace redstart::sql
