#include "catalog/engine/engine_error.hpp"
#include "catalog/engine/engine_sets.hpp"
#include "catalog/functions/kit/call_errors.hpp"
#include "catalog/functions/kit/families.hpp"
#include "catalog/functions/number/decimal_rules.hpp"
#include "catalog/functions/number/float_overflow.hpp"
#include "catalog/functions/number/operand_types.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include <duckdb.hpp>

namespace redstart::catalog {

namespace {

using duckdb::DataChunk;
using duckdb::ExpressionState;
using duckdb::hugeint_t;
using duckdb::LogicalType;
using duckdb::LogicalTypeId;
using duckdb::ScalarFunction;
using duckdb::Vector;

using Arguments = duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>;
using BindData = duckdb::unique_ptr<duckdb::FunctionData>;

struct Add {
    template <typename T> static T apply(T left, T right) { return static_cast<T>(left + right); }
};
struct Subtract {
    template <typename T> static T apply(T left, T right) { return static_cast<T>(left - right); }
};
struct Multiply {
    template <typename T> static T apply(T left, T right) { return static_cast<T>(left * right); }
};

template <typename Operation, typename T> void run(DataChunk& arguments, ExpressionState&, Vector& result) {
    duckdb::BinaryExecutor::Execute<T, T, T>(arguments.data[0], arguments.data[1], result, arguments.size(),
                                             Operation::template apply<T>);
}

// No overflow check: the result's shape has room for every pair of operands.
template <typename Operation> duckdb::scalar_function_t exact(const LogicalType& type) {
    switch (type.InternalType()) {
    case duckdb::PhysicalType::INT16: return run<Operation, std::int16_t>;
    case duckdb::PhysicalType::INT32: return run<Operation, std::int32_t>;
    case duckdb::PhysicalType::INT64: return run<Operation, std::int64_t>;
    default: return run<Operation, hugeint_t>;
    }
}

// A checked operation on two 38-digit numbers.
template <typename Compute> duckdb::scalar_function_t checked(Compute compute) {
    return [compute](DataChunk& arguments, ExpressionState&, Vector& result) {
        duckdb::BinaryExecutor::Execute<hugeint_t, hugeint_t, hugeint_t>(
            arguments.data[0], arguments.data[1], result, arguments.size(), [compute](hugeint_t left, hugeint_t right) {
                return to_hugeint(compute(to_int128(left), to_int128(right)));
            });
    };
}

LogicalType widest(DecimalShape shape) { return decimal_type({kMaxPrecision, shape.scale}); }

template <typename Operation>
BindData bind_sum(duckdb::ClientContext&, ScalarFunction& function, Arguments& arguments) {
    const auto left = decimal_shape(arguments[0]->return_type);
    const auto right = decimal_shape(arguments[1]->return_type);
    const auto shape = sum_shape(left, right);
    function.return_type = decimal_type(shape);
    const int digits = std::max(left.precision - left.scale, right.precision - right.scale);
    if (digits + 1 + std::max(left.scale, right.scale) <= kMaxPrecision) {
        function.arguments[0] = function.arguments[1] = function.return_type;
        function.function = exact<Operation>(function.return_type);
        return nullptr;
    }
    function.arguments[0] = widest(left);
    function.arguments[1] = widest(right);
    function.function = checked(
        [left_cut = left.scale - shape.scale, right_cut = right.scale - shape.scale](Int128 first, Int128 second) {
            return add_decimal(first, left_cut, std::is_same_v<Operation, Subtract> ? -second : second, right_cut);
        });
    return nullptr;
}

BindData bind_product(duckdb::ClientContext&, ScalarFunction& function, Arguments& arguments) {
    const auto left = decimal_shape(arguments[0]->return_type);
    const auto right = decimal_shape(arguments[1]->return_type);
    const auto shape = product_shape(left, right);
    function.return_type = decimal_type(shape);
    if (left.precision + right.precision + 1 <= kMaxPrecision) {
        // the operands keep their scales and are stored as wide as the result
        function.arguments[0] = decimal_type({shape.precision, left.scale});
        function.arguments[1] = decimal_type({shape.precision, right.scale});
        function.function = exact<Multiply>(function.return_type);
        return nullptr;
    }
    function.arguments[0] = widest(left);
    function.arguments[1] = widest(right);
    function.function = checked([cut = left.scale + right.scale - shape.scale](Int128 first, Int128 second) {
        return multiply_decimal(first, second, cut, kMaxPrecision);
    });
    return nullptr;
}

bool is_decimal_pair(const ScalarFunction& function) {
    return function.arguments.size() == 2 && function.arguments[0].id() == LogicalTypeId::DECIMAL &&
           function.arguments[1].id() == LogicalTypeId::DECIMAL;
}

// The engine's operator with its numeric overload replaced: the engine keeps 18 digits while both operands have no
// more, and fails where Redshift's result is wider.
duckdb::ScalarFunctionSet with_decimal(duckdb::ScalarFunctionSet set, duckdb::bind_scalar_function_t bind) {
    const LogicalType decimal(LogicalTypeId::DECIMAL);
    auto& functions = set.functions;
    functions.erase(std::remove_if(functions.begin(), functions.end(), is_decimal_pair), functions.end());
    set.AddFunction(ScalarFunction({decimal, decimal}, decimal, nullptr, bind));
    refuse_float_overflow(set);
    keep_literal_types(set);
    adopt_text_operands(set);
    adopt_days(set);
    refuse_booleans(set);
    return set;
}

// Redshift joins two texts with + as well.
void join_texts(duckdb::DataChunk& arguments, ExpressionState&, Vector& result) {
    using duckdb::string_t;
    duckdb::BinaryExecutor::Execute<string_t, string_t, string_t>(
        arguments.data[0], arguments.data[1], result, arguments.size(), [&result](string_t left, string_t right) {
            auto joined = duckdb::StringVector::EmptyString(result, left.GetSize() + right.GetSize());
            std::copy_n(left.GetData(), left.GetSize(), joined.GetDataWriteable());
            std::copy_n(right.GetData(), right.GetSize(), joined.GetDataWriteable() + left.GetSize());
            joined.Finalize();
            return joined;
        });
}

// The engine would make texts of whatever no other overload takes, such as two dates.
BindData bind_join(duckdb::ClientContext&, ScalarFunction& function, Arguments& arguments) {
    require_text_operands(function.name, *arguments[0], *arguments[1]);
    return nullptr;
}

// Days between two dates are an integer (r_Dateparts_for_datetime_functions); the engine counts them in BIGINT.
void days_between(duckdb::DataChunk& arguments, ExpressionState&, Vector& result) {
    using duckdb::date_t;
    duckdb::BinaryExecutor::Execute<date_t, date_t, std::int32_t>(
        arguments.data[0], arguments.data[1], result, arguments.size(), [](date_t left, date_t right) {
            if (!duckdb::Value::IsFinite(left) || !duckdb::Value::IsFinite(right))
                throw_through_engine(
                    protocol::SqlError(protocol::sqlstate::kDatetimeFieldOverflow, "cannot subtract infinite dates"));
            return left.days - right.days;
        });
}

// A number of days from a date; the engine's own takes the day below its range for an infinite date.
template <int kSign, bool kDateFirst> void move_date(duckdb::DataChunk& arguments, ExpressionState&, Vector& result) {
    using duckdb::date_t;
    duckdb::BinaryExecutor::Execute<date_t, std::int32_t, date_t>(
        arguments.data[kDateFirst ? 0 : 1], arguments.data[kDateFirst ? 1 : 0], result, arguments.size(),
        [](date_t date, std::int32_t days) {
            if (!duckdb::Value::IsFinite(date)) return date;
            const auto moved = std::int64_t{date.days} + kSign * std::int64_t{days};
            constexpr std::int64_t kFirst = -2440588; // 4714-11-24 BC, as in PostgreSQL
            if (moved < kFirst || moved >= std::numeric_limits<std::int32_t>::max())
                throw_through_engine(
                    protocol::SqlError(protocol::sqlstate::kDatetimeFieldOverflow, "date out of range"));
            return date_t(static_cast<std::int32_t>(moved));
        });
}

void check_moved_dates(duckdb::ScalarFunctionSet& set, bool subtracts) {
    using Types = duckdb::vector<LogicalType>;
    for (auto& function : set.functions) {
        if (function.arguments == Types{LogicalType::DATE, LogicalType::INTEGER})
            function.function = subtracts ? move_date<-1, true> : move_date<1, true>;
        if (function.arguments == Types{LogicalType::INTEGER, LogicalType::DATE} && !subtracts)
            function.function = move_date<1, false>;
    }
}

// Times of day differ by an interval (PostgreSQL).
void time_between(duckdb::DataChunk& arguments, ExpressionState&, Vector& result) {
    using duckdb::dtime_t;
    duckdb::BinaryExecutor::Execute<dtime_t, dtime_t, duckdb::interval_t>(
        arguments.data[0], arguments.data[1], result, arguments.size(), [](dtime_t left, dtime_t right) {
            return duckdb::interval_t{0, 0, left.micros - right.micros};
        });
}

// -x of the smallest integer; the engine's error does not say of which type.
template <typename Integer> void negate(DataChunk& arguments, ExpressionState&, Vector& result) {
    constexpr const char* type = sizeof(Integer) == 2 ? "smallint" : sizeof(Integer) == 4 ? "integer" : "bigint";
    duckdb::UnaryExecutor::Execute<Integer, Integer>(arguments.data[0], result, arguments.size(), [](Integer value) {
        if (value == std::numeric_limits<Integer>::min())
            throw_through_engine(
                protocol::SqlError(protocol::sqlstate::kNumericValueOutOfRange, std::string(type) + " out of range"));
        return static_cast<Integer>(-value);
    });
}

void name_negated_types(ScalarFunction& function) {
    if (function.arguments.size() != 1) return;
    switch (function.arguments[0].id()) {
    case LogicalTypeId::SMALLINT: function.function = negate<std::int16_t>; break;
    case LogicalTypeId::INTEGER: function.function = negate<std::int32_t>; break;
    case LogicalTypeId::BIGINT: function.function = negate<std::int64_t>; break;
    default: break;
    }
}

duckdb::ScalarFunctionSet subtraction(duckdb::DatabaseInstance& instance) {
    auto set = engine_set(instance, "-");
    for (auto& function : set.functions) name_negated_types(function);
    for (auto& function : set.functions)
        if (function.arguments == duckdb::vector<LogicalType>{LogicalType::DATE, LogicalType::DATE})
            function = ScalarFunction({LogicalType::DATE, LogicalType::DATE}, LogicalType::INTEGER, days_between);
    set.AddFunction(ScalarFunction({LogicalType::TIME, LogicalType::TIME}, LogicalType::INTERVAL, time_between));
    check_moved_dates(set, true);
    return set;
}

} // namespace

void install_decimal_operators(duckdb::DatabaseInstance& instance) {
    auto plus = engine_set(instance, "+");
    check_moved_dates(plus, false);
    auto add = with_decimal(std::move(plus), bind_sum<Add>);
    add.AddFunction(
        ScalarFunction({LogicalType::VARCHAR, LogicalType::VARCHAR}, LogicalType::VARCHAR, join_texts, bind_join));
    add.AddFunction(ScalarFunction({LogicalType::BLOB, LogicalType::BLOB}, LogicalType::BLOB, join_texts));
    install_set(instance, std::move(add));
    install_set(instance, with_decimal(subtraction(instance), bind_sum<Subtract>));
    install_set(instance, with_decimal(engine_set(instance, "*"), bind_product));
}

} // namespace redstart::catalog
