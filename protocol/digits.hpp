// Decimal digits straight to memory, two at a time: the inner loops of the text codec.
// Pure inline functions; safe from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>

namespace redstart::protocol::detail {

inline constexpr auto kDigitPairs = [] {
    std::array<char, 200> pairs{};
    for (unsigned i = 0; i < 100; ++i) {
        pairs[2 * i] = static_cast<char>('0' + i / 10);
        pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
    }
    return pairs;
}();

// Exactly two digits; value < 100.
inline char* put_two(char* out, std::uint32_t value) noexcept {
    std::memcpy(out, &kDigitPairs[2 * value], 2);
    return out + 2;
}

// Exactly four digits; value < 10000.
inline char* put_four(char* out, std::uint32_t value) noexcept {
    return put_two(put_two(out, value / 100), value % 100);
}

// Exactly `width` digits, zeros in front; value < 10^width.
inline char* put_padded(char* out, std::uint64_t value, unsigned width) noexcept {
    char* at = out + width;
    for (; at - out >= 2; value /= 100) std::memcpy(at -= 2, &kDigitPairs[2 * (value % 100)], 2);
    if (at != out) *out = static_cast<char>('0' + value);
    return out + width;
}

// As many digits as it takes, at least one.
inline char* put_unsigned(char* out, std::uint64_t value) noexcept {
    char reversed[20];
    char* at = reversed + sizeof reversed;
    for (; value >= 100; value /= 100) std::memcpy(at -= 2, &kDigitPairs[2 * (value % 100)], 2);
    if (value >= 10)
        std::memcpy(at -= 2, &kDigitPairs[2 * value], 2);
    else
        *--at = static_cast<char>('0' + value);
    const auto size = static_cast<std::size_t>(reversed + sizeof reversed - at);
    std::memcpy(out, at, size);
    return out + size;
}

} // namespace redstart::protocol::detail
