#include "sql/value/date_style.hpp"

#include "protocol/value_types.hpp"

#include <array>
#include <charconv>

namespace redstart::sql {

namespace {

constexpr std::string_view kBeforeChrist = " BC";
constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// The parts of an ISO text.
struct Parts {
    std::string_view year, month, day;
    std::string_view time; // empty for a date
    std::string_view zone; // "+05:30"
    bool before_christ = false;
};

Parts take_apart(std::string_view text) {
    Parts parts;
    parts.before_christ = text.ends_with(kBeforeChrist);
    if (parts.before_christ) text.remove_suffix(kBeforeChrist.size());
    const auto year_end = text.find('-');
    parts.year = text.substr(0, year_end);
    parts.month = text.substr(year_end + 1, 2);
    parts.day = text.substr(year_end + 4, 2);
    const auto rest = text.substr(year_end + 6);
    if (rest.empty()) return parts;
    const auto zone = rest.find_first_of("+-");
    parts.time = rest.substr(1, zone == std::string_view::npos ? zone : zone - 1);
    if (zone != std::string_view::npos) parts.zone = rest.substr(zone);
    return parts;
}

int number(std::string_view digits) {
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

std::string_view weekday(const Parts& parts) {
    const auto year = parts.before_christ ? 1 - number(parts.year) : number(parts.year);
    const auto days = protocol::days_from_civil(
        {year, static_cast<std::uint32_t>(number(parts.month)), static_cast<std::uint32_t>(number(parts.day))});
    return kDays[static_cast<std::size_t>(((days + 4) % 7 + 7) % 7)]; // 1970-01-01 was a Thursday
}

std::string joined(std::string_view first, char separator, std::string_view second, std::string_view year) {
    std::string text(first);
    text += separator;
    text.append(second) += separator;
    return text.append(year);
}

// "Wed Dec 17 07:37:16 1997"
std::string postgres_timestamp(const Parts& parts, bool day_first) {
    const auto month = kMonths[static_cast<std::size_t>(number(parts.month) - 1)];
    std::string text(weekday(parts));
    text.append(" ").append(day_first ? parts.day : month).append(" ").append(day_first ? month : parts.day);
    return text.append(" ").append(parts.time).append(" ").append(parts.year);
}

} // namespace

DateStyle parse_date_style(std::string_view setting) {
    DateStyle style;
    if (setting.starts_with("SQL")) style.form = DateStyle::Form::Sql;
    if (setting.starts_with("Postgres")) style.form = DateStyle::Form::Postgres;
    if (setting.starts_with("German")) style.form = DateStyle::Form::German;
    style.day_first = setting.ends_with("DMY");
    return style;
}

std::string restyled(std::string_view iso, DateStyle style) {
    if (style.form == DateStyle::Form::Iso || iso.ends_with("infinity")) return std::string(iso);
    const auto parts = take_apart(iso);
    std::string text;
    if (style.form == DateStyle::Form::Postgres && !parts.time.empty()) {
        text = postgres_timestamp(parts, style.day_first);
    } else {
        const bool german = style.form == DateStyle::Form::German;
        const char separator = german ? '.' : style.form == DateStyle::Form::Sql ? '/' : '-';
        const bool day_first = german || style.day_first;
        text = joined(day_first ? parts.day : parts.month, separator, day_first ? parts.month : parts.day, parts.year);
        if (!parts.time.empty()) text.append(" ").append(parts.time);
    }
    if (parts.zone == "+00")
        text += " UTC";
    else if (!parts.zone.empty())
        text.append(style.form == DateStyle::Form::Postgres ? " " : "").append(parts.zone);
    if (parts.before_christ) text += kBeforeChrist;
    return text;
}

} // namespace redstart::sql
