#include "catalog/functions/operand_types.hpp"

#include "catalog/functions/decimal_rules.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/planner/expression/bound_cast_expression.hpp>
#include <duckdb/planner/expression/bound_constant_expression.hpp>

namespace redstart::catalog {

namespace {

using duckdb::LogicalType;
using duckdb::LogicalTypeId;
using duckdb::ScalarFunction;

using Arguments = duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>;
using BindData = duckdb::unique_ptr<duckdb::FunctionData>;

// The overload that stands in for the one that was chosen.
struct Replacement final : duckdb::ScalarFunctionInfo {
    explicit Replacement(ScalarFunction function) : function(std::move(function)) {}
    const ScalarFunction function;
};

const ScalarFunction* find_pair(const duckdb::ScalarFunctionSet& set, LogicalTypeId type) {
    for (const auto& function : set.functions)
        if (function.arguments.size() == 2 && function.arguments[0].id() == type && function.arguments[1].id() == type)
            return &function;
    return nullptr;
}

BindData become(duckdb::ClientContext& context, ScalarFunction& function, Arguments& arguments) {
    const auto keep = function.function_info; // assigning below drops the function's own reference
    auto chosen = keep->Cast<Replacement>().function;
    chosen.name = function.name;
    chosen.catalog_name = function.catalog_name;
    chosen.schema_name = function.schema_name;
    function = std::move(chosen);
    return function.bind ? function.bind(context, function, arguments) : nullptr;
}

bool any_of_type(const Arguments& arguments, LogicalTypeId type) {
    return std::any_of(arguments.begin(), arguments.end(),
                       [type](const auto& argument) { return argument->return_type.id() == type; });
}

BindData bind_small(duckdb::ClientContext& context, ScalarFunction& function, Arguments& arguments) {
    return any_of_type(arguments, LogicalTypeId::INTEGER) ? become(context, function, arguments) : nullptr;
}

BindData bind_real(duckdb::ClientContext& context, ScalarFunction& function, Arguments& arguments) {
    const bool all = std::all_of(arguments.begin(), arguments.end(), [](const auto& argument) {
        return argument->return_type.id() == LogicalTypeId::FLOAT || argument->return_type.IsUnknown() ||
               argument->return_type.id() == LogicalTypeId::SQLNULL;
    });
    return all ? nullptr : become(context, function, arguments);
}

void widen(duckdb::ScalarFunctionSet& set, LogicalTypeId narrow, LogicalTypeId wide,
           duckdb::bind_scalar_function_t bind) {
    const auto* wider = find_pair(set, wide);
    const auto* narrower = find_pair(set, narrow);
    if (wider == nullptr || narrower == nullptr) return;
    auto& function = const_cast<ScalarFunction&>(*narrower); // an element of `set`
    function.function_info = duckdb::make_shared_ptr<Replacement>(*wider);
    function.bind = bind;
}

// A numeric literal in quotes has the digits it is written with; other text takes the other operand's shape.
LogicalType decimal_of_text(const duckdb::Expression& text, const LogicalType& other) {
    if (text.GetExpressionClass() != duckdb::ExpressionClass::BOUND_CONSTANT) return other;
    const auto& value = text.Cast<duckdb::BoundConstantExpression>().value;
    if (value.IsNull()) return other;
    int digits = 0;
    int scale = 0;
    bool behind_point = false;
    for (const char c : duckdb::StringValue::Get(value)) {
        behind_point |= c == '.';
        const bool digit = c >= '0' && c <= '9';
        digits += digit ? 1 : 0;
        scale += digit && behind_point ? 1 : 0;
    }
    if (digits == 0 || digits > kMaxPrecision) return other;
    return decimal_type({digits, scale});
}

BindData bind_text(duckdb::ClientContext& context, ScalarFunction& function, Arguments& arguments) {
    const bool left_is_text = function.arguments[0].id() == LogicalTypeId::VARCHAR;
    auto& text = arguments[left_is_text ? 0 : 1];
    auto type = arguments[left_is_text ? 1 : 0]->return_type;
    if (type.id() != function.arguments[left_is_text ? 1 : 0].id()) type = function.arguments[left_is_text ? 1 : 0];
    if (type.id() == LogicalTypeId::DECIMAL)
        type = decimal_of_text(*text, arguments[left_is_text ? 1 : 0]->return_type);
    text = duckdb::BoundCastExpression::AddCastToType(context, std::move(text), type);
    return become(context, function, arguments);
}

} // namespace

void keep_literal_types(duckdb::ScalarFunctionSet& set) {
    widen(set, LogicalTypeId::SMALLINT, LogicalTypeId::INTEGER, bind_small);
    widen(set, LogicalTypeId::FLOAT, LogicalTypeId::DOUBLE, bind_real);
}

void adopt_text_operands(duckdb::ScalarFunctionSet& set) {
    duckdb::vector<ScalarFunction> added;
    for (const auto type : {LogicalTypeId::SMALLINT, LogicalTypeId::INTEGER, LogicalTypeId::BIGINT,
                            LogicalTypeId::DECIMAL, LogicalTypeId::FLOAT, LogicalTypeId::DOUBLE, LogicalTypeId::DATE,
                            LogicalTypeId::TIMESTAMP, LogicalTypeId::TIMESTAMP_TZ}) {
        const auto* pair = find_pair(set, type);
        if (pair == nullptr) continue;
        for (const bool left_is_text : {true, false}) {
            auto function = *pair;
            function.arguments[left_is_text ? 0 : 1] = LogicalType::VARCHAR;
            function.function_info = duckdb::make_shared_ptr<Replacement>(*pair);
            function.bind = bind_text;
            added.push_back(std::move(function));
        }
    }
    for (auto& function : added) set.AddFunction(std::move(function));
}

} // namespace redstart::catalog
