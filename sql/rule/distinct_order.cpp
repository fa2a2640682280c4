#include "sql/rule/distinct_order.hpp"

#include "catalog/engine/engine_error.hpp"
#include "catalog/engine/query_location.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/planner/expression_iterator.hpp>
#include <duckdb/planner/operator/logical_distinct.hpp>
#include <duckdb/planner/operator/logical_projection.hpp>

namespace redstart::sql {
namespace {

using duckdb::Expression;

[[noreturn]] void refuse(const char* message, const Expression& expression) {
    catalog::throw_through_engine(protocol::SqlError(protocol::sqlstate::kInvalidColumnReference, message)
                                      .position(catalog::leftmost_position<duckdb::ExpressionIterator>(expression)));
}

// The binder puts what ORDER BY needs besides the select list behind it.
void check_columns(const duckdb::LogicalDistinct& distinct) {
    const auto& rows = *distinct.children[0];
    if (rows.type != duckdb::LogicalOperatorType::LOGICAL_PROJECTION) return;
    const auto columns = distinct.distinct_targets.size();
    if (rows.expressions.size() > columns)
        refuse("for SELECT DISTINCT, ORDER BY expressions must appear in select list", *rows.expressions[columns]);
}

void check_first_orders(const duckdb::LogicalDistinct& distinct) {
    if (!distinct.order_by) return;
    const auto& targets = distinct.distinct_targets;
    const auto ordered = [&](const Expression& expression, std::size_t first) {
        const auto& orders = distinct.order_by->orders;
        return std::any_of(orders.begin(), orders.begin() + static_cast<std::ptrdiff_t>(first),
                           [&](const auto& order) { return order.expression->Equals(expression); });
    };
    std::size_t first = 0; // how many of ORDER BY are of DISTINCT ON
    for (const auto& order : distinct.order_by->orders) {
        const bool distinguishes = std::any_of(targets.begin(), targets.end(),
                                               [&](const auto& target) { return target->Equals(*order.expression); });
        if (!distinguishes) break;
        ++first;
    }
    if (first == distinct.order_by->orders.size()) return;
    for (const auto& target : targets)
        if (!ordered(*target, first))
            refuse("SELECT DISTINCT ON expressions must match initial ORDER BY expressions", *target);
}

} // namespace

void check_distinct_order(const duckdb::LogicalOperator& plan) {
    if (plan.type == duckdb::LogicalOperatorType::LOGICAL_DISTINCT) {
        const auto& distinct = plan.Cast<duckdb::LogicalDistinct>();
        distinct.distinct_type == duckdb::DistinctType::DISTINCT ? check_columns(distinct)
                                                                 : check_first_orders(distinct);
    }
    for (const auto& child : plan.children) check_distinct_order(*child);
}

} // namespace redstart::sql
