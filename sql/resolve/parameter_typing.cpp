#include "sql/resolve/parameter_typing.hpp"

#include "catalog/type/type_map.hpp"
#include "protocol/pg_type.hpp"
#include "sql/tree/parameter_types.hpp"
#include "sql/tree/row_comparisons.hpp"
#include "sql/tree/untyped_parameters.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/list.hpp>

namespace redstart::sql {
namespace {

using duckdb::ExpressionClass;
using duckdb::LogicalType;
using duckdb::LogicalTypeId;

// The type an expression has by its form; INVALID when only the engine could tell.
LogicalType type_by_form(const duckdb::ParsedExpression& expression) {
    if (expression.GetExpressionClass() == ExpressionClass::CAST)
        return expression.Cast<duckdb::CastExpression>().cast_type;
    if (expression.GetExpressionClass() != ExpressionClass::CONSTANT) return LogicalTypeId::INVALID;
    const auto& value = expression.Cast<duckdb::ConstantExpression>().value;
    const bool unknown = value.IsNull() || value.type().id() == LogicalTypeId::VARCHAR;
    return unknown ? LogicalType(LogicalTypeId::INVALID) : value.type();
}

void cast_to(Owned<duckdb::ParsedExpression>& expression, const LogicalType& type) {
    expression = duckdb::make_uniq<duckdb::CastExpression>(type, std::move(expression));
}

bool is_small_integer(const LogicalType& type) {
    return type.id() == LogicalTypeId::INTEGER || type.id() == LogicalTypeId::SMALLINT;
}

// `x = ANY (array)` is `x = ANY (SELECT unnest(array))` to the engine's parser; the array, or nullptr.
Owned<duckdb::ParsedExpression>* any_array(duckdb::SubqueryExpression& subquery) {
    if (subquery.subquery_type != duckdb::SubqueryType::ANY || !subquery.child) return nullptr;
    if (subquery.subquery->node->type != duckdb::QueryNodeType::SELECT_NODE) return nullptr;
    auto& select = subquery.subquery->node->Cast<duckdb::SelectNode>();
    if (select.select_list.size() != 1 || select.select_list[0]->GetExpressionClass() != ExpressionClass::FUNCTION)
        return nullptr;
    auto& call = select.select_list[0]->Cast<duckdb::FunctionExpression>();
    return call.function_name == "unnest" && call.children.size() == 1 ? &call.children[0] : nullptr;
}

} // namespace

std::uint32_t ParameterTyping::given_type(const duckdb::ParsedExpression& parameter) const {
    return sql::given_type(parameter, scope_.parameter_types);
}

// What stands for a parameter when only the types are asked for. The engine gives the result of a numeric NULL, or of
// rounding to NULL digits, another type.
duckdb::Value ParameterTyping::stand_in(std::uint32_t type) const {
    if (type == protocol::oid::kNumeric || type == protocol::oid::kInt4) return duckdb::Value::INTEGER(1);
    return type == 0 && scope_.untyped == Untyped::Text ? duckdb::Value("") : duckdb::Value();
}

void ParameterTyping::type_parameter(Owned<duckdb::ParsedExpression>& expression) {
    const auto type = given_type(*expression);
    if (type == protocol::oid::kVoid) return;             // the qualifier has dropped those that are arguments
    const bool numeric = type == protocol::oid::kNumeric; // the value brings its scale (Parameters)
    const bool leave = scope_.untyped == Untyped::Leave;
    if ((type == 0 || numeric) && leave) return;
    const auto alias = expression->GetAlias();
    if (type == 0 && scope_.untyped == Untyped::Probe) {
        expression = parameter_probe(parameter_number(*expression), ++probes_);
        return expression->SetAlias(alias);
    }
    if (!leave) expression = duckdb::make_uniq<duckdb::ConstantExpression>(stand_in(type));
    if (type != 0)
        expression = duckdb::make_uniq<duckdb::CastExpression>(catalog::logical_type(type), std::move(expression));
    expression->SetAlias(alias);
}

bool ParameterTyping::is_untyped(const duckdb::ParsedExpression& expression) const {
    return sql::is_untyped(expression, scope_.parameter_types);
}

void ParameterTyping::untyped_as_text(duckdb::SelectNode& select) const {
    if (scope_.untyped == Untyped::Probe) return;
    const auto as_text = [this](Owned<duckdb::ParsedExpression>& item) {
        if (!is_untyped(*item)) return;
        const auto alias = item->GetAlias();
        cast_to(item, LogicalType::VARCHAR);
        item->SetAlias(alias);
    };
    for (auto& item : select.select_list) as_text(item);
    for (auto& group : select.groups.group_expressions) as_text(group);
    for (auto& modifier : select.modifiers)
        if (modifier->type == duckdb::ResultModifierType::ORDER_MODIFIER)
            for (auto& order : modifier->Cast<duckdb::OrderModifier>().orders) as_text(order.expression);
}

void ParameterTyping::type_values(duckdb::ExpressionListRef& list) const {
    if (list.values.empty()) return;
    for (std::size_t column = 0; column < list.values[0].size(); ++column) {
        LogicalType type = LogicalTypeId::INVALID;
        for (const auto& row : list.values)
            if (column < row.size() && type.id() == LogicalTypeId::INVALID) type = type_by_form(*row[column]);
        if (type.id() == LogicalTypeId::INVALID) continue;
        for (auto& row : list.values)
            if (column < row.size() && is_untyped(*row[column])) cast_to(row[column], type);
    }
}

bool ParameterTyping::is_int4(const duckdb::ParsedExpression& expression) const {
    if (is_untyped(expression)) return true;
    if (expression.GetExpressionClass() == ExpressionClass::PARAMETER)
        return given_type(expression) == protocol::oid::kInt4 || given_type(expression) == protocol::oid::kInt2;
    if (expression.GetExpressionClass() != ExpressionClass::FUNCTION) return is_small_integer(type_by_form(expression));
    const auto& call = expression.Cast<duckdb::FunctionExpression>();
    return call.is_operator && call.function_name == "-" && call.children.size() == 1 && is_int4(*call.children[0]);
}

void ParameterTyping::probe_any(Owned<duckdb::ParsedExpression>& expression) const {
    auto& subquery = expression->Cast<duckdb::SubqueryExpression>();
    auto* array = any_array(subquery);
    if (array == nullptr || probed_parameter(**array) == 0) return;
    mark_element(**array);
    replace_expression(expression, duckdb::make_uniq<duckdb::ComparisonExpression>(
                                       subquery.comparison_type, std::move(subquery.child), std::move(*array)));
}

void ParameterTyping::split_between(Owned<duckdb::ParsedExpression>& expression) const {
    auto& between = expression->Cast<duckdb::BetweenExpression>();
    if (probed_parameter(*between.input) == 0 && !is_untyped(*between.input)) return;
    auto lower = comparison(duckdb::ExpressionType::COMPARE_GREATERTHANOREQUALTO, *between.input, *between.lower);
    auto upper = comparison(duckdb::ExpressionType::COMPARE_LESSTHANOREQUALTO, *between.input, *between.upper);
    replace_expression(expression, duckdb::make_uniq<duckdb::ConjunctionExpression>(
                                       duckdb::ExpressionType::CONJUNCTION_AND, std::move(lower), std::move(upper)));
}

} // namespace redstart::sql
