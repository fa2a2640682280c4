#include "protocol/value_text.hpp"

#include "protocol/digits.hpp"
#include "protocol/float_digits.hpp"

#include <charconv>
#include <cmath>
#include <cstdlib>

namespace redstart::protocol {

namespace {

using detail::put_padded;
using detail::put_two;
using detail::put_unsigned;

char* put(char* out, std::string_view text) noexcept {
    std::memcpy(out, text.data(), text.size());
    return out + text.size();
}

// Lays out the significant digits of a float (no trailing zeros) whose first digit has the weight 10^exponent, as
// PostgreSQL does: plain when -4 <= exponent < plain_limit, else with an exponent of at least two digits.
char* put_float(char* out, std::string_view digits, int exponent, int plain_limit) noexcept {
    const auto count = static_cast<int>(digits.size());
    if (exponent < -4 || exponent >= plain_limit) {
        *out++ = digits.front();
        if (count > 1) *out++ = '.', out = put(out, digits.substr(1));
        *out++ = 'e';
        *out++ = exponent < 0 ? '-' : '+';
        const auto size = static_cast<unsigned>(std::abs(exponent));
        return size < 100 ? put_two(out, size) : put_unsigned(out, size);
    }
    if (exponent < 0) {
        out = put(put(out, "0."), std::string_view("000").substr(0, static_cast<std::size_t>(-exponent - 1)));
        return put(out, digits);
    }
    const auto whole = exponent + 1; // digits in front of the point
    if (count <= whole) {
        out = put(out, digits);
        for (int i = count; i < whole; ++i) *out++ = '0';
        return out;
    }
    out = put(out, digits.substr(0, static_cast<std::size_t>(whole)));
    *out++ = '.';
    return put(out, digits.substr(static_cast<std::size_t>(whole)));
}

template <typename Float> char* format_float(char* out, Float value, int plain_limit, Float plain_end) noexcept {
    if (std::isnan(value)) return put(out, "NaN");
    if (std::signbit(value)) *out++ = '-', value = -value;
    if (std::isinf(value)) return put(out, "Infinity");
    // Whole numbers that are printed plainly, and zero: their digits are the shortest ones.
    if (value < plain_end) {
        const auto whole = static_cast<std::uint64_t>(value);
        if (static_cast<Float>(whole) == value) return put_unsigned(out, whole);
    }
    const auto digits = detail::shortest_digits(value);
    return put_float(out, digits.view(), digits.exponent, plain_limit);
}

// As printf's %g does.
template <typename Float> char* format_rounded(char* out, Float value, unsigned digits) noexcept {
    if (!std::isfinite(value)) return format_float(out, value, 0, Float{0});
    return std::to_chars(out, out + kMaxFormatted, value, std::chars_format::general, static_cast<int>(digits)).ptr;
}

// At least `width` digits, zeros in front.
char* put_wide(char* out, UInt128 value, unsigned width) noexcept {
    constexpr std::uint64_t kChunk = 1'000'000'000'000'000'000; // 10^18
    if (value >= kChunk) {
        const auto low = static_cast<std::uint64_t>(value % kChunk);
        return put_padded(put_wide(out, value / kChunk, width > 18 ? width - 18 : 1), low, 18);
    }
    char digits[20];
    const auto size = static_cast<unsigned>(put_unsigned(digits, static_cast<std::uint64_t>(value)) - digits);
    for (unsigned i = size; i < width; ++i) *out++ = '0';
    return put(out, {digits, size});
}

// Appends what `format` writes, without a copy through a string.
template <typename Format> void append(WireWriter& out, Format format) {
    char text[kMaxFormatted];
    out.bytes({text, static_cast<std::size_t>(format(text) - text)});
}

} // namespace

char* format_int(char* out, std::int64_t value) noexcept {
    if (value >= 0) return put_unsigned(out, static_cast<std::uint64_t>(value));
    *out++ = '-';
    return put_unsigned(out, 0 - static_cast<std::uint64_t>(value));
}

char* format_float4(char* out, float value) noexcept { return format_float(out, value, 6, 1e6F); }
char* format_float8(char* out, double value) noexcept { return format_float(out, value, 15, 1e15); }

char* format_numeric(char* out, Int128 unscaled, unsigned scale) noexcept {
    auto magnitude = static_cast<UInt128>(unscaled);
    if (unscaled < 0) *out++ = '-', magnitude = 0 - magnitude;
    // One digit in front of the point at least; then the fraction moves right to make room for the point.
    char* end = magnitude >> 63 == 0 && scale == 0 ? put_unsigned(out, static_cast<std::uint64_t>(magnitude))
                                                   : put_wide(out, magnitude, scale + 1);
    if (scale == 0) return end;
    std::memmove(end - scale + 1, end - scale, scale);
    *(end - scale) = '.';
    return end + 1;
}

void write_text_bool(WireWriter& out, bool value) { out.byte(value ? 't' : 'f'); }
void write_text_int2(WireWriter& out, std::int16_t value) { write_text_int8(out, value); }
void write_text_int4(WireWriter& out, std::int32_t value) { write_text_int8(out, value); }

void write_text_int8(WireWriter& out, std::int64_t value) {
    append(out, [&](char* at) { return format_int(at, value); });
}
void write_text_float4(WireWriter& out, float value) {
    append(out, [&](char* at) { return format_float4(at, value); });
}
void write_text_float8(WireWriter& out, double value) {
    append(out, [&](char* at) { return format_float8(at, value); });
}
void write_rounded_float4(WireWriter& out, float value, unsigned digits) {
    append(out, [&](char* at) { return format_rounded(at, value, digits); });
}
void write_rounded_float8(WireWriter& out, double value, unsigned digits) {
    append(out, [&](char* at) { return format_rounded(at, value, digits); });
}
void write_text_numeric(WireWriter& out, Int128 unscaled, unsigned scale) {
    append(out, [&](char* at) { return format_numeric(at, unscaled, scale); });
}
void write_text_date(WireWriter& out, std::int32_t days) {
    append(out, [&](char* at) { return format_date(at, days); });
}
void write_text_time(WireWriter& out, std::int64_t micros) {
    append(out, [&](char* at) { return format_time(at, micros); });
}
void write_text_timetz(WireWriter& out, TimeTz value) {
    append(out, [&](char* at) { return format_timetz(at, value); });
}
void write_text_timestamp(WireWriter& out, std::int64_t micros) {
    append(out, [&](char* at) { return format_timestamp(at, micros); });
}
void write_text_timestamptz(WireWriter& out, std::int64_t micros, std::int32_t offset) {
    append(out, [&](char* at) { return format_timestamptz(at, micros, offset); });
}
void write_text_interval(WireWriter& out, const Interval& value) {
    append(out, [&](char* at) { return format_interval(at, value); });
}

void write_text_varbyte(WireWriter& out, std::string_view value) {
    constexpr std::string_view kHex = "0123456789abcdef";
    char* at = out.grow(2 * value.size());
    for (const char raw : value) {
        const auto byte = static_cast<unsigned char>(raw);
        *at++ = kHex[byte >> 4];
        *at++ = kHex[byte & 15];
    }
}

} // namespace redstart::protocol
