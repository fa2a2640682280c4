#include "sql/resolve/typing.hpp"

#include "catalog/engine/query_location.hpp"
#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/qualify/function_calls.hpp"
#include "sql/resolve/conditions.hpp"
#include "sql/resolve/form_rewrites.hpp"
#include "sql/tree/choice_types.hpp"
#include "sql/tree/composed_calls.hpp"
#include "sql/tree/parameter_types.hpp"
#include "sql/tree/window_functions.hpp"

#include <algorithm>
#include <utility>

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/query_node/list.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/list.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

using duckdb::ExpressionClass;
using duckdb::FunctionExpression;
using duckdb::ParsedExpression;

void cast_to_int4(Owned<ParsedExpression>& expression) {
    expression = duckdb::make_uniq<duckdb::CastExpression>(duckdb::LogicalType::INTEGER, std::move(expression));
}

// generate_series gives what it is given: the engine's always BIGINT. Its column has the name of the table
// (PostgreSQL).
void as_int4_series(Owned<duckdb::TableRef>& table) {
    const auto& series = table->Cast<duckdb::TableFunctionRef>();
    const auto name = series.column_name_alias.empty() ? "generate_series" : series.column_name_alias[0];
    const auto alias = table->alias.empty() ? "generate_series" : table->alias;
    auto select = duckdb::make_uniq<duckdb::SelectNode>();
    select->from_table = std::move(table);
    Owned<ParsedExpression> item = duckdb::make_uniq<duckdb::ColumnRefExpression>(name);
    cast_to_int4(item);
    item->SetAlias(name);
    select->select_list.push_back(std::move(item));
    auto statement = duckdb::make_uniq<duckdb::SelectStatement>();
    statement->node = std::move(select);
    table = duckdb::make_uniq<duckdb::SubqueryRef>(std::move(statement), alias);
}

// The type that a cast which truncates does not show: see rewrite_cast().
std::uint32_t hidden_type(const duckdb::LogicalType& type) {
    return has_length(type) && duckdb::UserType::GetTypeName(type) == "rs_bpchar" ? protocol::oid::kBpchar : 0;
}

// SUM and AVG have no type for a literal without one, or for the parameter that a probe stands for (PostgreSQL).
template <typename Call> void require_type(const Call& call) {
    if (!is_plain_aggregate(call, "sum") && !is_plain_aggregate(call, "avg")) return;
    if (!is_unknown(*call.children[0]) || is_null_literal(*call.children[0])) return;
    if (call.children[0]->GetExpressionClass() == ExpressionClass::PARAMETER) return; // a probe tells
    throw protocol::SqlError(protocol::sqlstate::kAmbiguousFunction,
                             fmt::format("function {}(\"unknown\") is not unique", call.function_name))
        .position(catalog::position_at(call.GetQueryLocation()))
        .hint("Could not choose a best candidate function. You may need to add explicit type casts.");
}

} // namespace

void Typing::on_table_function(Owned<duckdb::TableRef>& table) {
    auto& series = table->Cast<duckdb::TableFunctionRef>();
    auto& call = series.function->Cast<FunctionExpression>();
    if (call.catalog != "system" || call.function_name != "generate_series") return;
    if (series.column_name_alias.empty() && !table->alias.empty()) series.column_name_alias.push_back(table->alias);
    const auto is_small = [this](const auto& argument) { return parameters_.is_int4(*argument); };
    if (!std::all_of(call.children.begin(), call.children.end(), is_small)) return;
    for (auto& argument : call.children) {
        if (parameters_.is_untyped(*argument)) cast_to_int4(argument);
        walk_expression(argument);
    }
    as_int4_series(table);
}

void Typing::on_values(duckdb::ExpressionListRef& values) {
    if (!std::exchange(values_have_target_, false)) parameters_.type_values(values);
}

void Typing::on_select(duckdb::SelectNode& select) {
    if (!is_leaf(select)) parameters_.untyped_as_text(select);
}

void Typing::after_select(duckdb::SelectNode& select) {
    if (subqueries_ == 0) refuse_alias_uses(state_.context, ctes(), select);
}

void Typing::before_expression(const ParsedExpression& expression) {
    if (expression.GetExpressionClass() == ExpressionClass::SUBQUERY) ++subqueries_;
}

void Typing::on_condition(Owned<ParsedExpression>& condition, const char* clause) {
    check_condition(condition, clause);
}

void Typing::on_expression(Owned<ParsedExpression>& expression) {
    check_parts(*expression);
    switch (expression->GetExpressionClass()) {
    case ExpressionClass::FUNCTION: {
        auto& call = expression->Cast<FunctionExpression>();
        if (is_outer_mark(call)) return;
        check_truth(call);
        require_type(call);
        return type_choice(expression);
    }
    case ExpressionClass::WINDOW: {
        auto& call = expression->Cast<duckdb::WindowExpression>();
        check_frame(call);
        if (call.catalog.empty() && !is_composed_window(call)) {
            type_row_counts(call);
            return type_choice(expression);
        }
        check_truth(call);
        return require_type(call);
    }
    case ExpressionClass::CAST: {
        auto& cast = expression->Cast<duckdb::CastExpression>();
        if (probed_parameter(*cast.child) != 0) mark_explicit(*cast.child, hidden_type(cast.cast_type));
        return;
    }
    case ExpressionClass::OPERATOR:
    case ExpressionClass::CASE: return type_choice(expression);
    case ExpressionClass::CONSTANT: return narrow_smallest_integer(*expression);
    case ExpressionClass::SUBQUERY: --subqueries_; return parameters_.probe_any(expression);
    case ExpressionClass::BETWEEN: return parameters_.split_between(expression);
    case ExpressionClass::PARAMETER: return parameters_.type_parameter(expression);
    default: return;
    }
}

} // namespace redstart::sql
