#include "catalog/functions/number/operand_types.hpp"

#include "catalog/functions/kit/call_errors.hpp"
#include "catalog/functions/number/decimal_rules.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/function/function_binder.hpp>
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

const ScalarFunction* find_types(const duckdb::ScalarFunctionSet& set, std::initializer_list<LogicalTypeId> types) {
    for (const auto& function : set.functions)
        if (std::equal(function.arguments.begin(), function.arguments.end(), types.begin(), types.end(),
                       [](const LogicalType& argument, LogicalTypeId type) { return argument.id() == type; }))
            return &function;
    return nullptr;
}

const ScalarFunction* find_pair(const duckdb::ScalarFunctionSet& set, LogicalTypeId type) {
    return find_types(set, {type, type});
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

BindData bind_number(duckdb::ClientContext& context, ScalarFunction& function, Arguments& arguments) {
    for (std::size_t i = 0; i < arguments.size(); ++i)
        if (function.arguments[i].id() == LogicalTypeId::VARCHAR)
            arguments[i] =
                duckdb::BoundCastExpression::AddCastToType(context, std::move(arguments[i]), LogicalType::DOUBLE);
    return become(context, function, arguments);
}

BindData bind_unknown(duckdb::ClientContext& context, ScalarFunction& function, Arguments& arguments) {
    require_unknown(function.name, *arguments[0]);
    return bind_number(context, function, arguments);
}

// ROUND and TRUNC to a number of digits are of numerics only.
BindData bind_unknown_decimal(duckdb::ClientContext& context, ScalarFunction& function, Arguments& arguments) {
    require_unknown(function.name, *arguments[0], ", integer");
    const auto type = decimal_of_text(*arguments[0], decimal_type({kMaxPrecision, 0}));
    arguments[0] = duckdb::BoundCastExpression::AddCastToType(context, std::move(arguments[0]), type);
    return become(context, function, arguments);
}

// Digits that are a constant give the result its scale; by others it keeps the argument's.
template <bool kRounds>
BindData bind_digits(duckdb::ClientContext& context, ScalarFunction& function, Arguments& arguments) {
    if (arguments[1]->IsFoldable()) return become(context, function, arguments);
    const auto scale = decimal_shape(arguments[0]->return_type).scale;
    function.arguments[0] = function.return_type = decimal_type({kMaxPrecision, scale});
    function.function = [scale](duckdb::DataChunk& chunk, duckdb::ExpressionState&, duckdb::Vector& result) {
        duckdb::BinaryExecutor::Execute<duckdb::hugeint_t, std::int32_t, duckdb::hugeint_t>(
            chunk.data[0], chunk.data[1], result, chunk.size(), [scale](duckdb::hugeint_t value, std::int32_t digits) {
                return to_hugeint(cut_decimal(to_int128(value), scale, digits, kRounds));
            });
    };
    return nullptr;
}

// A number of days beside a timestamp.
BindData bind_days(duckdb::ClientContext& context, ScalarFunction& function, Arguments& arguments) {
    for (auto& argument : arguments) {
        if (!argument->return_type.IsIntegral()) continue;
        Arguments days;
        days.push_back(std::move(argument));
        duckdb::ErrorData error;
        argument =
            duckdb::FunctionBinder(context).BindScalarFunction(DEFAULT_SCHEMA, "to_days", std::move(days), error);
        if (!argument) error.Throw();
    }
    return become(context, function, arguments);
}

// The difference of a date and a timestamp, or of timestamps with and without a time zone: the one is cast to the
// other.
BindData bind_difference(duckdb::ClientContext& context, ScalarFunction& function, Arguments& arguments) {
    const auto type =
        any_of_type(arguments, LogicalTypeId::TIMESTAMP_TZ) ? LogicalType::TIMESTAMP_TZ : LogicalType::TIMESTAMP;
    for (auto& argument : arguments)
        argument = duckdb::BoundCastExpression::AddCastToType(context, std::move(argument), type);
    return become(context, function, arguments);
}

BindData bind_refused(duckdb::ClientContext&, ScalarFunction& function, Arguments& arguments) {
    refuse_operands(function.name, *arguments[0], *arguments[1]);
}

BindData bind_interval(duckdb::ClientContext& context, ScalarFunction& function, Arguments& arguments) {
    for (auto& argument : arguments)
        if (is_unknown(*argument) && argument->return_type.id() != LogicalTypeId::INTERVAL)
            argument = duckdb::BoundCastExpression::AddCastToType(context, std::move(argument), LogicalType::INTERVAL);
    if (any_of_type(arguments, LogicalTypeId::VARCHAR)) refuse_operands(function.name, *arguments[0], *arguments[1]);
    return become(context, function, arguments);
}

// What an overload was before its operands are looked at.
struct Unchecked final : duckdb::ScalarFunctionInfo {
    duckdb::bind_scalar_function_t bind = nullptr;
    duckdb::shared_ptr<duckdb::ScalarFunctionInfo> info;
};

BindData bind_checked(duckdb::ClientContext& context, ScalarFunction& function, Arguments& arguments) {
    if (any_of_type(arguments, LogicalTypeId::BOOLEAN)) refuse_operands(function.name, *arguments[0], *arguments[1]);
    const auto keep = function.function_info; // assigning below drops the function's own reference
    function.bind = keep->Cast<Unchecked>().bind;
    function.function_info = keep->Cast<Unchecked>().info;
    return function.bind ? function.bind(context, function, arguments) : nullptr;
}

// `function` with text in place of each DOUBLE.
ScalarFunction taking_text(const ScalarFunction& function, duckdb::bind_scalar_function_t bind) {
    auto added = function;
    for (auto& argument : added.arguments)
        if (argument.id() == LogicalTypeId::DOUBLE) argument = LogicalType::VARCHAR;
    added.function_info = duckdb::make_shared_ptr<Replacement>(function);
    added.bind = bind;
    return added;
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
                            LogicalTypeId::TIMESTAMP, LogicalTypeId::TIMESTAMP_TZ, LogicalTypeId::INTERVAL}) {
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
    using Pair = std::initializer_list<LogicalTypeId>;
    for (const Pair types :
         {Pair{LogicalTypeId::INTERVAL, LogicalTypeId::DOUBLE}, Pair{LogicalTypeId::DOUBLE, LogicalTypeId::INTERVAL}})
        if (const auto* function = find_types(set, types)) added.push_back(taking_text(*function, bind_number));
    for (auto& function : added) set.AddFunction(std::move(function));
}

void adopt_days(duckdb::ScalarFunctionSet& set) {
    const auto stand_in = [&set](const ScalarFunction& function, const LogicalType& type, auto bind) {
        auto added = function;
        for (auto& argument : added.arguments)
            if (argument.id() == LogicalTypeId::INTERVAL) argument = type;
        if (find_types(set, {added.arguments[0].id(), added.arguments[1].id()}) != nullptr) return;
        added.function_info = duckdb::make_shared_ptr<Replacement>(function);
        added.bind = bind;
        set.AddFunction(std::move(added));
    };
    for (const auto type : {LogicalTypeId::TIMESTAMP, LogicalTypeId::TIMESTAMP_TZ})
        for (const bool first : {true, false}) {
            const auto* found = first ? find_types(set, {type, LogicalTypeId::INTERVAL})
                                      : find_types(set, {LogicalTypeId::INTERVAL, type});
            if (found == nullptr) continue;
            const auto function = *found;
            stand_in(function, LogicalType::INTEGER, bind_days);
            stand_in(function, LogicalType::VARCHAR, bind_interval);
        }
    // What the texts above would make ambiguous.
    const LogicalType times[] = {LogicalType::DATE, LogicalType::TIMESTAMP, LogicalType::TIMESTAMP_TZ};
    const auto refuse_pair = [&set](const LogicalType& left, const LogicalType& right) {
        if (find_types(set, {left.id(), right.id()}) != nullptr) return;
        const bool zoned = left.id() == LogicalTypeId::TIMESTAMP_TZ || right.id() == LogicalTypeId::TIMESTAMP_TZ;
        const bool times = right.id() != LogicalTypeId::DOUBLE && right.id() != LogicalTypeId::DECIMAL;
        const auto* found = find_pair(set, zoned ? LogicalTypeId::TIMESTAMP_TZ : LogicalTypeId::TIMESTAMP);
        const bool difference = times && found != nullptr && found->return_type.id() == LogicalTypeId::INTERVAL &&
                                found->bind != bind_refused;
        ScalarFunction function({left, right}, LogicalType::INTERVAL, nullptr,
                                difference ? bind_difference : bind_refused);
        if (difference) function.function_info = duckdb::make_shared_ptr<Replacement>(*found);
        set.AddFunction(std::move(function));
    };
    for (const auto& left : times) {
        for (const auto& right : times) refuse_pair(left, right);
        if (left.id() == LogicalTypeId::DATE) continue;
        refuse_pair(left, LogicalType::DOUBLE);
        refuse_pair(left, LogicalType(LogicalTypeId::DECIMAL));
    }
}

void adopt_varying_digits(duckdb::ScalarFunctionSet& set, bool rounds) {
    const auto* constant = find_types(set, {LogicalTypeId::DECIMAL, LogicalTypeId::INTEGER});
    if (constant == nullptr) throw duckdb::InternalException("%s has no digits", set.name);
    auto& function = const_cast<ScalarFunction&>(*constant); // an element of `set`
    function.function_info = duckdb::make_shared_ptr<Replacement>(*constant);
    function.bind = rounds ? bind_digits<true> : bind_digits<false>;
}

void adopt_unknown_argument(duckdb::ScalarFunctionSet& set) {
    const auto* function = find_types(set, {LogicalTypeId::DOUBLE});
    if (function != nullptr) set.AddFunction(taking_text(*function, bind_unknown));
    const auto* digits = find_types(set, {LogicalTypeId::DECIMAL, LogicalTypeId::INTEGER});
    if (digits == nullptr) return;
    auto added = *digits;
    added.arguments[0] = LogicalType::VARCHAR;
    added.function_info = duckdb::make_shared_ptr<Replacement>(*digits);
    added.bind = bind_unknown_decimal;
    set.AddFunction(std::move(added));
}

void refuse_booleans(duckdb::ScalarFunctionSet& set) {
    for (auto& function : set.functions) {
        if (function.arguments.size() != 2) continue;
        auto unchecked = duckdb::make_shared_ptr<Unchecked>();
        unchecked->bind = function.bind;
        unchecked->info = function.function_info;
        function.function_info = std::move(unchecked);
        function.bind = bind_checked;
    }
}

} // namespace redstart::catalog
