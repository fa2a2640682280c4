#include "sql/tree/tree_check.hpp"

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/statement/select_statement.hpp>

namespace redstart::sql {

using duckdb::ExpressionClass;
using duckdb::ExpressionType;
using duckdb::LogicalTypeId;

void TreeCheck::expression(const Owned<duckdb::ParsedExpression>& optional) {
    if (optional) expression(*optional);
}

void TreeCheck::expression(const duckdb::ParsedExpression& expression) {
    switch (expression.GetExpressionClass()) {
    case ExpressionClass::COLUMN_REF:
    case ExpressionClass::DEFAULT:
    case ExpressionClass::PARAMETER:
    case ExpressionClass::POSITIONAL_REFERENCE: return; // a number; the engine's parser writes ARRAY(query) with it
    case ExpressionClass::CONSTANT: return type(expression.Cast<duckdb::ConstantExpression>().value.type());
    case ExpressionClass::FUNCTION: return function(expression.Cast<duckdb::FunctionExpression>());
    case ExpressionClass::WINDOW: return window(expression.Cast<duckdb::WindowExpression>());
    case ExpressionClass::STAR: return star(expression.Cast<duckdb::StarExpression>());
    case ExpressionClass::OPERATOR: return operation(expression);
    case ExpressionClass::CASE: {
        const auto& choice = expression.Cast<duckdb::CaseExpression>();
        for (const auto& check : choice.case_checks) {
            this->expression(check.when_expr);
            this->expression(check.then_expr);
        }
        return this->expression(choice.else_expr);
    }
    case ExpressionClass::CAST:
        type(expression.Cast<duckdb::CastExpression>().cast_type);
        return this->expression(expression.Cast<duckdb::CastExpression>().child);
    case ExpressionClass::COMPARISON:
        this->expression(expression.Cast<duckdb::ComparisonExpression>().left);
        return this->expression(expression.Cast<duckdb::ComparisonExpression>().right);
    case ExpressionClass::CONJUNCTION: return expressions(expression.Cast<duckdb::ConjunctionExpression>().children);
    case ExpressionClass::BETWEEN: {
        const auto& between = expression.Cast<duckdb::BetweenExpression>();
        this->expression(between.input);
        this->expression(between.lower);
        return this->expression(between.upper);
    }
    case ExpressionClass::SUBQUERY:
        this->expression(expression.Cast<duckdb::SubqueryExpression>().child);
        return query(required(expression.Cast<duckdb::SubqueryExpression>().subquery).node);
    case ExpressionClass::COLLATE: {
        const auto& collate = expression.Cast<duckdb::CollateExpression>();
        if (collate.collation != "nocase") refuse("the collation", collate.collation);
        return this->expression(collate.child);
    }
    case ExpressionClass::LAMBDA: // x -> y in views of older versions, which the engine takes for a call of "->"
        if (extent_ != TreeExtent::Stored) refuse("an expression", expression.ToString());
        this->expression(expression.Cast<duckdb::LambdaExpression>().lhs);
        return this->expression(expression.Cast<duckdb::LambdaExpression>().expr);
    default: refuse("an expression", std::to_string(static_cast<int>(expression.GetExpressionClass())));
    }
}

void TreeCheck::function(const duckdb::FunctionExpression& call) {
    if (call.catalog != "system" || !names_.scalar(call.schema, call.function_name))
        refuse(call.is_operator ? "the operator" : "the function", call.function_name);
    expressions(call.children);
    expression(call.filter);
    if (call.order_bys) orders(call.order_bys->orders);
}

// Of window functions proper the kind tells what is called, of aggregates the name.
void TreeCheck::window(const duckdb::WindowExpression& call) {
    switch (call.GetExpressionType()) {
    case ExpressionType::WINDOW_RANK:
    case ExpressionType::WINDOW_RANK_DENSE:
    case ExpressionType::WINDOW_NTILE:
    case ExpressionType::WINDOW_PERCENT_RANK:
    case ExpressionType::WINDOW_CUME_DIST:
    case ExpressionType::WINDOW_ROW_NUMBER:
    case ExpressionType::WINDOW_FIRST_VALUE:
    case ExpressionType::WINDOW_LAST_VALUE:
    case ExpressionType::WINDOW_LEAD:
    case ExpressionType::WINDOW_LAG:
    case ExpressionType::WINDOW_NTH_VALUE: break;
    case ExpressionType::WINDOW_AGGREGATE:
        if (call.catalog == "system" && names_.scalar(call.schema, call.function_name)) break;
        [[fallthrough]];
    default: refuse("the window function", call.function_name);
    }
    expressions(call.children);
    expressions(call.partitions);
    orders(call.orders);
    expression(call.filter_expr);
    expression(call.start_expr);
    expression(call.end_expr);
    expression(call.offset_expr);
    expression(call.default_expr);
    orders(call.arg_orders);
}

// COLUMNS(...) chooses columns by an expression that the engine runs while it binds.
void TreeCheck::star(const duckdb::StarExpression& star) {
    if (star.columns || star.expr) refuse("the columns", star.ToString());
    for (const auto& [name, replacement] : star.replace_list) expression(replacement);
}

// The engine calls functions of its own for some of them, of fixed names.
void TreeCheck::operation(const duckdb::ParsedExpression& expression) {
    switch (expression.GetExpressionType()) {
    case ExpressionType::OPERATOR_NOT:
    case ExpressionType::OPERATOR_IS_NULL:
    case ExpressionType::OPERATOR_IS_NOT_NULL:
    case ExpressionType::OPERATOR_COALESCE:
    case ExpressionType::COMPARE_IN:
    case ExpressionType::COMPARE_NOT_IN:
    case ExpressionType::GROUPING_FUNCTION:
    case ExpressionType::ARRAY_EXTRACT:
    case ExpressionType::ARRAY_SLICE:
    case ExpressionType::STRUCT_EXTRACT:
    case ExpressionType::ARRAY_CONSTRUCTOR: break;
    default: refuse("an operator", std::to_string(static_cast<int>(expression.GetExpressionType())));
    }
    expressions(expression.Cast<duckdb::OperatorExpression>().children);
}

void TreeCheck::type(const duckdb::LogicalType& type) {
    switch (type.id()) {
    case LogicalTypeId::USER:
        if (duckdb::UserType::GetCatalog(type) != "system" || duckdb::UserType::GetSchema(type) != "pg_catalog")
            refuse("the type", duckdb::UserType::GetTypeName(type));
        return;
    case LogicalTypeId::LIST: return this->type(duckdb::ListType::GetChildType(type));
    case LogicalTypeId::ARRAY: return this->type(duckdb::ArrayType::GetChildType(type));
    case LogicalTypeId::MAP:
        this->type(duckdb::MapType::KeyType(type));
        return this->type(duckdb::MapType::ValueType(type));
    case LogicalTypeId::STRUCT:
        for (const auto& [name, child] : duckdb::StructType::GetChildTypes(type)) this->type(child);
        return;
    case LogicalTypeId::VARCHAR:
        if (!duckdb::StringType::GetCollation(type).empty())
            refuse("the collation", duckdb::StringType::GetCollation(type));
        return;
    case LogicalTypeId::SQLNULL:
    case LogicalTypeId::UNKNOWN:
    case LogicalTypeId::BOOLEAN:
    case LogicalTypeId::TINYINT:
    case LogicalTypeId::SMALLINT:
    case LogicalTypeId::INTEGER:
    case LogicalTypeId::BIGINT:
    case LogicalTypeId::HUGEINT:
    case LogicalTypeId::UTINYINT:
    case LogicalTypeId::USMALLINT:
    case LogicalTypeId::UINTEGER:
    case LogicalTypeId::UBIGINT:
    case LogicalTypeId::UHUGEINT:
    case LogicalTypeId::DATE:
    case LogicalTypeId::TIME:
    case LogicalTypeId::TIME_NS:
    case LogicalTypeId::TIME_TZ:
    case LogicalTypeId::TIMESTAMP:
    case LogicalTypeId::TIMESTAMP_SEC:
    case LogicalTypeId::TIMESTAMP_MS:
    case LogicalTypeId::TIMESTAMP_NS:
    case LogicalTypeId::TIMESTAMP_TZ:
    case LogicalTypeId::DECIMAL:
    case LogicalTypeId::FLOAT:
    case LogicalTypeId::DOUBLE:
    case LogicalTypeId::BLOB:
    case LogicalTypeId::BIT:
    case LogicalTypeId::INTERVAL:
    case LogicalTypeId::UUID: return;
    default: refuse("the type", type.ToString());
    }
}

} // namespace redstart::sql
