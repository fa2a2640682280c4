#include "sql/rule/assigned_types.hpp"

#include "catalog/engine/engine_error.hpp"
#include "catalog/object/session_state.hpp"
#include "catalog/type/type_map.hpp"
#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"

#include <duckdb.hpp>
#include <duckdb/planner/expression/bound_cast_expression.hpp>
#include <duckdb/planner/expression/bound_columnref_expression.hpp>
#include <duckdb/planner/expression/bound_constant_expression.hpp>
#include <duckdb/planner/operator/logical_expression_get.hpp>
#include <duckdb/planner/operator/logical_insert.hpp>
#include <duckdb/planner/operator/logical_merge_into.hpp>
#include <duckdb/planner/operator/logical_projection.hpp>
#include <duckdb/planner/operator/logical_update.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

using duckdb::ColumnDefinition;
using duckdb::ColumnList;
using duckdb::Expression;
using duckdb::ExpressionClass;
using duckdb::LogicalOperator;
using duckdb::LogicalOperatorType;
using duckdb::LogicalType;
using duckdb::LogicalTypeId;

bool is_inexact(const LogicalType& type) {
    return type.id() == LogicalTypeId::DECIMAL || type.id() == LogicalTypeId::FLOAT ||
           type.id() == LogicalTypeId::DOUBLE;
}

bool is_time(const LogicalType& type) {
    switch (type.id()) {
    case LogicalTypeId::DATE:
    case LogicalTypeId::TIME:
    case LogicalTypeId::TIME_TZ:
    case LogicalTypeId::TIMESTAMP:
    case LogicalTypeId::TIMESTAMP_TZ:
    case LogicalTypeId::INTERVAL: return true;
    default: return false;
    }
}

std::string shown(const LogicalType& type) { return protocol::format_type(catalog::wire_type(type).oid); }

// The expression behind a column of the rows, as far as nothing but their order and number lies between.
const Expression& written(const Expression& value, const LogicalOperator& rows) {
    if (value.GetExpressionClass() != ExpressionClass::BOUND_COLUMN_REF) return value;
    const auto binding = value.Cast<duckdb::BoundColumnRefExpression>().binding;
    switch (rows.type) {
    case LogicalOperatorType::LOGICAL_ORDER_BY:
    case LogicalOperatorType::LOGICAL_LIMIT:
    case LogicalOperatorType::LOGICAL_FILTER: return written(value, *rows.children[0]);
    case LogicalOperatorType::LOGICAL_PROJECTION:
        if (rows.Cast<duckdb::LogicalProjection>().table_index != binding.table_index) return value;
        return *rows.expressions[binding.column_index];
    default: return value;
    }
}

// A literal or a parameter, whose type is that of the column.
bool is_untyped(const Expression& value) {
    const auto kind = value.GetExpressionClass();
    return kind == ExpressionClass::BOUND_CONSTANT || kind == ExpressionClass::BOUND_PARAMETER;
}

// NULL without a type, of which the engine makes an INTEGER in a select list.
bool is_plain_null(const Expression& value) {
    if (value.return_type.id() == LogicalTypeId::SQLNULL) return true;
    if (value.GetExpressionClass() == ExpressionClass::BOUND_CONSTANT)
        return value.Cast<duckdb::BoundConstantExpression>().value.IsNull();
    return value.GetExpressionClass() == ExpressionClass::BOUND_CAST &&
           value.Cast<duckdb::BoundCastExpression>().child->return_type.id() == LogicalTypeId::SQLNULL;
}

// The cast that the engine has put around a value has the value's own place, and one that was written has another.
void check_value(const Expression& value, const LogicalOperator* rows, const ColumnDefinition& column) {
    if (value.GetExpressionClass() != ExpressionClass::BOUND_CAST) return;
    const auto& source = *value.Cast<duckdb::BoundCastExpression>().child;
    const auto place = source.GetQueryLocation(), own = value.GetQueryLocation();
    if (place.IsValid() != own.IsValid() || (own.IsValid() && own.GetIndex() != place.GetIndex())) return;
    const bool text = source.return_type.id() == LogicalTypeId::VARCHAR;
    if (is_plain_null(rows == nullptr ? source : written(source, *rows))) return;
    if (text && is_untyped(rows == nullptr ? source : written(source, *rows))) return;
    if (is_assignable(source.return_type, column.Type())) return;
    protocol::SqlError error(protocol::sqlstate::kDatatypeMismatch,
                             fmt::format("column \"{}\" is of type {} but expression is of type {}", column.Name(),
                                         shown(column.Type()), shown(source.return_type)));
    error.hint("You will need to rewrite or cast the expression.");
    if (place.IsValid()) error.position(static_cast<int>(place.GetIndex()) + 1);
    catalog::throw_through_engine(error);
}

// The value of a column of the rows, which are a projection, perhaps of VALUES.
void check_column(const LogicalOperator& rows, std::size_t position, const ColumnDefinition& column) {
    if (rows.type != LogicalOperatorType::LOGICAL_PROJECTION) return;
    const auto& value = *rows.expressions[position];
    const auto& child = *rows.children[0];
    if (value.GetExpressionClass() != ExpressionClass::BOUND_COLUMN_REF ||
        child.type != LogicalOperatorType::LOGICAL_EXPRESSION_GET)
        return check_value(value, &child, column);
    const auto place = value.Cast<duckdb::BoundColumnRefExpression>().binding.column_index;
    for (const auto& row : child.Cast<duckdb::LogicalExpressionGet>().expressions)
        check_value(*row[place], nullptr, column);
}

// The same for an expression that stands for a column of the rows.
void check_reference(const Expression& value, const LogicalOperator& rows, const ColumnDefinition& column) {
    if (value.GetExpressionClass() != ExpressionClass::BOUND_COLUMN_REF) return check_value(value, nullptr, column);
    const auto binding = value.Cast<duckdb::BoundColumnRefExpression>().binding;
    if (rows.type == LogicalOperatorType::LOGICAL_PROJECTION &&
        binding.table_index == rows.Cast<duckdb::LogicalProjection>().table_index)
        check_value(*rows.expressions[binding.column_index], nullptr, column);
}

void check_insert(const duckdb::LogicalInsert& insert) {
    if (insert.children.empty()) return; // DEFAULT VALUES
    const auto& rows = *insert.children[0];
    const auto width = insert.children[0]->GetColumnBindings().size();
    const auto& map = insert.column_index_map;
    for (const auto& column : insert.table.GetColumns().Physical()) {
        const auto position = map.empty() ? column.StorageOid() : map[column.Physical()];
        if (position < width) check_column(rows, position, column);
    }
}

void check_update(const LogicalOperator& rows, const ColumnList& columns,
                  const duckdb::vector<duckdb::PhysicalIndex>& changed,
                  const duckdb::vector<duckdb::unique_ptr<Expression>>& values) {
    for (std::size_t i = 0; i < changed.size() && i < values.size(); ++i)
        check_reference(*values[i], rows, columns.GetColumn(changed[i]));
}

void check_merge(const duckdb::LogicalMergeInto& merge) {
    const auto& columns = merge.table.GetColumns();
    const auto& rows = *merge.children[0];
    for (const auto& [condition, actions] : merge.actions)
        for (const auto& action : actions) {
            if (action->action_type == duckdb::MergeActionType::MERGE_UPDATE)
                check_update(rows, columns, action->columns, action->expressions);
            if (action->action_type != duckdb::MergeActionType::MERGE_INSERT) continue;
            const auto& map = action->column_index_map;
            for (const auto& column : columns.Physical()) {
                const auto position = map.empty() ? column.StorageOid() : map[column.Physical()];
                if (position < action->expressions.size())
                    check_reference(*action->expressions[position], rows, column);
            }
        }
}

void check_operator(LogicalOperator& plan) {
    switch (plan.type) {
    case LogicalOperatorType::LOGICAL_INSERT: return check_insert(plan.Cast<duckdb::LogicalInsert>());
    case LogicalOperatorType::LOGICAL_UPDATE: {
        const auto& update = plan.Cast<duckdb::LogicalUpdate>();
        return check_update(*update.children[0], update.table.GetColumns(), update.columns, update.expressions);
    }
    case LogicalOperatorType::LOGICAL_MERGE_INTO: return check_merge(plan.Cast<duckdb::LogicalMergeInto>());
    case LogicalOperatorType::LOGICAL_EXPLAIN:
    case LogicalOperatorType::LOGICAL_MATERIALIZED_CTE: // the statement is its last child
        for (auto& child : plan.children) check_operator(*child);
        return;
    default: return;
    }
}

} // namespace

bool is_assignable(const LogicalType& from, const LogicalType& to) {
    const bool text = from.id() == LogicalTypeId::VARCHAR;
    if (to.id() == LogicalTypeId::VARCHAR) return from.id() != LogicalTypeId::BOOLEAN;
    if (to.id() == LogicalTypeId::BLOB) return true;
    if (text) return false;
    if (to.id() == LogicalTypeId::BOOLEAN)
        return !is_inexact(from) && !is_time(from) && from.id() != LogicalTypeId::BLOB;
    return from.id() != LogicalTypeId::BOOLEAN && is_time(from) == is_time(to);
}

void check_assigned_types(duckdb::ClientContext& context, LogicalOperator& plan) {
    switch (plan.type) {
    case LogicalOperatorType::LOGICAL_INSERT:
    case LogicalOperatorType::LOGICAL_UPDATE:
    case LogicalOperatorType::LOGICAL_MERGE_INTO:
    case LogicalOperatorType::LOGICAL_EXPLAIN:
    case LogicalOperatorType::LOGICAL_MATERIALIZED_CTE: break;
    default: return;
    }
    const auto* session = catalog::find_session(context);
    if (session != nullptr && session->setting("cluster_rules") == "on") check_operator(plan);
}

} // namespace redstart::sql
