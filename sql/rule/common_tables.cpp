#include "sql/rule/common_tables.hpp"

#include "catalog/engine/engine_types.hpp"

#include <algorithm>
#include <cstddef>

#include <duckdb.hpp>
#include <duckdb/planner/expression/bound_function_expression.hpp>
#include <duckdb/planner/expression_iterator.hpp>
#include <duckdb/planner/logical_operator_visitor.hpp>
#include <duckdb/planner/operator/logical_cteref.hpp>
#include <duckdb/planner/operator/logical_materialized_cte.hpp>

namespace redstart::sql {
namespace {

using duckdb::Expression;
using duckdb::ExpressionClass;
using duckdb::LogicalOperator;
using duckdb::LogicalOperatorType;

std::size_t readers(const LogicalOperator& plan, duckdb::idx_t table) {
    const bool reads =
        plan.type == LogicalOperatorType::LOGICAL_CTE_REF && plan.Cast<duckdb::LogicalCTERef>().cte_index == table;
    std::size_t count = reads ? 1 : 0;
    for (const auto& child : plan.children) count += readers(*child, table);
    return count;
}

bool is_ours(const Expression& value) {
    if (value.GetExpressionClass() == ExpressionClass::BOUND_CAST) return true;
    return value.GetExpressionClass() == ExpressionClass::BOUND_FUNCTION &&
           value.Cast<duckdb::BoundFunctionExpression>().function.name.starts_with("rs_");
}

bool has_ours(LogicalOperator& plan) {
    bool found = false;
    duckdb::LogicalOperatorVisitor::EnumerateExpressions(plan, [&](Owned<Expression>* value) {
        duckdb::ExpressionIterator::EnumerateExpression(*value,
                                                        [&](Expression& part) { found = found || is_ours(part); });
    });
    return found ||
           std::any_of(plan.children.begin(), plan.children.end(), [](auto& child) { return has_ours(*child); });
}

} // namespace

void keep_common_tables(LogicalOperator& plan) {
    for (auto& child : plan.children) keep_common_tables(*child);
    if (plan.type != LogicalOperatorType::LOGICAL_MATERIALIZED_CTE) return;
    auto& table = plan.Cast<duckdb::LogicalMaterializedCTE>();
    if (readers(plan, table.table_index) > 1 && has_ours(*plan.children[0]))
        table.materialize = duckdb::CTEMaterialize::CTE_MATERIALIZE_ALWAYS;
}

} // namespace redstart::sql
