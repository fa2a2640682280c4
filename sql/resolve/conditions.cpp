#include "sql/resolve/conditions.hpp"

#include "catalog/functions/kit/call_errors.hpp"

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>

namespace redstart::sql {
namespace {

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

} // namespace redstart::sql
