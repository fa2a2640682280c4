#include "sql/rule/nested_unions.hpp"

#include <duckdb.hpp>
#include <duckdb/planner/binder.hpp>
#include <duckdb/planner/operator/logical_empty_result.hpp>
#include <duckdb/planner/operator/logical_set_operation.hpp>

namespace redstart::sql {
namespace {

using duckdb::LogicalOperatorType;

// Whether rows of a UNION ALL may come out of this plan without having been collected on the way.
bool streams_union(const duckdb::LogicalOperator& plan) {
    switch (plan.type) {
    case LogicalOperatorType::LOGICAL_UNION: return plan.Cast<duckdb::LogicalSetOperation>().setop_all;
    case LogicalOperatorType::LOGICAL_AGGREGATE_AND_GROUP_BY:
    case LogicalOperatorType::LOGICAL_DISTINCT:
    case LogicalOperatorType::LOGICAL_ORDER_BY:
    case LogicalOperatorType::LOGICAL_TOP_N: return false;
    default: break;
    }
    for (const auto& child : plan.children) {
        if (streams_union(*child)) return true;
    }
    return false;
}

// The plan, and beside it a part without rows.
duckdb::unique_ptr<duckdb::LogicalOperator> with_empty_part(duckdb::unique_ptr<duckdb::LogicalOperator> plan,
                                                            duckdb::Binder& binder) {
    plan->ResolveOperatorTypes();
    const auto types = plan->types;
    const auto cardinality = plan->estimated_cardinality;
    duckdb::vector<duckdb::ColumnBinding> bindings;
    const auto table = binder.GenerateTableIndex();
    for (duckdb::idx_t column = 0; column < types.size(); ++column) bindings.emplace_back(table, column);
    auto empty = duckdb::make_uniq<duckdb::LogicalEmptyResult>(types, std::move(bindings));
    empty->ResolveOperatorTypes();
    auto both =
        duckdb::make_uniq<duckdb::LogicalSetOperation>(binder.GenerateTableIndex(), types.size(), std::move(plan),
                                                       std::move(empty), LogicalOperatorType::LOGICAL_UNION, true);
    both->ResolveOperatorTypes();
    both->SetEstimatedCardinality(cardinality);
    return both;
}

} // namespace

void keep_nested_unions(duckdb::LogicalOperator& plan, duckdb::Binder& binder) {
    for (auto& child : plan.children) keep_nested_unions(*child, binder);
    if (plan.type != LogicalOperatorType::LOGICAL_UNION || plan.children.size() != 2 ||
        !streams_union(*plan.children[1]))
        return;
    plan.children[0] = with_empty_part(std::move(plan.children[0]), binder);
}

} // namespace redstart::sql
