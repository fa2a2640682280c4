#include "sql/resolve/conditions.hpp"

#include "catalog/engine/query_location.hpp"
#include "catalog/functions/kit/call_errors.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/qualify/from_clause.hpp"

#include <algorithm>
#include <vector>

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/parsed_expression_iterator.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

using duckdb::ColumnRefExpression;
using duckdb::ExpressionClass;
using duckdb::ExpressionType;
using duckdb::LogicalTypeId;
using duckdb::ParsedExpression;

// What the tree alone tells to be boolean, or of no type of its own, needs no look at its type.
bool may_be_other(const ParsedExpression& expression) {
    switch (expression.GetExpressionClass()) {
    case ExpressionClass::COLUMN_REF:
    case ExpressionClass::FUNCTION:
    case ExpressionClass::CASE:
    case ExpressionClass::WINDOW: return true;
    case ExpressionClass::CAST:
        return expression.Cast<duckdb::CastExpression>().cast_type.id() != LogicalTypeId::BOOLEAN;
    case ExpressionClass::CONSTANT: {
        const auto& value = expression.Cast<duckdb::ConstantExpression>().value;
        return !value.IsNull() && value.type().id() != LogicalTypeId::VARCHAR &&
               value.type().id() != LogicalTypeId::BOOLEAN;
    }
    case ExpressionClass::OPERATOR:
        return expression.GetExpressionType() == ExpressionType::OPERATOR_COALESCE ||
               expression.GetExpressionType() == ExpressionType::OPERATOR_NULLIF;
    case ExpressionClass::SUBQUERY:
        return expression.Cast<duckdb::SubqueryExpression>().subquery_type == duckdb::SubqueryType::SCALAR;
    default: return false;
    }
}

// A name that stands for more than a column of that name.
bool is_given(const duckdb::SelectNode& select, const std::string& name) {
    return std::any_of(select.select_list.begin(), select.select_list.end(), [&](const auto& item) {
        if (!duckdb::StringUtil::CIEquals(item->GetAlias(), name)) return false;
        return item->GetExpressionClass() != ExpressionClass::COLUMN_REF ||
               !duckdb::StringUtil::CIEquals(item->template Cast<ColumnRefExpression>().GetColumnName(), name);
    });
}

void collect(const ParsedExpression& expression, const duckdb::SelectNode& select,
             std::vector<const ColumnRefExpression*>& found) {
    if (expression.GetExpressionClass() == ExpressionClass::COLUMN_REF) {
        const auto& column = expression.Cast<ColumnRefExpression>();
        if (!column.IsQualified() && is_given(select, column.GetColumnName())) found.push_back(&column);
        return;
    }
    duckdb::ParsedExpressionIterator::EnumerateChildren(
        expression, [&](const ParsedExpression& child) { collect(child, select, found); });
}

} // namespace

void check_condition(Owned<ParsedExpression>& condition, const char* clause) {
    if (!may_be_other(*condition)) return;
    const auto alias = condition->GetAlias();
    duckdb::vector<Owned<ParsedExpression>> arguments;
    arguments.push_back(std::move(condition));
    arguments.push_back(duckdb::make_uniq<duckdb::ConstantExpression>(duckdb::Value(clause)));
    condition = duckdb::make_uniq<duckdb::FunctionExpression>("system", "pg_catalog", catalog::kConditionCheck,
                                                              std::move(arguments));
    condition->SetAlias(alias);
}

void check_parts(ParsedExpression& expression) {
    switch (expression.GetExpressionType()) {
    case ExpressionType::CONJUNCTION_AND:
    case ExpressionType::CONJUNCTION_OR: {
        const bool both = expression.GetExpressionType() == ExpressionType::CONJUNCTION_AND;
        for (auto& part : expression.Cast<duckdb::ConjunctionExpression>().children)
            check_condition(part, both ? "AND" : "OR");
        return;
    }
    case ExpressionType::OPERATOR_NOT:
        return check_condition(expression.Cast<duckdb::OperatorExpression>().children[0], "NOT");
    case ExpressionType::CASE_EXPR:
        for (auto& check : expression.Cast<duckdb::CaseExpression>().case_checks)
            check_condition(check.when_expr, "CASE/WHEN");
        return;
    default: return;
    }
}

void refuse_alias_uses(duckdb::ClientContext& context, const CteScope& ctes, const duckdb::SelectNode& select) {
    std::vector<const ColumnRefExpression*> found;
    if (select.where_clause) collect(*select.where_clause, select, found);
    if (select.having) collect(*select.having, select, found);
    if (found.empty()) return;
    const auto offered = FromClause(context, ctes, *select.from_table).expand(duckdb::StarExpression());
    if (!offered) return;
    for (const auto* column : found) {
        const auto& name = column->GetColumnName();
        if (std::any_of(offered->begin(), offered->end(),
                        [&](const auto& source) { return duckdb::StringUtil::CIEquals(source.name, name); }))
            continue;
        throw protocol::SqlError(protocol::sqlstate::kUndefinedColumn,
                                 fmt::format("column \"{}\" does not exist", name))
            .position(catalog::position_at(column->GetQueryLocation()));
    }
}

} // namespace redstart::sql
