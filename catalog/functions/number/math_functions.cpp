#include "catalog/functions/kit/overload.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <cmath>
#include <cstdint>

namespace redstart::catalog {

namespace {

using protocol::SqlError;
namespace state = protocol::sqlstate;

double positive(double value) {
    if (value == 0) throw SqlError(state::kInvalidArgumentForLogarithm, "cannot take logarithm of zero");
    if (value < 0) throw SqlError(state::kInvalidArgumentForLogarithm, "cannot take logarithm of a negative number");
    return value;
}

double dexp(double value) {
    const double result = std::exp(value);
    if (std::isinf(result) && !std::isinf(value))
        throw SqlError(state::kNumericValueOutOfRange, "value out of range: overflow");
    return result;
}
double dlog1(double value) { return std::log(positive(value)); }
double dlog10(double value) { return std::log10(positive(value)); }
double arc_cosh(double value) {
    if (value < 1) throw SqlError(state::kNumericValueOutOfRange, "input is out of range");
    return std::acosh(value);
}
// In double alone cbrt(27) is not 3.
double cube_root(double value) { return static_cast<double>(std::cbrt(static_cast<long double>(value))); }

// Of the count the lowest bits count, as the processor takes them (PostgreSQL).
template <typename Integer> Integer shift_left(Integer value, std::int32_t count) {
    constexpr std::int32_t kBits = sizeof(Integer) == 8 ? 64 : 32;
    return static_cast<Integer>(static_cast<std::uint64_t>(static_cast<std::int64_t>(value)) << (count & (kBits - 1)));
}
template <typename Integer> Integer shift_right(Integer value, std::int32_t count) {
    constexpr std::int32_t kBits = sizeof(Integer) == 8 ? 64 : 32;
    return static_cast<Integer>(static_cast<std::int64_t>(value) >> (count & (kBits - 1)));
}

} // namespace

Overloads math_functions() {
    return {overload<dexp>("dexp"),
            overload<dlog1>("dlog1"),
            overload<dlog10>("dlog10"),
            overload<cube_root>("cbrt"),
            overload<arc_cosh>("acosh"),
            overload<shift_left<std::int16_t>>("<<"),
            overload<shift_left<std::int32_t>>("<<"),
            overload<shift_left<std::int64_t>>("<<"),
            overload<shift_right<std::int16_t>>(">>"),
            overload<shift_right<std::int32_t>>(">>"),
            overload<shift_right<std::int64_t>>(">>")};
}

} // namespace redstart::catalog
