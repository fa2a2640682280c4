#include "sql/transfer/load_dates.hpp"

#include "catalog/functions/date/datetime_format.hpp"
#include "protocol/error.hpp"
#include "sql/parse/token_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace redstart::sql {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The guide's own default, YYYY-MM-DD HH:MI:SS, counts hours to 24.
std::string with_24_hours(const std::string& pattern) {
    const auto lower = lower_case(pattern);
    if (lower.find("am") != std::string::npos || lower.find("pm") != std::string::npos) return pattern;
    std::string out;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        out.push_back(pattern[at]);
        if (lower.compare(at, 2, "hh") != 0 || at + 1 >= pattern.size()) continue;
        out.push_back(pattern[++at]);
        if (at + 1 >= pattern.size() || !is_digit(pattern[at + 1])) out += "24";
    }
    return out;
}

// Takes `.123` behind the seconds out of the text, and returns its microseconds.
std::int64_t take_fraction(std::string& text, const std::string& pattern) {
    const auto lower = lower_case(pattern);
    const auto seconds = lower.find("ss");
    if (seconds == std::string::npos || lower.find('.', seconds) != std::string::npos) return 0;
    // A point of the pattern, as in DD.MM.YYYY, is none of a fraction.
    if (std::count(text.begin(), text.end(), '.') <= std::count(pattern.begin(), pattern.end(), '.')) return 0;
    const auto point = text.rfind('.');
    if (point == std::string::npos || point == 0 || !is_digit(text[point - 1])) return 0;
    auto end = point + 1;
    std::int64_t micros = 0;
    std::int64_t unit = kSecond / 10;
    for (; end < text.size() && is_digit(text[end]); ++end, unit /= 10) micros += (text[end] - '0') * unit;
    if (end == point + 1) return 0;
    text.erase(point, end - point);
    return micros;
}

std::optional<std::int64_t> scan(std::string_view given, const std::string& pattern) {
    std::string text(given);
    const auto micros = take_fraction(text, pattern);
    try {
        return catalog::scan_timestamp(text, with_24_hours(pattern), true).micros + micros;
    } catch (const protocol::SqlError&) { return std::nullopt; }
}

std::string iso(std::int64_t micros, const char* pattern) {
    return catalog::print_timestamp(catalog::Timestamp{micros}, pattern);
}

constexpr const char* kIsoTimestamp = "YYYY-MM-DD HH24:MI:SS.US";

} // namespace

bool begins_with_iso_date(std::string_view text) {
    if (text.size() < 10) return false;
    for (std::size_t at = 0; at < 10; ++at)
        if (at == 4 || at == 7 ? text[at] != '-' : !is_digit(text[at])) return false;
    return true;
}

std::optional<std::string> date_by_pattern(std::string_view text, const std::string& pattern) {
    const auto micros = scan(text, pattern);
    return micros ? std::optional(iso(*micros, "YYYY-MM-DD")) : std::nullopt;
}

std::optional<std::string> timestamp_by_pattern(std::string_view text, const std::string& pattern) {
    const auto micros = scan(text, pattern);
    return micros ? std::optional(iso(*micros, kIsoTimestamp)) : std::nullopt;
}

std::optional<std::string> timestamp_by_epoch(std::string_view text, bool milliseconds) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    constexpr double kMost = 9e15; // beyond it doubles have no microseconds
    const double micros = value * (milliseconds ? 1e3 : 1e6);
    if (error != std::errc() || end != text.data() + text.size() || !(std::abs(micros) < kMost * 1e2))
        return std::nullopt;
    return iso(static_cast<std::int64_t>(std::llround(micros)), kIsoTimestamp);
}

} // namespace redstart::sql
