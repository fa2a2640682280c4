#include "catalog/functions/number/teradata_number.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/core.h>

namespace redstart::catalog {

namespace {

using protocol::SqlError;
namespace state = protocol::sqlstate;

constexpr int kMostExponent = 1000;
constexpr int kMostDigits = 100'000; // more than a text has
constexpr std::size_t kLongestFormat = 1000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

struct Format {
    bool zoned = false;    // S: the last character is a digit with a sign
    bool currency = false; // letters in front
    int implied = 0;       // digits behind a V
};

// "9(4)" is four nines; "(I)" says how many digits there may be.
Format parse_format(std::string_view text) {
    if (text.size() > kLongestFormat) throw SqlError(state::kInvalidParameterValue, "the format is too long");
    Format format;
    bool behind_point = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at] >= 'a' && text[at] <= 'z' ? static_cast<char>(text[at] - 'a' + 'A') : text[at];
        int repeat = 1;
        if (at + 1 < text.size() && text[at + 1] == '(') {
            const auto close = text.find(')', at);
            if (close == std::string_view::npos)
                throw SqlError(state::kInvalidParameterValue, fmt::format("invalid format: \"{}\"", text));
            std::from_chars(text.data() + at + 2, text.data() + close, repeat);
            at = close;
        }
        switch (c) {
        case 'S': format.zoned = true; break;
        case 'C':
        case 'L':
        case 'N':
        case 'O':
        case 'U':
        case 'A': format.currency = true; break;
        case 'V': behind_point = true; break;
        case '9':
        case 'Z':
            if (behind_point) format.implied += std::clamp(repeat, 0, 38);
            break;
        case 'G':
        case 'D':
        case 'E':
        case 'X':
        case 'B':
        case ',':
        case '.':
        case '-':
        case '+':
        case '/':
        case ':':
        case '%':
        case '$':
        case ' ': break;
        default: throw SqlError(state::kInvalidParameterValue, fmt::format("invalid format: \"{}\"", text));
        }
    }
    return format;
}

std::string_view without_blanks(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

// The last digit of a signed zoned decimal: {, A to I are 0 to 9, }, J to R the same of a negative number.
bool take_zoned(char c, TeradataNumber& number) {
    constexpr std::string_view kPositive = "{ABCDEFGHI";
    constexpr std::string_view kNegative = "}JKLMNOPQR";
    const char letter = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    for (const auto letters : {kPositive, kNegative}) {
        const auto place = letters.find(letter);
        if (place == std::string_view::npos) continue;
        number.digits += static_cast<char>('0' + place);
        number.negative = letters == kNegative;
        return true;
    }
    return false;
}

// Takes a sign at one end; false when there are two.
bool take_signs(std::string_view& text, bool& negative) {
    int signs = 0;
    if (text.starts_with('-') || text.starts_with('+')) {
        negative = text.front() == '-';
        text = without_blanks(text.substr(1));
        ++signs;
    }
    if (text.ends_with('-') || text.ends_with('+')) {
        negative = text.back() == '-';
        text = without_blanks(text.substr(0, text.size() - 1));
        ++signs;
    }
    return signs < 2;
}

bool take_exponent(std::string_view& text, int& exponent) {
    const auto at = text.find_first_of("eE");
    if (at == std::string_view::npos) return true;
    auto digits = text.substr(at + 1);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    text = text.substr(0, at);
    return parsed.ec == std::errc() && parsed.ptr == digits.data() + digits.size() && exponent <= kMostExponent &&
           exponent >= -kMostExponent;
}

bool take_digits(std::string_view text, TeradataNumber& number) {
    bool point = false;
    bool any = false;
    for (const char c : text) {
        if (is_digit(c)) {
            any = true;
            number.digits += c;
            number.scale += point ? 1 : 0;
        } else if (c == '.' && !point) {
            point = true;
        } else if (c != ',' || point) {
            return false;
        }
    }
    return any;
}

// The digits of a number with `scale` of them behind the point, without leading zeros.
std::string scaled(const TeradataNumber& number, int scale) {
    auto digits = number.digits;
    const int cut = number.scale - scale;
    if (cut <= 0) return digits + std::string(static_cast<std::size_t>(-cut), '0');
    const auto size = static_cast<int>(digits.size());
    if (size < cut) digits.insert(0, static_cast<std::size_t>(cut - size), '0');
    const auto kept = digits.size() - static_cast<std::size_t>(cut);
    const auto rest = digits.substr(kept);
    digits.resize(kept);
    const bool half = rest[0] == '5' && rest.find_first_not_of('0', 1) == std::string::npos;
    const bool odd = !digits.empty() && (digits.back() - '0') % 2 != 0;
    if (rest[0] < '5' || (half && !odd)) return digits;
    auto at = digits.size();
    while (at > 0 && digits[at - 1] == '9') digits[--at] = '0';
    if (at == 0) return "1" + digits;
    ++digits[at - 1];
    return digits;
}

} // namespace

std::string TeradataNumber::rounded(int precision, int wanted) const {
    auto text = scaled(*this, wanted);
    text.erase(0, std::min(text.find_first_not_of('0'), text.size()));
    if (static_cast<int>(text.size()) > precision)
        throw SqlError(state::kNumericValueOutOfRange, "numeric field overflow");
    const auto least = static_cast<std::size_t>(wanted) + 1;
    if (text.size() < least) text.insert(0, least - text.size(), '0');
    const bool zero = text.find_first_not_of('0') == std::string::npos;
    if (wanted > 0) text.insert(text.size() - static_cast<std::size_t>(wanted), ".");
    return (negative && !zero ? "-" : "") + text;
}

std::string TeradataNumber::whole() const {
    const auto behind = static_cast<std::size_t>(std::max(scale, 0));
    auto text = digits.size() > behind ? digits.substr(0, digits.size() - behind) : std::string();
    for (int zeros = std::max(scale, -kMostDigits); zeros < 0; ++zeros) text += '0';
    text.erase(0, std::min(text.find_first_not_of('0'), text.size()));
    return text.empty() ? "0" : (negative ? "-" : "") + text;
}

TeradataNumber scan_teradata(std::string_view text, std::string_view format_text) {
    const auto format = parse_format(format_text);
    TeradataNumber number;
    auto rest = without_blanks(text);
    if (rest.empty()) {
        number.digits = "0";
        return number;
    }
    bool fits = take_signs(rest, number.negative);
    if (format.currency)
        while (!rest.empty() && (is_letter(rest.front()) || rest.front() == ' ')) rest.remove_prefix(1);
    int exponent = 0;
    TeradataNumber last;
    const bool has_zoned = format.zoned && !rest.empty() && !is_digit(rest.back()) && take_zoned(rest.back(), last);
    if (has_zoned) {
        rest.remove_suffix(1);
        fits = fits && (rest.empty() || take_digits(rest, number));
        number.digits += last.digits;
        number.negative = last.negative;
    } else {
        fits = fits && take_exponent(rest, exponent) && take_digits(rest, number);
    }
    if (!fits)
        throw SqlError(state::kInvalidTextRepresentation,
                       fmt::format("\"{}\" cannot be converted with the format \"{}\"", text, format_text));
    number.scale += format.implied - exponent;
    return number;
}

} // namespace redstart::catalog
