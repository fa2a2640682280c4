// Qualifier: the names in expressions.
#include "catalog/engine/query_location.hpp"
#include "catalog/information/function_names.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/qualify/function_calls.hpp"
#include "sql/qualify/qualifier.hpp"
#include "sql/qualify/type_names.hpp"
#include "sql/tree/composed_calls.hpp"
#include "sql/tree/hierarchies.hpp"
#include "sql/tree/untyped_parameters.hpp"
#include "sql/tree/window_functions.hpp"

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using duckdb::ExpressionClass;
using duckdb::FunctionExpression;
using duckdb::ParsedExpression;
using protocol::SqlError;
using Operands = duckdb::vector<Owned<ParsedExpression>>;

// A form of the engine's parser becomes the call that it stands for.
void become_call(Owned<ParsedExpression>& expression, const char* schema, const char* name, Operands operands) {
    auto call = duckdb::make_uniq<FunctionExpression>("system", schema, name, std::move(operands));
    call->SetAlias(expression->GetAlias());
    call->SetQueryLocation(expression->GetQueryLocation());
    expression = std::move(call);
}

// a[n] means a function of ours, which knows PostgreSQL's vectors.
void name_subscript(Owned<ParsedExpression>& expression) {
    become_call(expression, "pg_catalog", "rs_subscript",
                std::move(expression->Cast<duckdb::OperatorExpression>().children));
}

// x -> y, which the engine's parser takes for a lambda.
void name_arrow(Owned<ParsedExpression>& expression) {
    auto& arrow = expression->Cast<duckdb::LambdaExpression>();
    Operands operands;
    operands.push_back(std::move(arrow.lhs));
    operands.push_back(std::move(arrow.expr));
    become_call(expression, "main", "->", std::move(operands));
}

// CASE_INSENSITIVE, which the dialect pass has called by the engine's name; strings are compared as bytes otherwise.
void name_collation(Owned<ParsedExpression>& expression) {
    auto& collate = expression->Cast<duckdb::CollateExpression>();
    const auto name = duckdb::StringUtil::Lower(collate.collation);
    collate.collation = name;
    if (name == "nocase") {
        // The engine writes the collation into the type of what stands before it, which must not be a column's.
        collate.child =
            duckdb::make_uniq<duckdb::CastExpression>(duckdb::LogicalType::VARCHAR, std::move(collate.child));
        return;
    }
    if (name != "c" && name != "posix")
        throw SqlError(state::kUndefinedObject,
                       fmt::format("collation \"{}\" for encoding \"UTF8\" does not exist", name));
    auto plain = std::move(collate.child);
    if (!plain->HasAlias()) plain->SetAlias(expression->GetAlias());
    expression = std::move(plain);
}

// What the passes write they write under the engine's own catalog. A client has no database of that name.
template <typename Call> void refuse_system(const Call& call) {
    if (duckdb::StringUtil::CIEquals(call.catalog, "system"))
        throw SqlError(state::kFeatureNotSupported,
                       fmt::format("cross-database references are not implemented: {}.{}.{}", call.catalog, call.schema,
                                   call.function_name));
}

} // namespace

void Qualifier::before_expression(const ParsedExpression& expression) {
    switch (expression.GetExpressionClass()) {
    case ExpressionClass::FUNCTION: return refuse_system(expression.Cast<FunctionExpression>());
    case ExpressionClass::WINDOW: return refuse_system(expression.Cast<duckdb::WindowExpression>());
    case ExpressionClass::OPERATOR: // forms that a cluster does not know
        if (expression.GetExpressionType() == duckdb::ExpressionType::OPERATOR_TRY)
            throw SqlError(state::kUndefinedFunction, "function try(\"unknown\") does not exist");
        if (expression.GetExpressionType() == duckdb::ExpressionType::OPERATOR_UNPACK)
            throw SqlError(state::kUndefinedFunction, "function unpack does not exist");
        return;
    case ExpressionClass::STAR:
        if (const auto& star = expression.Cast<duckdb::StarExpression>(); star.columns || star.expr)
            throw SqlError(state::kSyntaxError, "syntax error: columns are named one by one, or all by *");
        return;
    default: return;
    }
}

void Qualifier::name_call(FunctionExpression& call) {
    refuse_hierarchy_mark(call);
    if (is_outer_mark(call)) return;
    drop_void_parameters(call, state_.scope.parameter_types);
    if (!returns_records(call) && !name_set_function(call)) name_function(state_.context, state_.scope, call);
}

void Qualifier::name_window(duckdb::WindowExpression& call) {
    const auto name = duckdb::StringUtil::Lower(call.function_name);
    if (call.GetExpressionType() != duckdb::ExpressionType::WINDOW_AGGREGATE && is_window_function(name)) return;
    if (is_composed_window(call)) return;
    const auto schema = name.starts_with("quantile_") ? std::string_view() : state_.scope.functions->schema_of(name);
    if (schema.empty()) {
        refuse_missing(name, catalog::position_at(call.GetQueryLocation()));
        throw SqlError(state::kUndefinedFunction, fmt::format("function {} does not exist", call.function_name));
    }
    call.catalog = "system";
    call.schema = schema;
}

void Qualifier::on_expression(Owned<ParsedExpression>& expression) {
    switch (expression->GetExpressionClass()) {
    case ExpressionClass::FUNCTION: return name_call(expression->Cast<FunctionExpression>());
    case ExpressionClass::WINDOW: return name_window(expression->Cast<duckdb::WindowExpression>());
    case ExpressionClass::CAST: return name_type(state_.context, expression->Cast<duckdb::CastExpression>().cast_type);
    case ExpressionClass::OPERATOR:
        if (expression->GetExpressionType() == duckdb::ExpressionType::ARRAY_EXTRACT) name_subscript(expression);
        return;
    case ExpressionClass::LAMBDA: return name_arrow(expression);
    case ExpressionClass::COLLATE: return name_collation(expression);
    default: return;
    }
}

} // namespace redstart::sql
