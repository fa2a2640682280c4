#include "sql/tree/choice_types.hpp"

#include "sql/tree/parameter_types.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>

namespace redstart::sql {
namespace {

using duckdb::ExpressionClass;
using duckdb::ExpressionType;
using duckdb::LogicalType;
using duckdb::LogicalTypeId;
using duckdb::ParsedExpression;
using Pointer = Owned<ParsedExpression>;

bool is_integer_literal(const ParsedExpression& expression) {
    if (expression.GetExpressionClass() != ExpressionClass::CONSTANT) return false;
    const auto& value = expression.Cast<duckdb::ConstantExpression>().value;
    return value.type().id() == LogicalTypeId::INTEGER && !value.IsNull();
}

// An integer constant is an INTEGER; beside a SMALLINT the engine makes a SMALLINT of a literal, which a cast of a cast
// is not. Planning folds it.
void keep_literals(const std::vector<Pointer*>& choices) {
    const auto is_literal = [](const Pointer* choice) { return is_integer_literal(**choice); };
    if (std::all_of(choices.begin(), choices.end(), is_literal)) return;
    for (auto* choice : choices) {
        if (!is_literal(choice)) continue;
        auto wide = duckdb::make_uniq<duckdb::CastExpression>(LogicalType::BIGINT, std::move(*choice));
        *choice = duckdb::make_uniq<duckdb::CastExpression>(LogicalType::INTEGER, std::move(wide));
    }
}

template <typename List> std::vector<Pointer*> all_of(List& list) {
    std::vector<Pointer*> choices;
    for (auto& item : list) choices.push_back(&item);
    return choices;
}

std::vector<Pointer*> results_of(duckdb::CaseExpression& expression) {
    std::vector<Pointer*> choices;
    for (auto& check : expression.case_checks) choices.push_back(&check.then_expr);
    if (expression.else_expr) choices.push_back(&expression.else_expr);
    return choices;
}

Pointer typed_by(const char* function, Pointer expression, const ParsedExpression& other) {
    if (other.HasSubquery()) return expression; // it would be planned twice
    duckdb::vector<Pointer> arguments;
    arguments.push_back(std::move(expression));
    arguments.push_back(other.Copy());
    return duckdb::make_uniq<duckdb::FunctionExpression>("system", "pg_catalog", function, std::move(arguments));
}

// NULLIF(a, b) is CASE WHEN a = b THEN NULL ELSE a END.
void rewrite_nullif(Pointer& expression) {
    auto& arguments = expression->Cast<duckdb::FunctionExpression>().children;
    if (arguments.size() != 2) return;
    duckdb::CaseCheck check;
    check.when_expr = duckdb::make_uniq<duckdb::ComparisonExpression>(ExpressionType::COMPARE_EQUAL,
                                                                      arguments[0]->Copy(), arguments[1]->Copy());
    check.then_expr = duckdb::make_uniq<duckdb::ConstantExpression>(duckdb::Value());
    auto choice = duckdb::make_uniq<duckdb::CaseExpression>();
    choice->case_checks.push_back(std::move(check));
    choice->else_expr = typed_by("rs_nullif_type", std::move(arguments[0]), *arguments[1]);
    choice->SetAlias(expression->GetAlias());
    choice->SetQueryLocation(expression->GetQueryLocation());
    expression = std::move(choice);
}

// What has no type takes that of the others; of two without one the engine makes text.
void type_unknowns(duckdb::vector<Pointer>& choices) {
    Pointer typed;
    for (const auto& choice : choices)
        if (!is_unknown(*choice)) typed = typed ? in_common_type(std::move(typed), *choice) : choice->Copy();
    const auto unknown = [](const Pointer& choice) { return is_unknown(*choice); };
    if (!typed || std::count_if(choices.begin(), choices.end(), unknown) < 2) return;
    for (auto& choice : choices)
        if (is_unknown(*choice)) choice = in_common_type(std::move(choice), *typed);
}

void type_default(duckdb::WindowExpression& call) {
    if (!call.default_expr || call.children.empty()) return;
    call.children[0] = in_common_type(std::move(call.children[0]), *call.default_expr);
}

} // namespace

bool is_null_literal(const ParsedExpression& expression) {
    return expression.GetExpressionClass() == ExpressionClass::CONSTANT &&
           expression.Cast<duckdb::ConstantExpression>().value.IsNull();
}

bool is_unknown(const ParsedExpression& expression) {
    if (probed_parameter(expression) != 0) return true;
    if (expression.GetExpressionClass() == ExpressionClass::PARAMETER || is_null_literal(expression)) return true;
    return expression.GetExpressionClass() == ExpressionClass::CONSTANT &&
           expression.Cast<duckdb::ConstantExpression>().value.type().id() == LogicalTypeId::VARCHAR;
}

Pointer in_common_type(Pointer expression, const ParsedExpression& other) {
    return typed_by("rs_common_type", std::move(expression), other);
}

void type_choice(Pointer& expression) {
    switch (expression->GetExpressionType()) {
    case ExpressionType::CASE_EXPR: return keep_literals(results_of(expression->Cast<duckdb::CaseExpression>()));
    case ExpressionType::OPERATOR_COALESCE:
        type_unknowns(expression->Cast<duckdb::OperatorExpression>().children);
        return keep_literals(all_of(expression->Cast<duckdb::OperatorExpression>().children));
    case ExpressionType::ARRAY_CONSTRUCTOR:
        return keep_literals(all_of(expression->Cast<duckdb::OperatorExpression>().children));
    case ExpressionType::WINDOW_LAG:
    case ExpressionType::WINDOW_LEAD: return type_default(expression->Cast<duckdb::WindowExpression>());
    case ExpressionType::FUNCTION: {
        auto& call = expression->Cast<duckdb::FunctionExpression>();
        const auto& name = call.function_name;
        if (name == "nullif") return rewrite_nullif(expression);
        if (name == "greatest" || name == "least") type_unknowns(call.children);
        if (name == "greatest" || name == "least" || name == "list_value") keep_literals(all_of(call.children));
        return;
    }
    default: return;
    }
}

} // namespace redstart::sql
