#include "sql/value/number_input.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::Int128;
using protocol::SqlError;

// Beyond every scale and precision, so that no exponent overflows a sum.
constexpr int kMaxExponent = 100000;

// PostgreSQL 8.0's words, which Redshift keeps.
template <typename Integer> constexpr const char* kSyntaxName = "integer";
template <> constexpr const char* kSyntaxName<std::int64_t> = "type bigint";
template <typename Integer> constexpr const char* kTypeName = "integer";
template <> constexpr const char* kTypeName<std::int16_t> = "smallint";
template <> constexpr const char* kTypeName<std::int64_t> = "bigint";

template <> constexpr const char* kTypeName<float> = "real";
template <> constexpr const char* kTypeName<double> = "double precision";

SqlError no_number(const std::string& type, std::string_view text) {
    return {state::kInvalidTextRepresentation, fmt::format("invalid input syntax for {}: \"{}\"", type, text)};
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The exponent behind "e" or "E"; false when it is none.
bool read_exponent(std::string_view text, int& exponent) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit)) return false;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), exponent);
    if (result.ec != std::errc()) exponent = kMaxExponent;
    exponent = std::min(exponent, kMaxExponent) * (negative ? -1 : 1);
    return true;
}

} // namespace

std::string_view without_blanks(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\n\v\f\r";
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

template <typename Integer> Integer integer_from_text(std::string_view text) {
    auto digits = without_blanks(text);
    if (digits.size() > 1 && digits[0] == '+' && digits[1] != '-') digits.remove_prefix(1);
    Integer value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool whole = end == digits.data() + digits.size();
    if (error == std::errc() && whole) return value;
    if (error == std::errc::result_out_of_range && whole)
        throw SqlError(state::kNumericValueOutOfRange,
                       fmt::format("value \"{}\" is out of range for type {}", text, kTypeName<Integer>));
    throw no_number(kSyntaxName<Integer>, text);
}

template std::int16_t integer_from_text(std::string_view text);
template std::int32_t integer_from_text(std::string_view text);
template std::int64_t integer_from_text(std::string_view text);

template <typename Float> Float float_from_text(std::string_view text) {
    auto number = without_blanks(text);
    if (number.size() > 1 && number[0] == '+' && number[1] != '-') number.remove_prefix(1);
    Float value = 0;
    const auto* last = number.data() + number.size();
    const auto [end, error] = std::from_chars(number.data(), last, value);
    if (end == last && error == std::errc() && number.back() != ')') return value; // nan(...) is C's
    if (end == last && error == std::errc::result_out_of_range)
        throw SqlError(state::kNumericValueOutOfRange,
                       fmt::format("\"{}\" is out of range for type {}", number, kTypeName<Float>));
    throw no_number(std::string("type ") + kTypeName<Float>, text);
}

template float float_from_text(std::string_view text);
template double float_from_text(std::string_view text);

SqlError numeric_overflow(int precision, int scale) {
    const auto limit = precision == scale ? "1" : "10^" + std::to_string(precision - scale);
    return SqlError(state::kNumericValueOutOfRange, "numeric field overflow")
        .detail(fmt::format("A field with precision {}, scale {} must round to an absolute value less than {}.",
                            precision, scale, limit));
}

DecimalText decimal_from_text(std::string_view text) {
    auto rest = without_blanks(text);
    DecimalText number;
    number.negative = rest.starts_with('-');
    if (number.negative || rest.starts_with('+')) rest.remove_prefix(1);
    bool point = false;
    bool any = false;
    int fraction = 0;
    std::size_t at = 0;
    for (; at < rest.size() && (is_digit(rest[at]) || (rest[at] == '.' && !point)); ++at) {
        if (rest[at] == '.') {
            point = true;
            continue;
        }
        any = true;
        fraction += point ? 1 : 0;
        if (!point && (rest[at] != '0' || !number.digits.empty())) ++number.point;
        if (point && rest[at] == '0' && number.digits.empty())
            --number.point;
        else if (rest[at] != '0' || !number.digits.empty())
            number.digits.push_back(rest[at]);
    }
    int exponent = 0;
    const bool more = at < rest.size();
    const bool scientific =
        more && (rest[at] == 'e' || rest[at] == 'E') && read_exponent(rest.substr(at + 1), exponent);
    if (!any || (more && !scientific)) throw no_number("type numeric", text);
    number.point = number.digits.empty() ? 0 : number.point + exponent;
    number.scale = std::max(0, fraction - exponent);
    return number;
}

Int128 DecimalText::unscaled(int precision, int wanted) const {
    const int kept = point + wanted; // digits that count; the next one rounds
    if (digits.empty() || kept < 0) return 0;
    if (kept > precision) throw numeric_overflow(precision, wanted);
    Int128 value = 0;
    for (int i = 0; i < kept; ++i)
        value = value * 10 + (i < static_cast<int>(digits.size()) ? digits[static_cast<std::size_t>(i)] - '0' : 0);
    if (kept < static_cast<int>(digits.size()) && digits[static_cast<std::size_t>(kept)] >= '5') ++value;
    Int128 limit = 1;
    for (int i = 0; i < precision; ++i) limit *= 10;
    if (value >= limit) throw numeric_overflow(precision, wanted);
    return negative ? -value : value;
}

} // namespace redstart::sql
