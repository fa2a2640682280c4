#include "sql/rule/blank/blank_sets.hpp"

#include "sql/rule/blank/blank_keys.hpp"
#include "sql/rule/blank/blank_origins.hpp"

#include <duckdb.hpp>
#include <duckdb/function/aggregate/distributive_function_utils.hpp>
#include <duckdb/function/function_binder.hpp>
#include <duckdb/optimizer/column_binding_replacer.hpp>
#include <duckdb/planner/binder.hpp>
#include <duckdb/planner/expression/list.hpp>
#include <duckdb/planner/operator/list.hpp>

namespace redstart::sql {
namespace {

using duckdb::ColumnBinding;
using duckdb::Expression;
using duckdb::LogicalOperator;
using duckdb::LogicalOperatorType;
using Pointer = Owned<Expression>;
using Operator = Owned<LogicalOperator>;

Pointer reference(LogicalOperator& rows, std::size_t column) {
    return duckdb::make_uniq<duckdb::BoundColumnRefExpression>(rows.types[column], rows.GetColumnBindings()[column]);
}

} // namespace

void BlankSets::visit(Operator& plan) {
    switch (plan->type) {
    case LogicalOperatorType::LOGICAL_AGGREGATE_AND_GROUP_BY: return group(plan->Cast<duckdb::LogicalAggregate>());
    case LogicalOperatorType::LOGICAL_DISTINCT: {
        auto& distinct = plan->Cast<duckdb::LogicalDistinct>();
        for (auto& target : distinct.distinct_targets)
            if (keys_.make_exactly(target)) distinct.distinct_type = duckdb::DistinctType::DISTINCT_ON;
        return;
    }
    case LogicalOperatorType::LOGICAL_UNION: return unite(plan);
    case LogicalOperatorType::LOGICAL_EXCEPT:
    case LogicalOperatorType::LOGICAL_INTERSECT: return compare_sides(plan);
    default: return;
    }
}

// What comes out of a group is the first value that was met. Of grouping sets it is the value without its blanks,
// because a set that leaves the column out has NULL in its place.
void BlankSets::group(duckdb::LogicalAggregate& aggregate) {
    duckdb::FunctionBinder functions(binder_);
    duckdb::ColumnBindingReplacer replacer;
    for (std::size_t i = 0; i < aggregate.groups.size(); ++i) {
        auto& key = aggregate.groups[i];
        const auto type = key->return_type;
        auto value = key->Copy();
        if (!keys_.make_exactly(key) || aggregate.grouping_sets.size() > 1) continue;
        duckdb::vector<Pointer> arguments;
        arguments.push_back(std::move(value));
        replacer.replacement_bindings.emplace_back(
            ColumnBinding(aggregate.group_index, i),
            ColumnBinding(aggregate.aggregate_index, aggregate.expressions.size()));
        auto first =
            functions.BindAggregateFunction(duckdb::FirstFunctionGetter::GetFunction(type), std::move(arguments),
                                            nullptr, duckdb::AggregateType::NON_DISTINCT);
        first->return_type = type;
        aggregate.expressions.push_back(std::move(first));
    }
    if (!replacer.replacement_bindings.empty()) replacer.VisitOperator(root_);
}

bool BlankSets::may_differ(duckdb::LogicalSetOperation& operation) const {
    if (operation.setop_all) return false;
    for (const auto& side : operation.children) side->ResolveOperatorTypes();
    for (const auto& side : operation.children) {
        for (std::size_t i = 0; i < operation.column_count; ++i) {
            auto column = reference(*side, i);
            if (origins_.of(*column) == Blanks::May) return true;
        }
    }
    return false;
}

Operator BlankSets::distinct(Operator rows) const {
    rows->ResolveOperatorTypes();
    duckdb::vector<Pointer> targets;
    for (std::size_t i = 0; i < rows->types.size(); ++i) {
        targets.push_back(reference(*rows, i));
        keys_.make_exactly(targets.back());
    }
    auto plan = duckdb::make_uniq<duckdb::LogicalDistinct>(std::move(targets), duckdb::DistinctType::DISTINCT_ON);
    plan->children.push_back(std::move(rows));
    return plan;
}

void BlankSets::unite(Operator& plan) {
    auto& operation = plan->Cast<duckdb::LogicalSetOperation>();
    if (!may_differ(operation)) return;
    operation.setop_all = true;
    plan = distinct(std::move(plan));
}

// The rows of one side that the other has (INTERSECT) or has not (EXCEPT).
void BlankSets::compare_sides(Operator& plan) {
    auto& operation = plan->Cast<duckdb::LogicalSetOperation>();
    if (!may_differ(operation)) return;
    const bool has = plan->type == LogicalOperatorType::LOGICAL_INTERSECT;
    const auto table = operation.table_index;
    auto join = duckdb::make_uniq<duckdb::LogicalComparisonJoin>(has ? duckdb::JoinType::SEMI : duckdb::JoinType::ANTI);
    auto left = distinct(std::move(plan->children[0]));
    left->ResolveOperatorTypes();
    auto right = std::move(plan->children[1]);
    duckdb::vector<Pointer> columns;
    for (std::size_t i = 0; i < left->types.size(); ++i) {
        columns.push_back(reference(*left, i));
        duckdb::JoinCondition condition;
        condition.left = reference(*left, i);
        condition.right = reference(*right, i);
        condition.comparison = duckdb::ExpressionType::COMPARE_NOT_DISTINCT_FROM;
        keys_.make_both(condition.left, condition.right);
        join->conditions.push_back(std::move(condition));
    }
    join->children.push_back(std::move(left));
    join->children.push_back(std::move(right));
    auto projection = duckdb::make_uniq<duckdb::LogicalProjection>(table, std::move(columns));
    projection->children.push_back(std::move(join));
    origins_.replaced(table, *projection);
    plan = std::move(projection);
}

} // namespace redstart::sql
