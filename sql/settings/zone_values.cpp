#include "sql/settings/zone_values.hpp"

#include "sql/parse/token_text.hpp"

#include <charconv>
#include <cstdlib>

namespace redstart::sql {
namespace {

constexpr int kMostMinutes = 15 * 60 + 59;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

// A sign that is there; true for '-'.
bool take_sign(std::string_view& text) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    return negative;
}

std::optional<int> take_number(std::string_view& text) {
    int value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(result.ptr - text.data()));
    return value;
}

// "8", "8:30", "8.5", "08:00:00", without a sign, in minutes.
std::optional<int> offset_minutes(std::string_view text) {
    const auto hours = text.starts_with('-') ? std::nullopt : take_number(text);
    if (!hours || *hours > kMostMinutes / 60) return std::nullopt;
    if (text.empty()) return *hours * 60;
    if (text == ".5") return *hours * 60 + 30;
    if (!text.starts_with(':')) return std::nullopt;
    text.remove_prefix(1);
    const auto minutes = text.starts_with('-') ? std::nullopt : take_number(text);
    if (!minutes || *minutes > 59 || (!text.empty() && text != ":00")) return std::nullopt;
    return *hours * 60 + *minutes;
}

// Minutes east of UTC as a zone the engine knows.
std::string zone_of(int minutes) {
    if (minutes == 0) return "UTC";
    const auto size = std::abs(minutes);
    // The signs of the Etc zones are those of POSIX: west is positive.
    if (size % 60 == 0 && size / 60 <= 12) return (minutes < 0 ? "Etc/GMT+" : "Etc/GMT-") + std::to_string(size / 60);
    const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return std::string("GMT") + (minutes < 0 ? "-" : "+") + two(size / 60) + ":" + two(size % 60);
}

std::optional<std::string> signed_offset(std::string_view text) {
    const bool west = take_sign(text);
    const auto minutes = offset_minutes(text);
    if (!minutes) return std::nullopt;
    return zone_of(west ? -*minutes : *minutes);
}

// An offset as zone_of() writes it, "GMT+05:30": whoever reads the setting may give it back. It is no zone of POSIX.
bool is_written_offset(std::string_view text) {
    if (!text.starts_with("GMT") || text.size() != 9 || (text[3] != '+' && text[3] != '-') || text[6] != ':')
        return false;
    return offset_minutes(text.substr(4)).has_value();
}

// "PST8", "EST+5", "<+09>-9": a name, and how far west of UTC.
std::optional<std::string> posix_zone(std::string_view text) {
    std::size_t name = 0;
    if (text.starts_with('<')) {
        name = text.find('>');
        if (name == std::string_view::npos) return std::nullopt;
        ++name;
    } else {
        while (name < text.size() &&
               ((text[name] >= 'a' && text[name] <= 'z') || (text[name] >= 'A' && text[name] <= 'Z')))
            ++name;
        if (name < 3) return std::nullopt;
    }
    text.remove_prefix(name);
    const bool east = take_sign(text);
    const auto minutes = offset_minutes(text);
    if (!minutes) return std::nullopt;
    return zone_of(east ? *minutes : -*minutes);
}

// "-8:00", "-8 hours", "30 minutes"
std::optional<std::string> interval_zone(std::string_view text) {
    text = trimmed(text);
    if (auto zone = signed_offset(text)) return zone;
    const bool west = take_sign(text);
    const auto number = text.starts_with('-') ? std::nullopt : take_number(text);
    if (!number || *number > kMostMinutes) return std::nullopt;
    const auto unit = lower_case(trimmed(text));
    const bool hours = unit == "hour" || unit == "hours" || unit == "h" || unit == "hr" || unit == "hrs";
    const bool minutes = unit == "minute" || unit == "minutes" || unit == "m" || unit == "min" || unit == "mins";
    const auto size = hours ? *number * 60 : *number;
    if ((!hours && !minutes) || size > kMostMinutes) return std::nullopt;
    return zone_of(west ? -size : size);
}

} // namespace

std::optional<std::string> time_zone(std::string_view text, const TimeZones& zones) {
    constexpr std::string_view kInterval = "INTERVAL ";
    if (text.starts_with(kInterval)) return interval_zone(text.substr(kInterval.size()));
    text = trimmed(text);
    if (auto zone = signed_offset(text)) return zone;
    const auto name = lower_case(text);
    if (name == "utc" || name == "zulu" || name == "z" || name == "default") return "UTC";
    if (name == "gmt") return "GMT";
    if (is_written_offset(text)) return std::string(text);
    if (auto zone = zones.find(text)) return zone;
    return posix_zone(text);
}

} // namespace redstart::sql
