#include "catalog/functions/kit/call_errors.hpp"

#include "catalog/engine/engine_error.hpp"
#include "catalog/engine/engine_sets.hpp"
#include "catalog/engine/query_location.hpp"
#include "catalog/engine/replaced.hpp"
#include "catalog/type/type_map.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"

#include <string_view>

#include <duckdb.hpp>
#include <duckdb/planner/expression/bound_cast_expression.hpp>
#include <duckdb/planner/expression/bound_constant_expression.hpp>
#include <fmt/core.h>

namespace redstart::catalog {
namespace {

namespace state = protocol::sqlstate;
using duckdb::LogicalType;
using duckdb::LogicalTypeId;
using protocol::SqlError;
using BoundArguments = duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>;

bool is_text(const duckdb::Expression& argument) {
    return is_unknown(argument) || argument.return_type.id() == LogicalTypeId::VARCHAR;
}

std::string type_text(const duckdb::Expression& argument) {
    return is_unknown(argument) ? "\"unknown\"" : protocol::format_type(wire_type(argument.return_type).oid);
}

const duckdb::Value& constant(const duckdb::Expression& argument) {
    return argument.Cast<duckdb::BoundConstantExpression>().value;
}

SqlError no_such_function(const std::string& name, const std::string& types) {
    return SqlError(state::kUndefinedFunction, fmt::format("function {}({}) does not exist", name, types))
        .hint("No function matches the given name and argument types. You may need to add explicit type casts.");
}

SqlError no_such_operator(const std::string& text) {
    return SqlError(state::kUndefinedFunction, "operator does not exist: " + text)
        .hint("No operator matches the given name and argument type(s). You may need to add explicit type casts.");
}

bool is_operator(const std::string& name) {
    constexpr std::string_view kCharacters = "+-*/<>=~!@#%^&|`?";
    return kCharacters.find(name[0]) != std::string_view::npos;
}

duckdb::unique_ptr<duckdb::FunctionData> refuse(duckdb::ClientContext&, duckdb::ScalarFunction&,
                                                BoundArguments& arguments) {
    const auto& name = duckdb::StringValue::Get(constant(*arguments[0]));
    const auto position = constant(*arguments[1]).GetValue<std::int32_t>();
    if (is_operator(name) && (arguments.size() == 3 || arguments.size() == 4)) {
        constexpr std::string_view kBehind = "__postfix"; // the engine's parser tells so where an operator stood
        if (name.ends_with(kBehind))
            throw_through_engine(
                no_such_operator(type_text(*arguments[2]) + " " + name.substr(0, name.size() - kBehind.size()))
                    .position(position));
        const auto left = arguments.size() == 4 ? type_text(*arguments[2]) + " " : std::string();
        throw_through_engine(no_such_operator(left + name + " " + type_text(*arguments.back())).position(position));
    }
    std::string types;
    for (std::size_t i = 2; i < arguments.size(); ++i)
        types.append(types.empty() ? "" : ", ").append(type_text(*arguments[i]));
    throw_through_engine(no_such_function(name, types).position(position));
}

duckdb::unique_ptr<duckdb::Expression> check_condition(duckdb::FunctionBindExpressionInput& input) {
    auto& condition = *input.children[0];
    if (condition.return_type.id() == LogicalTypeId::BOOLEAN || is_unknown(condition))
        return std::move(input.children[0]); // a subquery cannot be copied
    if (condition.return_type.IsIntegral())
        return duckdb::BoundCastExpression::AddCastToType(input.context, std::move(input.children[0]),
                                                          LogicalType::BOOLEAN);
    const auto clause = duckdb::StringValue::Get(constant(*input.children[1]));
    if (clause.starts_with("bool_")) throw_through_engine(no_such_function(clause, type_text(condition)));
    throw_through_engine(
        SqlError(state::kDatatypeMismatch,
                 fmt::format("argument of {} must be type boolean, not type {}", clause, type_text(condition)))
            .position(position_at(condition.GetQueryLocation())));
}

} // namespace

bool is_unknown(const duckdb::Expression& argument) {
    if (argument.GetExpressionClass() == duckdb::ExpressionClass::BOUND_CONSTANT)
        return argument.return_type.id() == LogicalTypeId::VARCHAR ||
               argument.return_type.id() == LogicalTypeId::SQLNULL;
    switch (argument.return_type.id()) {
    case LogicalTypeId::UNKNOWN:
    case LogicalTypeId::SQLNULL:
    case LogicalTypeId::STRING_LITERAL: return true;
    default: return false;
    }
}

void require_text_operands(const std::string& name, const duckdb::Expression& left, const duckdb::Expression& right) {
    if (!is_text(left) || !is_text(right)) refuse_operands(name, left, right);
}

void refuse_operands(const std::string& name, const duckdb::Expression& left, const duckdb::Expression& right) {
    throw_through_engine(no_such_operator(type_text(left) + " " + name + " " + type_text(right)));
}

void refuse_operands(const std::string& name, const std::string& left, const std::string& right, int position) {
    throw_through_engine(no_such_operator(left + " " + name + " " + right).position(position));
}

void require_unknown(const std::string& name, const duckdb::Expression& argument, const std::string& further) {
    if (!is_unknown(argument)) throw_through_engine(no_such_function(name, type_text(argument) + further));
}

void install_missing_function(duckdb::DatabaseInstance& instance) {
    const auto never = [](duckdb::DataChunk&, duckdb::ExpressionState&, duckdb::Vector&) {
        throw duckdb::InternalException("a function that does not exist was run");
    };
    duckdb::ScalarFunction function(kMissingFunction, {LogicalType::VARCHAR, LogicalType::INTEGER},
                                    LogicalType::VARCHAR, never, refuse);
    function.varargs = LogicalType::ANY;
    function.null_handling = duckdb::FunctionNullHandling::SPECIAL_HANDLING; // bound whatever its arguments are
    install_set(instance, duckdb::ScalarFunctionSet(std::move(function)));
}

void install_condition_check(duckdb::DatabaseInstance& instance) {
    duckdb::ScalarFunction function({LogicalType::ANY, LogicalType::VARCHAR}, LogicalType::BOOLEAN, replaced);
    function.bind_expression = check_condition;
    duckdb::ScalarFunctionSet set(kConditionCheck);
    set.AddFunction(std::move(function));
    install_set(instance, std::move(set));
}

} // namespace redstart::catalog
