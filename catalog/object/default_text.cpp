#include "catalog/object/default_text.hpp"

#include "catalog/type/type_map.hpp"
#include "protocol/pg_type.hpp"

#include <algorithm>
#include <iterator>

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>

namespace redstart::catalog {
namespace {

using duckdb::ExpressionClass;
using duckdb::LogicalType;
using duckdb::LogicalTypeId;
using duckdb::ParsedExpression;

std::string text_of(const ParsedExpression& expression);

// rs_varchar(n) and its like are how the character types are stored in a tree.
std::string user_type_name(const LogicalType& type) {
    const auto name = duckdb::StringUtil::Lower(duckdb::UserType::GetTypeName(type));
    const auto& modifiers = duckdb::UserType::GetTypeModifiers(type);
    const auto typmod = modifiers.empty() ? -1 : protocol::length_typmod(modifiers[0].GetValue<std::int32_t>());
    if (name == "rs_varchar") return protocol::format_type(protocol::oid::kVarchar, typmod);
    if (name == "rs_bpchar") return protocol::format_type(protocol::oid::kBpchar, typmod);
    return name.starts_with("rs_") ? name.substr(3) : name;
}

std::string type_name(const LogicalType& type) {
    if (type.id() == LogicalTypeId::USER) return user_type_name(type);
    const auto wire = wire_type(type);
    return protocol::format_type(wire.oid, wire.typmod);
}

std::string constant_text(const duckdb::Value& value) {
    if (value.IsNull()) return "NULL";
    if (value.type().id() == LogicalTypeId::BOOLEAN) return value.GetValue<bool>() ? "true" : "false";
    if (value.type().id() != LogicalTypeId::VARCHAR) return value.ToString();
    return duckdb::KeywordHelper::WriteQuoted(duckdb::StringValue::Get(value), '\'');
}

const duckdb::Value* constant_of(const ParsedExpression& expression) {
    if (expression.GetExpressionClass() != ExpressionClass::CONSTANT) return nullptr;
    return &expression.Cast<duckdb::ConstantExpression>().value;
}

// A cast to varchar(n) or char(n) is a call that truncates, within casts that only name the types.
const ParsedExpression& truncated(const ParsedExpression& expression) {
    if (expression.GetExpressionClass() != ExpressionClass::FUNCTION) return expression;
    const auto& call = expression.Cast<duckdb::FunctionExpression>();
    if (!call.function_name.starts_with("rs_truncate_")) return expression;
    return *call.children[0]->Cast<duckdb::CastExpression>().child;
}

// TRUE and FALSE are casts of 't' and 'f' to the engine's parser.
std::string cast_text(const duckdb::CastExpression& cast) {
    const auto* constant = constant_of(*cast.child);
    const bool word = constant != nullptr && cast.cast_type.id() == LogicalTypeId::BOOLEAN &&
                      constant->type().id() == LogicalTypeId::VARCHAR && !constant->IsNull();
    if (word && duckdb::StringValue::Get(*constant) == "t") return "true";
    if (word && duckdb::StringValue::Get(*constant) == "f") return "false";
    return text_of(truncated(*cast.child)) + "::" + type_name(cast.cast_type);
}

std::string operator_text(const duckdb::FunctionExpression& call) {
    if (call.children.size() == 2)
        return "(" + text_of(*call.children[0]) + " " + call.function_name + " " + text_of(*call.children[1]) + ")";
    const auto operand = call.function_name + text_of(*call.children[0]);
    return constant_of(*call.children[0]) != nullptr ? operand : "(" + operand + ")";
}

// What SQL writes without parentheses is a call here.
bool is_keyword(const std::string& name) {
    constexpr std::string_view kKeywords[] = {"current_user", "session_user", "current_schema",
                                              "sysdate",      "current_date", "current_timestamp",
                                              "current_time", "localtime",    "localtimestamp"};
    return std::find(std::begin(kKeywords), std::end(kKeywords), name) != std::end(kKeywords);
}

std::string call_text(const duckdb::FunctionExpression& call) {
    if (call.is_operator && !call.children.empty() && call.children.size() <= 2) return operator_text(call);
    if (call.children.empty() && is_keyword(call.function_name)) return call.function_name;
    std::string arguments;
    for (const auto& child : call.children) arguments.append(arguments.empty() ? "" : ", ").append(text_of(*child));
    return call.function_name + "(" + arguments + ")";
}

std::string case_text(const duckdb::CaseExpression& expression) {
    std::string text = "CASE";
    for (const auto& check : expression.case_checks)
        text += " WHEN " + text_of(*check.when_expr) + " THEN " + text_of(*check.then_expr);
    return text + " ELSE " + text_of(*expression.else_expr) + " END";
}

std::string text_of(const ParsedExpression& expression) {
    switch (expression.GetExpressionClass()) {
    case ExpressionClass::CONSTANT: return constant_text(*constant_of(expression));
    case ExpressionClass::CAST: return cast_text(expression.Cast<duckdb::CastExpression>());
    case ExpressionClass::FUNCTION: return call_text(expression.Cast<duckdb::FunctionExpression>());
    case ExpressionClass::CASE: return case_text(expression.Cast<duckdb::CaseExpression>());
    case ExpressionClass::COMPARISON: {
        const auto& comparison = expression.Cast<duckdb::ComparisonExpression>();
        return "(" + text_of(*comparison.left) + " " +
               duckdb::ExpressionTypeToOperator(comparison.GetExpressionType()) + " " + text_of(*comparison.right) +
               ")";
    }
    default: return expression.ToString();
    }
}

} // namespace

std::optional<std::string> default_text(const ParsedExpression& value, const LogicalType& column) {
    const auto* constant = constant_of(value);
    if (constant == nullptr) return text_of(value);
    if (constant->IsNull()) return std::nullopt;
    if (constant->type().id() != LogicalTypeId::VARCHAR) return constant_text(*constant);
    return constant_text(*constant) + "::" + protocol::format_type(wire_type(column).oid, -1);
}

} // namespace redstart::catalog
