#include "sql/rule/blank/blank_comparisons.hpp"

#include "sql/rule/blank/blank_keys.hpp"
#include "sql/rule/blank/blank_origins.hpp"
#include "sql/rule/blank/blank_sets.hpp"

#include <duckdb.hpp>
#include <duckdb/execution/expression_executor.hpp>
#include <duckdb/planner/expression/list.hpp>
#include <duckdb/planner/expression_iterator.hpp>
#include <duckdb/planner/logical_operator_visitor.hpp>
#include <duckdb/planner/operator/list.hpp>

namespace redstart::sql {
namespace {

using duckdb::Expression;
using duckdb::ExpressionClass;
using duckdb::ExpressionType;
using duckdb::LogicalOperator;
using duckdb::LogicalOperatorType;
using Pointer = Owned<Expression>;

Pointer compare(ExpressionType how, const Expression& left, Pointer right) {
    return duckdb::make_uniq<duckdb::BoundComparisonExpression>(how, left.Copy(), std::move(right));
}

class Comparisons {
public:
    Comparisons(duckdb::ClientContext& context, BlankOrigins& origins, duckdb::Binder& binder, LogicalOperator& root)
        : context_(context), keys_(origins), sets_(keys_, origins, binder, root) {}

    void visit(Owned<LogicalOperator>& plan) {
        for (auto& child : plan->children) visit(child);
        duckdb::LogicalOperatorVisitor::EnumerateExpressions(*plan, [this](Pointer* value) { visit(*value); });
        switch (plan->type) {
        case LogicalOperatorType::LOGICAL_COMPARISON_JOIN:
        case LogicalOperatorType::LOGICAL_DELIM_JOIN: return visit_join(plan->Cast<duckdb::LogicalComparisonJoin>());
        case LogicalOperatorType::LOGICAL_ORDER_BY:
            for (auto& order : plan->Cast<duckdb::LogicalOrder>().orders) keys_.make(order.expression);
            return;
        default: sets_.visit(plan);
        }
    }

private:
    // Rows of a subquery find those of the outer query by IS NOT DISTINCT FROM, and by the exact values.
    void visit_join(duckdb::LogicalComparisonJoin& join) {
        for (auto& condition : join.conditions) {
            if (condition.comparison == ExpressionType::COMPARE_NOT_DISTINCT_FROM) continue;
            keys_.make_both(condition.left, condition.right);
        }
    }

    void visit(Pointer& value) {
        duckdb::ExpressionIterator::EnumerateChildren(*value, [this](Pointer& child) { visit(child); });
        switch (value->GetExpressionClass()) {
        case ExpressionClass::BOUND_COMPARISON: return visit_comparison(value);
        case ExpressionClass::BOUND_BETWEEN: {
            auto& between = value->Cast<duckdb::BoundBetweenExpression>();
            keys_.make(between.input);
            keys_.make(between.lower);
            keys_.make(between.upper);
            return;
        }
        case ExpressionClass::BOUND_OPERATOR: {
            const auto type = value->GetExpressionType();
            if (type != ExpressionType::COMPARE_IN && type != ExpressionType::COMPARE_NOT_IN) return;
            for (auto& child : value->Cast<duckdb::BoundOperatorExpression>().children) keys_.make(child);
            return;
        }
        case ExpressionClass::BOUND_WINDOW: return visit_window(value->Cast<duckdb::BoundWindowExpression>());
        case ExpressionClass::BOUND_AGGREGATE: return visit_aggregate(value->Cast<duckdb::BoundAggregateExpression>());
        default: return;
        }
    }

    void visit_comparison(Pointer& value) {
        auto& comparison = value->Cast<duckdb::BoundComparisonExpression>();
        const bool left = keys_.make(comparison.left), right = keys_.make(comparison.right);
        if (comparison.GetExpressionType() != ExpressionType::COMPARE_EQUAL || left == right) return;
        auto& column = left ? comparison.left : comparison.right;
        add_range(value, *column->Cast<duckdb::BoundFunctionExpression>().children[0],
                  left ? *comparison.right : *comparison.left);
    }

    // What equals 'abc' is 'abc' with blanks behind it, and so is not before 'abc' and before 'abc!', the character
    // behind the blank: the engine's zone maps can tell that of a column, and nothing of a function.
    void add_range(Pointer& value, const Expression& column, const Expression& constant) {
        duckdb::Value text;
        if (column.GetExpressionClass() != ExpressionClass::BOUND_COLUMN_REF || !constant.IsFoldable()) return;
        if (!duckdb::ExpressionExecutor::TryEvaluateScalar(context_, constant, text) || text.IsNull()) return;
        duckdb::Value end(duckdb::StringValue::Get(text) + "!");
        end.Reinterpret(column.return_type);
        auto all = duckdb::make_uniq<duckdb::BoundConjunctionExpression>(ExpressionType::CONJUNCTION_AND);
        all->children.push_back(compare(ExpressionType::COMPARE_GREATERTHANOREQUALTO, column, constant.Copy()));
        all->children.push_back(compare(ExpressionType::COMPARE_LESSTHAN, column,
                                        duckdb::make_uniq<duckdb::BoundConstantExpression>(std::move(end))));
        all->children.push_back(std::move(value));
        value = std::move(all);
    }

    void visit_window(duckdb::BoundWindowExpression& window) {
        for (auto& partition : window.partitions) keys_.make_exactly(partition);
        for (auto& order : window.orders) keys_.make_exactly(order.expression);
        for (auto& order : window.arg_orders) keys_.make_exactly(order.expression);
    }

    // Of equal values DISTINCT takes any: what is left of them has no blanks.
    void visit_aggregate(duckdb::BoundAggregateExpression& aggregate) {
        if (aggregate.IsDistinct() || aggregate.function.name == "approx_count_distinct")
            for (auto& child : aggregate.children) keys_.make(child);
        if (!aggregate.order_bys) return;
        for (auto& order : aggregate.order_bys->orders) keys_.make(order.expression);
    }

    duckdb::ClientContext& context_;
    BlankKeys keys_;
    BlankSets sets_;
};

// Whether any text is in the plan: most small statements have none.
bool has_texts(LogicalOperator& plan) {
    bool found = false;
    duckdb::LogicalOperatorVisitor::EnumerateExpressions(plan, [&](Pointer* value) {
        duckdb::ExpressionIterator::EnumerateExpression(*value, [&](Expression& part) {
            found = found || part.return_type.InternalType() == duckdb::PhysicalType::VARCHAR;
        });
    });
    for (auto& child : plan.children) found = found || has_texts(*child);
    return found;
}

} // namespace

void ignore_trailing_blanks(duckdb::ClientContext& context, BlankOrigins& origins, Owned<LogicalOperator>& plan,
                            duckdb::Binder& binder) {
    if (!has_texts(*plan)) return;
    Comparisons(context, origins, binder, *plan).visit(plan);
}

} // namespace redstart::sql
