#include "sql/tree/composed_calls.hpp"

#include "catalog/engine/query_location.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <cstdint>
#include <limits>
#include <string>

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/result_modifier.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using duckdb::FunctionExpression;
using duckdb::ParsedExpression;
using duckdb::WindowExpression;
using protocol::SqlError;
using Arguments = duckdb::vector<Owned<ParsedExpression>>;

Owned<ParsedExpression> own_call(const char* name, Arguments arguments) {
    return duckdb::make_uniq<FunctionExpression>("system", "pg_catalog", name, std::move(arguments));
}
Owned<ParsedExpression> own_call(const char* name, Owned<ParsedExpression> argument) {
    Arguments arguments;
    arguments.push_back(std::move(argument));
    return own_call(name, std::move(arguments));
}

template <typename Call> void name_engine_function(Call& call, const char* name) {
    call.catalog = "system";
    call.schema = "main";
    call.function_name = name;
}

// The call of `name` over one argument, in the place of `call`: the same rows, the same window.
template <typename Call>
Owned<ParsedExpression> beside(const Call& call, const char* schema, const char* name,
                               Owned<ParsedExpression> argument) {
    auto copy = call.Copy();
    auto& other = copy->template Cast<Call>();
    name_engine_function(other, name);
    other.schema = schema;
    other.children.clear();
    other.children.push_back(std::move(argument));
    if constexpr (std::is_same_v<Call, FunctionExpression>)
        other.order_bys = duckdb::make_uniq<duckdb::OrderModifier>();
    else
        other.arg_orders.clear();
    copy->ClearAlias();
    return copy;
}

void put(Owned<ParsedExpression>& expression, Owned<ParsedExpression> other, const char* name) {
    other->SetAlias(expression->HasAlias() ? expression->GetAlias() : name);
    other->SetQueryLocation(expression->GetQueryLocation());
    expression = std::move(other);
}

// f(g(x), ...) -> rs_percentile_result(f(rs_percentile_argument(g(x)), ...), any_value(g(x))): the result's type goes
// by that of what is ordered.
template <typename Call>
void type_percentile(Owned<ParsedExpression>& expression, Owned<ParsedExpression>& ordered, const char* name) {
    auto type_of = ordered->Copy();
    ordered = own_call("rs_percentile_argument", std::move(ordered));
    auto any_value = beside(expression->Cast<Call>(), "main", "any_value", std::move(type_of));
    Arguments arguments;
    arguments.push_back(expression->Copy());
    arguments[0]->ClearAlias();
    arguments.push_back(std::move(any_value));
    put(expression, own_call("rs_percentile_result", std::move(arguments)), name);
}

void refuse_order(const WindowExpression& window, const std::string& name) {
    const bool framed = window.start != duckdb::WindowBoundary::UNBOUNDED_PRECEDING ||
                        window.end != duckdb::WindowBoundary::CURRENT_ROW_RANGE || window.start_expr ||
                        window.end_expr || window.exclude_clause != duckdb::WindowExcludeMode::NO_OTHER;
    if (window.orders.empty() && !framed) return;
    throw SqlError(state::kSyntaxError, fmt::format("the OVER clause of {} takes PARTITION BY only", name))
        .position(catalog::position_at(window.GetQueryLocation()));
}

// The percentile p in the order of x; the engine takes a descending order as a negative one.
void order_percentile(WindowExpression& window) {
    auto order = std::move(window.arg_orders[0]);
    window.arg_orders.clear();
    if (order.type == duckdb::OrderType::DESCENDING) {
        Arguments operand;
        operand.push_back(std::move(window.children[0]));
        window.children[0] = duckdb::make_uniq<FunctionExpression>("system", "main", "-", std::move(operand));
    }
    window.children.insert(window.children.begin(), std::move(order.expression));
}

bool compose_window(Owned<ParsedExpression>& expression) {
    auto& window = expression->Cast<WindowExpression>();
    if (!is_composed_window(window)) return false;
    const auto name = duckdb::StringUtil::Lower(window.function_name);
    refuse_order(window, name);
    if (name == "median") {
        name_engine_function(window, "median");
        type_percentile<WindowExpression>(expression, window.children[0], "median");
        return true;
    }
    if (name == "percentile_cont" || name == "percentile_disc") {
        order_percentile(window);
        const bool continuous = name == "percentile_cont";
        name_engine_function(window, continuous ? "quantile_cont" : "quantile_disc");
        if (continuous)
            type_percentile<WindowExpression>(expression, window.children[0], "percentile_cont");
        else if (!expression->HasAlias())
            expression->SetAlias(name);
        return true;
    }
    auto value = duckdb::make_uniq<duckdb::CastExpression>(duckdb::LogicalType::DOUBLE, window.children[0]->Copy());
    Arguments operands;
    operands.push_back(value->Copy());
    operands.push_back(beside(window, "pg_catalog", "sum", std::move(value)));
    put(expression, own_call("/", std::move(operands)), "ratio_to_report");
    return true;
}

bool compose_aggregate(Owned<ParsedExpression>& expression) {
    auto& call = expression->Cast<FunctionExpression>();
    if (call.function_name == "median" && call.children.size() == 1) {
        type_percentile<FunctionExpression>(expression, call.children[0], "median");
        return true;
    }
    // The engine's parser calls PERCENTILE_* so, with the order beside the one argument.
    const bool ordered = call.order_bys && call.order_bys->orders.size() == 1 && call.children.size() == 1;
    if (call.function_name == "quantile_cont" && ordered) {
        type_percentile<FunctionExpression>(expression, call.order_bys->orders[0].expression, "percentile_cont");
        return true;
    }
    return false;
}

} // namespace

bool is_composed_window(const WindowExpression& call) {
    const auto name = duckdb::StringUtil::Lower(call.function_name);
    if (name == "percentile_cont" || name == "percentile_disc")
        return call.children.size() == 1 && call.arg_orders.size() == 1;
    return (name == "median" || name == "ratio_to_report") && call.children.size() == 1;
}

bool compose_call(Owned<ParsedExpression>& expression) {
    if (expression->GetExpressionClass() == duckdb::ExpressionClass::WINDOW) return compose_window(expression);
    return compose_aggregate(expression);
}

void narrow_smallest_integer(ParsedExpression& expression) {
    auto& value = expression.Cast<duckdb::ConstantExpression>().value;
    constexpr auto kSmallest = std::numeric_limits<std::int32_t>::min();
    if (!value.IsNull() && value.type() == duckdb::LogicalType::BIGINT && value.GetValue<std::int64_t>() == kSmallest)
        value = duckdb::Value::INTEGER(kSmallest);
}

} // namespace redstart::sql
