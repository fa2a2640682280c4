#include "sql/qualify/positions.hpp"

#include "catalog/engine/query_location.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/qualify/from_clause.hpp"
#include "sql/tree/query_types.hpp"

#include <optional>

#include <duckdb.hpp>
#include <duckdb/parser/expression/constant_expression.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

// An expression that is a position; nullptr for any other.
const duckdb::Value* position_of(const duckdb::ParsedExpression& expression) {
    if (expression.GetExpressionClass() != duckdb::ExpressionClass::CONSTANT) return nullptr;
    const auto& value = expression.Cast<duckdb::ConstantExpression>().value;
    return value.type().IsIntegral() && !value.IsNull() ? &value : nullptr;
}

void check(const char* clause, const duckdb::ParsedExpression& expression, std::size_t columns) {
    const auto& value = *position_of(expression);
    const auto last = duckdb::Value::BIGINT(static_cast<std::int64_t>(columns));
    if (value >= duckdb::Value::INTEGER(1) && value <= last) return;
    throw protocol::SqlError(protocol::sqlstate::kInvalidColumnReference,
                             fmt::format("{} position {} is not in select list", clause, value.ToString()))
        .position(catalog::position_at(expression.GetQueryLocation()));
}

std::optional<std::size_t> width(duckdb::ClientContext& context, const duckdb::QueryNode& query, const CteScope& ctes) {
    if (query.type == duckdb::QueryNodeType::SELECT_NODE) {
        const auto& items = query.Cast<duckdb::SelectNode>().select_list;
        if (!has_star(items)) return items.size();
    }
    const auto columns = query_columns(context, query, ctes);
    return columns ? std::optional(columns->size()) : std::nullopt;
}

} // namespace

void check_group_positions(const duckdb::SelectNode& select) {
    if (has_star(select.select_list)) return;
    for (const auto& group : select.groups.group_expressions)
        if (position_of(*group) != nullptr) check("GROUP BY", *group, select.select_list.size());
}

void check_order_positions(duckdb::ClientContext& context, const duckdb::QueryNode& query, const CteScope& ctes) {
    for (const auto& modifier : query.modifiers) {
        if (modifier->type != duckdb::ResultModifierType::ORDER_MODIFIER) continue;
        std::optional<std::size_t> columns;
        for (const auto& order : modifier->Cast<duckdb::OrderModifier>().orders) {
            if (position_of(*order.expression) == nullptr) continue;
            if (!columns) columns = width(context, query, ctes);
            if (!columns) return;
            check("ORDER BY", *order.expression, *columns);
        }
    }
}

} // namespace redstart::sql
