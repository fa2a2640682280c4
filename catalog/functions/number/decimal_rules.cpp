#include "catalog/functions/number/decimal_rules.hpp"

#include "catalog/engine/engine_error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <array>

#include <duckdb.hpp>

namespace redstart::catalog {

namespace {

__extension__ using UInt128 = unsigned __int128;

constexpr auto kPowers = [] {
    std::array<Int128, kMaxPrecision + 1> powers{};
    powers[0] = 1;
    for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
    return powers;
}();

[[noreturn]] void overflow(const char* message) {
    throw_through_engine(protocol::SqlError(protocol::sqlstate::kNumericValueOutOfRange, message));
}

constexpr const char* kResultPrecision = "Numeric data overflow (result precision)";

DecimalShape capped(int precision, int scale) {
    if (precision <= kMaxPrecision) return {precision, scale};
    return {kMaxPrecision, std::max(kMaxPrecision + scale - precision, std::min(4, scale))};
}

UInt128 magnitude(Int128 value) {
    return value < 0 ? UInt128(0) - static_cast<UInt128>(value) : static_cast<UInt128>(value);
}

Int128 within(UInt128 value, bool negative, int precision) {
    if (value >= static_cast<UInt128>(power_of_ten(precision))) overflow(kResultPrecision);
    return negative ? -static_cast<Int128>(value) : static_cast<Int128>(value);
}

// value * 2 / divisor as a digit, leaving the remainder; never leaves 128 bits.
UInt128 double_step(UInt128& value, UInt128 divisor) {
    if (value >= divisor - value) {
        value -= divisor - value;
        return 1;
    }
    value += value;
    return 0;
}

// The next decimal digit of a long division, for divisors whose tenfold does not fit into 128 bits:
// 10 r = 2 (2 (2 r) + r), every step reduced by the divisor.
UInt128 next_digit(UInt128& remainder, UInt128 divisor) {
    const auto single = remainder;
    auto digit = double_step(remainder, divisor);
    digit = 2 * digit + double_step(remainder, divisor);
    if (remainder >= divisor - single) {
        remainder -= divisor - single;
        ++digit;
    } else {
        remainder += single;
    }
    return 2 * digit + double_step(remainder, divisor);
}

} // namespace

Int128 power_of_ten(int exponent) { return kPowers[static_cast<std::size_t>(exponent)]; }

DecimalShape sum_shape(DecimalShape left, DecimalShape right) {
    const int scale = std::max(left.scale, right.scale);
    return capped(std::max(left.precision - left.scale, right.precision - right.scale) + 1 + scale, scale);
}

DecimalShape product_shape(DecimalShape left, DecimalShape right) {
    return capped(left.precision + right.precision + 1, left.scale + right.scale);
}

DecimalShape quotient_shape(DecimalShape left, DecimalShape right) {
    const int scale = std::max(4, left.scale + right.precision - right.scale + 1);
    return capped(left.precision - left.scale + right.scale + scale, scale);
}

// A remainder is smaller than the divisor and has the digits behind the point of either operand.
DecimalShape remainder_shape(DecimalShape left, DecimalShape right) {
    const int scale = std::max(left.scale, right.scale);
    return {std::min(kMaxPrecision, std::max(left.precision - left.scale, right.precision - right.scale) + scale),
            scale};
}

DecimalShape decimal_shape(const duckdb::LogicalType& type) {
    std::uint8_t precision = 18;
    std::uint8_t scale = 0;
    if (!type.GetDecimalProperties(precision, scale) || precision == 0) return {18, 0};
    return {precision, scale};
}

duckdb::LogicalType decimal_type(DecimalShape shape) {
    return duckdb::LogicalType::DECIMAL(static_cast<std::uint8_t>(shape.precision),
                                        static_cast<std::uint8_t>(shape.scale));
}

Int128 to_int128(duckdb::hugeint_t value) {
    return static_cast<Int128>((static_cast<UInt128>(static_cast<std::uint64_t>(value.upper)) << 64) | value.lower);
}

duckdb::hugeint_t to_hugeint(Int128 value) {
    return {static_cast<std::int64_t>(value >> 64), static_cast<std::uint64_t>(value)};
}

Int128 divide_decimal(Int128 left, Int128 right, int shift, int precision) {
    const bool negative = (left < 0) != (right < 0);
    auto dividend = magnitude(left);
    auto divisor = magnitude(right);
    if (shift < 0) {
        // a divisor that leaves 128 bits is larger than any dividend
        if (__builtin_mul_overflow(divisor, static_cast<UInt128>(power_of_ten(-shift)), &divisor)) return 0;
        return within(dividend / divisor, negative, precision);
    }
    UInt128 scaled = 0;
    if (shift <= kMaxPrecision &&
        !__builtin_mul_overflow(dividend, static_cast<UInt128>(power_of_ten(shift)), &scaled)) {
        constexpr auto kWord = static_cast<UInt128>(UINT64_MAX);
        if (scaled <= kWord && divisor <= kWord)
            return within(static_cast<std::uint64_t>(scaled) / static_cast<std::uint64_t>(divisor), negative,
                          precision);
        return within(scaled / divisor, negative, precision);
    }
    auto quotient = dividend / divisor;
    auto remainder = dividend % divisor;
    for (int digit = 0; digit < shift; ++digit) {
        if (quotient >= static_cast<UInt128>(power_of_ten(kMaxPrecision - 1))) overflow(kResultPrecision);
        quotient = quotient * 10 + next_digit(remainder, divisor);
    }
    return within(quotient, negative, precision);
}

Int128 multiply_decimal(Int128 left, Int128 right, int cut, int precision) {
    Int128 product = 0;
    if (__builtin_mul_overflow(left, right, &product)) overflow("128 bit numeric data overflow (multiplication)");
    if (cut > kMaxPrecision) return 0;
    product /= power_of_ten(cut);
    return within(magnitude(product), product < 0, precision);
}

Int128 add_decimal(Int128 left, int left_cut, Int128 right, int right_cut) {
    const int spare = std::max({left_cut, right_cut, 0}); // digits of the exact sum behind those of the result
    Int128 exact_left = left;
    Int128 exact_right = right;
    Int128 sum = 0;
    if (!__builtin_mul_overflow(left, power_of_ten(std::min(spare - left_cut, kMaxPrecision)), &exact_left) &&
        !__builtin_mul_overflow(right, power_of_ten(std::min(spare - right_cut, kMaxPrecision)), &exact_right) &&
        !__builtin_add_overflow(exact_left, exact_right, &sum)) {
        sum /= power_of_ten(spare);
        return within(magnitude(sum), sum < 0, kMaxPrecision);
    }
    const auto aligned = [](Int128 value, int cut) {
        if (cut >= 0) return value / power_of_ten(std::min(cut, kMaxPrecision));
        Int128 result = 0;
        if (__builtin_mul_overflow(value, power_of_ten(-cut), &result)) overflow(kResultPrecision);
        return result;
    };
    if (__builtin_add_overflow(aligned(left, left_cut), aligned(right, right_cut), &sum)) overflow(kResultPrecision);
    return within(magnitude(sum), sum < 0, kMaxPrecision);
}

Int128 cut_decimal(Int128 value, int scale, int digits, bool rounds) {
    if (digits >= scale) return value;
    const auto dropped = static_cast<std::int64_t>(scale) - digits;
    if (dropped > kMaxPrecision) return 0;
    const auto unit = static_cast<UInt128>(power_of_ten(static_cast<int>(dropped)));
    const auto whole = magnitude(value);
    const auto rest = whole % unit;
    const bool up = rounds && rest >= unit - rest;
    return within(whole - rest + (up ? unit : 0), value < 0, kMaxPrecision);
}

} // namespace redstart::catalog
