#include "sql/tree/column_names.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/expressionlistref.hpp>

namespace redstart::sql {
namespace {

using duckdb::ExpressionClass;
using duckdb::ExpressionType;
using duckdb::LogicalTypeId;
using duckdb::ParsedExpression;

// A name and how strongly the expression suggests it: 0 none, 1 weak (a type or a keyword), 2 a column or function.
struct Suggestion {
    int strength = 0;
    std::string name;
};

std::string type_name(const duckdb::LogicalType& type) {
    switch (type.id()) {
    case LogicalTypeId::BOOLEAN: return "bool";
    case LogicalTypeId::SMALLINT: return "int2";
    case LogicalTypeId::INTEGER: return "int4";
    case LogicalTypeId::BIGINT: return "int8";
    case LogicalTypeId::FLOAT: return "float4";
    case LogicalTypeId::DOUBLE: return "float8";
    case LogicalTypeId::DECIMAL: return "numeric";
    case LogicalTypeId::TIMESTAMP_TZ: return "timestamptz";
    case LogicalTypeId::TIME_TZ: return "timetz";
    case LogicalTypeId::BLOB: return "varbyte";
    case LogicalTypeId::USER: {
        const auto name = duckdb::StringUtil::Lower(duckdb::UserType::GetTypeName(type));
        return name.starts_with("rs_") ? name.substr(3) : name;
    }
    case LogicalTypeId::LIST: return type_name(duckdb::ListType::GetChildType(type));
    default: return duckdb::StringUtil::Lower(duckdb::EnumUtil::ToString(type.id()));
    }
}

bool is_word(const std::string& name) {
    return !name.empty() && (duckdb::StringUtil::CharacterIsAlpha(name.front()) || name.front() == '_');
}

// The names Redshift shows for functions where they differ from the engine's or the called ones; empty: `?column?`.
std::string shown_function(const std::string& name) {
    constexpr std::pair<std::string_view, std::string_view> kShown[] = {
        {"trim", "btrim"},
        {"count_star", "count"},
        {"date_part", "pgdate_part"},
        {"rs_extract", "date_part"},
        {"rs_extract_epoch", "date_part"},
        {"dateadd", "date_add"},
        {"datediff", "date_diff"},
        {"sysdate", "timestamp"},
        {"current_date", "date"},
        {"current_time", "timetz"},
        {"current_timestamp", "timestamptz"},
        {"localtime", "time"},
        {"localtimestamp", "timestamp"},
        {"string_agg", "listagg"},
        {"log", "dlog10"},
        {"quantile_cont", "percentile_cont"}, // what the engine's parser makes of it
        {"quantile_disc", "percentile_disc"},
        {"like_escape", ""}, // operators
        {"not_like_escape", ""},
        {"ilike_escape", ""},
        {"not_ilike_escape", ""},
    };
    for (const auto& [function, shown] : kShown)
        if (name == function) return std::string(shown);
    return name;
}

Suggestion suggest_function(const std::string& name) {
    auto shown = shown_function(name);
    return shown.empty() ? Suggestion{} : Suggestion{2, std::move(shown)};
}

Suggestion suggest(const ParsedExpression& expression);

Suggestion suggest_operator(const duckdb::OperatorExpression& expression) {
    switch (expression.GetExpressionType()) {
    case ExpressionType::OPERATOR_COALESCE: return {2, "coalesce"};
    case ExpressionType::ARRAY_CONSTRUCTOR: return {2, "array"};
    case ExpressionType::GROUPING_FUNCTION: return {2, "grouping"};
    case ExpressionType::ARRAY_EXTRACT:
    case ExpressionType::ARRAY_SLICE: return suggest(*expression.children[0]);
    case ExpressionType::STRUCT_EXTRACT:
        return {2, expression.children[1]->Cast<duckdb::ConstantExpression>().value.ToString()};
    default: return {};
    }
}

Suggestion suggest_subquery(const duckdb::SubqueryExpression& expression) {
    if (expression.subquery_type == duckdb::SubqueryType::EXISTS) return {2, "exists"};
    if (expression.subquery_type != duckdb::SubqueryType::SCALAR) return {};
    const auto& items = expression.subquery->node->GetSelectList();
    if (items.empty()) return {};
    if (items[0]->HasAlias()) return {2, items[0]->GetAlias()};
    return suggest(*items[0]);
}

Suggestion suggest(const ParsedExpression& expression) {
    switch (expression.GetExpressionClass()) {
    case ExpressionClass::COLUMN_REF: return {2, expression.Cast<duckdb::ColumnRefExpression>().GetColumnName()};
    case ExpressionClass::FUNCTION: {
        const auto& call = expression.Cast<duckdb::FunctionExpression>();
        if (call.is_operator || !is_word(call.function_name)) return {};
        if (call.function_name == "date_part" && call.schema == "main") return {2, "date_part"}; // EXTRACT
        return suggest_function(duckdb::StringUtil::Lower(call.function_name));
    }
    case ExpressionClass::WINDOW: return suggest_function(expression.Cast<duckdb::WindowExpression>().function_name);
    case ExpressionClass::CAST: {
        const auto& cast = expression.Cast<duckdb::CastExpression>();
        auto inner = suggest(*cast.child);
        return inner.strength > 1 ? inner : Suggestion{1, type_name(cast.cast_type)};
    }
    case ExpressionClass::CASE: {
        auto inner = suggest(*expression.Cast<duckdb::CaseExpression>().else_expr);
        return inner.strength > 1 ? inner : Suggestion{1, "case"};
    }
    case ExpressionClass::COLLATE: return suggest(*expression.Cast<duckdb::CollateExpression>().child);
    case ExpressionClass::OPERATOR: return suggest_operator(expression.Cast<duckdb::OperatorExpression>());
    case ExpressionClass::SUBQUERY: return suggest_subquery(expression.Cast<duckdb::SubqueryExpression>());
    case ExpressionClass::CONSTANT:
        if (expression.Cast<duckdb::ConstantExpression>().value.type().id() == LogicalTypeId::BOOLEAN)
            return {1, "bool"};
        return {};
    default: return {};
    }
}

} // namespace

void name_columns(duckdb::SelectNode& select) {
    const bool ordered = std::any_of(select.modifiers.begin(), select.modifiers.end(), [](const auto& modifier) {
        return modifier->type == duckdb::ResultModifierType::ORDER_MODIFIER;
    });
    for (auto& item : select.select_list) {
        if (item->HasAlias() || item->GetExpressionClass() == ExpressionClass::STAR) continue;
        if (item->GetExpressionClass() == ExpressionClass::COLUMN_REF) {
            // ORDER BY means the output column first (PostgreSQL); the engine knows only names that were given.
            const auto& column = item->Cast<duckdb::ColumnRefExpression>();
            if (ordered && column.IsQualified()) item->SetAlias(column.GetColumnName());
            continue;
        }
        auto suggestion = suggest(*item);
        item->SetAlias(suggestion.strength == 0 ? "?column?" : suggestion.name);
    }
}

void name_values(duckdb::ExpressionListRef& values) {
    if (values.values.empty() || !values.expected_names.empty()) return;
    for (std::size_t column = 1; column <= values.values[0].size(); ++column)
        values.expected_names.push_back("column" + std::to_string(column));
}

} // namespace redstart::sql
