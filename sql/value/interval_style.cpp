#include "sql/value/interval_style.hpp"

#include "protocol/value_text.hpp"

#include <array>
#include <cstdint>

namespace redstart::sql {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;

// An interval as PostgreSQL takes it apart; each part has the sign of what it is a part of.
struct Parts {
    std::int64_t years, months, days, hours, minutes, seconds, micros;

    explicit Parts(const protocol::Interval& value)
        : years(value.months / 12), months(value.months % 12), days(value.days),
          hours(value.micros / (3600 * kMicrosPerSecond)), minutes(value.micros / (60 * kMicrosPerSecond) % 60),
          seconds(value.micros / kMicrosPerSecond % 60), micros(value.micros % kMicrosPerSecond) {}

    std::array<std::int64_t*, 7> all() { return {&years, &months, &days, &hours, &minutes, &seconds, &micros}; }
    bool has_months() const { return years != 0 || months != 0; }
    bool has_time() const { return hours != 0 || minutes != 0 || has_seconds(); }
    bool has_seconds() const { return seconds != 0 || micros != 0; }
};

std::int64_t magnitude(std::int64_t value) { return value < 0 ? -value : value; }

std::string two_digits(std::int64_t value) {
    const auto text = std::to_string(magnitude(value));
    return text.size() < 2 ? "0" + text : text;
}

// Seconds with what is behind the point, without a sign.
std::string seconds_of(const Parts& parts, bool fill) {
    auto text = fill ? two_digits(parts.seconds) : std::to_string(magnitude(parts.seconds));
    if (parts.micros == 0) return text;
    auto fraction = std::to_string(kMicrosPerSecond + magnitude(parts.micros)).substr(1);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    return text + "." + fraction;
}

std::string clock(const Parts& parts) {
    return std::to_string(magnitude(parts.hours)) + ":" + two_digits(parts.minutes) + ":" + seconds_of(parts, true);
}

std::string standard(Parts parts) {
    bool negative = false, positive = false;
    for (const auto* part : parts.all()) {
        negative |= *part < 0;
        positive |= *part > 0;
    }
    if (!negative && !positive) return "0";
    // What the standard has no form for has a sign before each part.
    if ((negative && positive) || (parts.has_months() && (parts.has_time() || parts.days != 0))) {
        const auto sign = [](bool below) { return below ? "-" : "+"; };
        return sign(parts.years < 0 || parts.months < 0) + std::to_string(magnitude(parts.years)) + "-" +
               std::to_string(magnitude(parts.months)) + " " + sign(parts.days < 0) +
               std::to_string(magnitude(parts.days)) + " " +
               sign(parts.hours < 0 || parts.minutes < 0 || parts.seconds < 0 || parts.micros < 0) + clock(parts);
    }
    const std::string minus = negative ? "-" : "";
    if (parts.has_months())
        return minus + std::to_string(magnitude(parts.years)) + "-" + std::to_string(magnitude(parts.months));
    if (parts.days != 0) return minus + std::to_string(magnitude(parts.days)) + " " + clock(parts);
    return minus + clock(parts);
}

std::string iso8601(const Parts& parts) {
    std::string text = "P";
    const auto part = [&](std::int64_t value, char unit) {
        if (value != 0) text.append(std::to_string(value)).append(1, unit);
    };
    part(parts.years, 'Y');
    part(parts.months, 'M');
    part(parts.days, 'D');
    if (parts.has_time()) text += 'T';
    part(parts.hours, 'H');
    part(parts.minutes, 'M');
    if (parts.has_seconds())
        text.append(parts.seconds < 0 || parts.micros < 0 ? "-" : "").append(seconds_of(parts, false)).append("S");
    return text.size() == 1 ? "PT0S" : text;
}

// The first part decides whether all of it is "ago"; parts of the other sign have a minus.
std::string verbose(const Parts& parts) {
    std::string text = "@";
    bool before = false, empty = true;
    const auto signed_part = [&](bool negative) {
        if (empty) before = negative;
        const bool minus = negative != before;
        empty = false;
        text += minus ? " -" : " ";
        return minus;
    };
    const auto part = [&](std::int64_t value, const char* unit) {
        if (value == 0) return;
        const bool minus = signed_part(value < 0);
        text.append(std::to_string(magnitude(value))).append(" ").append(unit);
        if (minus || magnitude(value) != 1) text += 's';
    };
    part(parts.years, "year");
    part(parts.months, "mon");
    part(parts.days, "day");
    part(parts.hours, "hour");
    part(parts.minutes, "min");
    if (parts.has_seconds()) {
        signed_part(parts.seconds < 0 || parts.micros < 0);
        text.append(seconds_of(parts, false)).append(" sec");
        if (magnitude(parts.seconds) != 1 || parts.micros != 0) text += 's';
    }
    if (empty) text += " 0";
    return before ? text + " ago" : text;
}

} // namespace

IntervalStyle parse_interval_style(std::string_view setting) {
    if (setting == "postgres_verbose") return IntervalStyle::Verbose;
    if (setting == "sql_standard") return IntervalStyle::Standard;
    if (setting == "iso_8601") return IntervalStyle::Iso8601;
    return IntervalStyle::Postgres;
}

std::string styled(const protocol::Interval& value, IntervalStyle style) {
    switch (style) {
    case IntervalStyle::Verbose: return verbose(Parts(value));
    case IntervalStyle::Standard: return standard(Parts(value));
    case IntervalStyle::Iso8601: return iso8601(Parts(value));
    case IntervalStyle::Postgres: break;
    }
    char room[protocol::kMaxFormatted];
    return {room, protocol::format_interval(room, value)};
}

} // namespace redstart::sql
