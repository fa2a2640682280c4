#include "catalog/engine/engine_error.hpp"
#include "catalog/engine/engine_sets.hpp"
#include "catalog/functions/date/interval_math.hpp"
#include "catalog/functions/kit/families.hpp"
#include "catalog/functions/number/decimal_rules.hpp"
#include "catalog/functions/number/float_overflow.hpp"
#include "catalog/functions/number/operand_types.hpp"
#include "protocol/sqlstate.hpp"

#include <cmath>
#include <limits>
#include <type_traits>

#include <duckdb.hpp>

namespace redstart::catalog {

namespace {

using duckdb::DataChunk;
using duckdb::ExpressionState;
using duckdb::hugeint_t;
using duckdb::interval_t;
using duckdb::LogicalType;
using duckdb::LogicalTypeId;
using duckdb::ScalarFunction;
using duckdb::Vector;
using protocol::SqlError;
namespace state = protocol::sqlstate;

using Arguments = duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>;
using BindData = duckdb::unique_ptr<duckdb::FunctionData>;

template <typename T> constexpr const char* kRangeText = "numeric field overflow";
template <> constexpr const char* kRangeText<std::int16_t> = "smallint out of range";
template <> constexpr const char* kRangeText<std::int32_t> = "integer out of range";
template <> constexpr const char* kRangeText<std::int64_t> = "bigint out of range";

template <typename T> void require_divisor(T divisor) {
    if (divisor == T(0)) throw_through_engine(SqlError(state::kDivisionByZero, "division by zero"));
}

struct Divide {
    template <typename T> static T apply(T left, T right) {
        if constexpr (std::is_floating_point_v<T>)
            if (std::isnan(left)) return left; // NaN / 0 is NaN (PostgreSQL)
        require_divisor(right);
        if constexpr (!std::is_floating_point_v<T>)
            if (right == T(-1) && left == duckdb::NumericLimits<T>::Minimum())
                throw_through_engine(SqlError(state::kNumericValueOutOfRange, kRangeText<T>));
        return static_cast<T>(left / right);
    }
};

struct Modulo {
    template <typename T> static T apply(T left, T right) {
        require_divisor(right);
        if constexpr (std::is_floating_point_v<T>)
            return std::fmod(left, right);
        else
            return right == T(-1) ? T(0) : static_cast<T>(left % right);
    }
};

template <typename Operation, typename T> void run(DataChunk& arguments, ExpressionState&, Vector& result) {
    duckdb::BinaryExecutor::Execute<T, T, T>(arguments.data[0], arguments.data[1], result, arguments.size(),
                                             Operation::template apply<T>);
}

interval_t divide_interval(interval_t left, double right) {
    try {
        const auto result = divide(Interval{left.months, left.days, left.micros}, right);
        return {result.months, result.days, result.micros};
    } catch (const protocol::SqlError& error) { throw_through_engine(error); }
}

void run_interval(DataChunk& arguments, ExpressionState&, Vector& result) {
    duckdb::BinaryExecutor::Execute<interval_t, double, interval_t>(arguments.data[0], arguments.data[1], result,
                                                                    arguments.size(), divide_interval);
}

Int128 wide(std::int64_t value) { return value; }
Int128 wide(hugeint_t value) { return to_int128(value); }

template <typename T> T stored(Int128 value) {
    if constexpr (std::is_same_v<T, hugeint_t>)
        return to_hugeint(value);
    else
        return static_cast<T>(value);
}

// shift: how many more digits the quotient has behind the point than a plain division of the stored numbers gives.
template <typename In, typename Out> duckdb::scalar_function_t divider(DecimalShape shape, int shift) {
    return [shape, shift](DataChunk& arguments, ExpressionState&, Vector& result) {
        duckdb::BinaryExecutor::Execute<In, In, Out>(
            arguments.data[0], arguments.data[1], result, arguments.size(), [shape, shift](In left, In right) {
                require_divisor(right);
                return stored<Out>(divide_decimal(wide(left), wide(right), shift, shape.precision));
            });
    };
}

template <typename In> duckdb::scalar_function_t divider(const LogicalType& result, DecimalShape shape, int shift) {
    switch (result.InternalType()) {
    case duckdb::PhysicalType::INT16: return divider<In, std::int16_t>(shape, shift);
    case duckdb::PhysicalType::INT32: return divider<In, std::int32_t>(shape, shift);
    case duckdb::PhysicalType::INT64: return divider<In, std::int64_t>(shape, shift);
    default: return divider<In, hugeint_t>(shape, shift);
    }
}

constexpr int kMaxSmallPrecision = 18; // what the engine stores in 64 bits

BindData bind_divide(duckdb::ClientContext&, ScalarFunction& function, Arguments& arguments) {
    const auto left = decimal_shape(arguments[0]->return_type);
    const auto right = decimal_shape(arguments[1]->return_type);
    const auto shape = quotient_shape(left, right);
    const bool small = left.precision <= kMaxSmallPrecision && right.precision <= kMaxSmallPrecision;
    const auto width = static_cast<std::uint8_t>(small ? kMaxSmallPrecision : kMaxPrecision);
    function.arguments[0] = LogicalType::DECIMAL(width, static_cast<std::uint8_t>(left.scale));
    function.arguments[1] = LogicalType::DECIMAL(width, static_cast<std::uint8_t>(right.scale));
    function.return_type = decimal_type(shape);
    const int shift = shape.scale + right.scale - left.scale;
    function.function = small ? divider<std::int64_t>(function.return_type, shape, shift)
                              : divider<hugeint_t>(function.return_type, shape, shift);
    return nullptr;
}

BindData bind_modulo(duckdb::ClientContext&, ScalarFunction& function, Arguments& arguments) {
    const auto shape =
        remainder_shape(decimal_shape(arguments[0]->return_type), decimal_shape(arguments[1]->return_type));
    const auto type = decimal_type(shape);
    function.arguments[0] = function.arguments[1] = function.return_type = type;
    switch (type.InternalType()) {
    case duckdb::PhysicalType::INT16: function.function = run<Modulo, std::int16_t>; break;
    case duckdb::PhysicalType::INT32: function.function = run<Modulo, std::int32_t>; break;
    case duckdb::PhysicalType::INT64: function.function = run<Modulo, std::int64_t>; break;
    default: function.function = run<Modulo, hugeint_t>; break;
    }
    return nullptr;
}

template <typename Operation> duckdb::ScalarFunctionSet numeric_set(const char* name) {
    duckdb::ScalarFunctionSet set(name);
    auto add = [&set](const LogicalType& type, duckdb::scalar_function_t function) {
        set.AddFunction(ScalarFunction({type, type}, type, std::move(function)));
    };
    add(LogicalType::SMALLINT, run<Operation, std::int16_t>);
    add(LogicalType::INTEGER, run<Operation, std::int32_t>);
    add(LogicalType::BIGINT, run<Operation, std::int64_t>);
    add(LogicalType::HUGEINT, run<Operation, hugeint_t>);
    add(LogicalType::FLOAT, run<Operation, float>);
    add(LogicalType::DOUBLE, run<Operation, double>);
    return set;
}

} // namespace

void install_division(duckdb::DatabaseInstance& instance) {
    const LogicalType decimal(LogicalTypeId::DECIMAL);
    auto divide = numeric_set<Divide>("/");
    divide.AddFunction(ScalarFunction({decimal, decimal}, decimal, nullptr, bind_divide));
    divide.AddFunction(
        ScalarFunction({LogicalType::INTERVAL, LogicalType::DOUBLE}, LogicalType::INTERVAL, run_interval));
    refuse_float_overflow(divide);
    keep_literal_types(divide);
    adopt_text_operands(divide);
    refuse_booleans(divide);
    install_set(instance, std::move(divide));
    for (const auto* name : {"%", "mod"}) {
        auto modulo = numeric_set<Modulo>(name);
        modulo.AddFunction(ScalarFunction({decimal, decimal}, decimal, nullptr, bind_modulo));
        keep_literal_types(modulo);
        adopt_text_operands(modulo);
        refuse_booleans(modulo);
        install_set(instance, std::move(modulo));
    }
}

} // namespace redstart::catalog
