// The shortest decimal digits that read back as a given float, chosen exactly as PostgreSQL chooses them.
// Pure functions and values; safe from any thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace redstart::protocol::detail {

// `count` significant digits without trailing zeros; the first has the weight 10^exponent.
struct FloatDigits {
    char digits[32];
    std::size_t count;
    int exponent;
    std::string_view view() const noexcept { return {digits, count}; }
};

// `value` must be finite and positive.
FloatDigits shortest_digits(float value) noexcept;
FloatDigits shortest_digits(double value) noexcept;

} // namespace redstart::protocol::detail
