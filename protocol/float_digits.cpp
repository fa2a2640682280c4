#include "protocol/float_digits.hpp"

#include "protocol/value_types.hpp"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>

namespace redstart::protocol::detail {

namespace {

// Takes std::to_chars' "d.ddde+xx" in [raw, end) apart.
FloatDigits split(const char* raw, const char* end) noexcept {
    FloatDigits result{};
    for (; *raw != 'e'; ++raw)
        if (*raw != '.') result.digits[result.count++] = *raw;
    while (result.count > 1 && result.digits[result.count - 1] == '0') --result.count;
    ++raw; // from_chars does not take a plus
    std::from_chars(*raw == '+' ? raw + 1 : raw, end, result.exponent);
    return result;
}

int trailing_zeros(UInt128 value) noexcept {
    const auto low = static_cast<std::uint64_t>(value);
    return low != 0 ? std::countr_zero(low) : 64 + std::countr_zero(static_cast<std::uint64_t>(value >> 64));
}

// Whether the digits name the exact middle between `value` and a neighbour. std::to_chars takes such digits when
// reading them back rounds to `value`; PostgreSQL does not trust every reader to round halves to even and leaves them
// out. A middle is an odd number of at most 55 bits times a power of two, so its decimal form ends in at most 23 zeros.
template <typename Float> bool is_middle(const FloatDigits& digits, Float value) noexcept {
    constexpr int kBits = std::numeric_limits<Float>::digits;
    const int zeros = digits.exponent - static_cast<int>(digits.count) + 1;
    if (zeros < 0 || zeros > 23) return false;
    std::uint64_t number = 0;
    std::from_chars(digits.digits, digits.digits + digits.count, number);
    UInt128 odd = number;
    for (int i = 0; i < zeros; ++i) odd *= 5;
    const int twos = trailing_zeros(odd);
    odd >>= twos;
    // The digits are odd * 2^power; value is mantissa * 2^scale.
    const int power = twos + zeros;
    int exponent = 0;
    const auto mantissa = static_cast<std::uint64_t>(std::ldexp(std::frexp(value, &exponent), kBits));
    const int scale = exponent - kBits;
    if (power == scale - 1 && (odd == 2 * mantissa + 1 || odd == 2 * mantissa - 1)) return true;
    return power == scale - 2 && std::has_single_bit(mantissa) && odd == 4 * mantissa - 1;
}

template <typename Float> FloatDigits shortest(Float value) noexcept {
    char raw[64];
    auto end = std::to_chars(raw, raw + sizeof raw, value, std::chars_format::scientific).ptr;
    auto digits = split(raw, end);
    // Middles are whole numbers, and only large floats lie that far apart.
    if (value < std::ldexp(Float{1}, std::numeric_limits<Float>::digits) || !is_middle(digits, value)) return digits;
    for (auto more = static_cast<int>(digits.count);; ++more) {
        end = std::to_chars(raw, raw + sizeof raw, value, std::chars_format::scientific, more).ptr;
        Float back{};
        std::from_chars(raw, end, back);
        digits = split(raw, end);
        if (back == value && !is_middle(digits, value)) return digits;
    }
}

} // namespace

FloatDigits shortest_digits(float value) noexcept { return shortest(value); }
FloatDigits shortest_digits(double value) noexcept { return shortest(value); }

} // namespace redstart::protocol::detail
