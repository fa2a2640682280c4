// The dates and times of value_text.hpp.
#include "protocol/digits.hpp"
#include "protocol/value_text.hpp"

#include <cstdlib>

namespace redstart::protocol {

namespace {

using detail::put_four;
using detail::put_padded;
using detail::put_two;
using detail::put_unsigned;

constexpr std::string_view kInfinity = "infinity";
constexpr std::string_view kMinusInfinity = "-infinity";
constexpr std::string_view kBeforeChrist = " BC";

char* put(char* out, std::string_view text) noexcept {
    std::memcpy(out, text.data(), text.size());
    return out + text.size();
}

// ".25": microseconds without trailing zeros; nothing for 0.
char* put_fraction(char* out, std::uint32_t micros) noexcept {
    if (micros == 0) return out;
    *out++ = '.';
    out = put_padded(out, micros, 6);
    while (out[-1] == '0') --out;
    return out;
}

// Year, month and day; a year before 1 is counted backwards and needs kBeforeChrist at the end of the text.
char* put_date(char* out, const CivilDate& date) noexcept {
    const auto year = static_cast<std::uint32_t>(date.year > 0 ? date.year : 1 - date.year);
    out = year < 10'000 ? put_four(out, year) : put_unsigned(out, year);
    *out++ = '-';
    out = put_two(out, date.month);
    *out++ = '-';
    return put_two(out, date.day);
}

// ":MM:SS.ffffff"
char* put_minutes(char* out, std::uint32_t seconds, std::uint32_t micros) noexcept {
    *out++ = ':';
    out = put_two(out, seconds / 60);
    *out++ = ':';
    return put_fraction(put_two(out, seconds % 60), micros);
}

// "+05:30", "-08", "+01:02:03"
char* put_offset(char* out, std::int32_t offset) noexcept {
    *out++ = offset < 0 ? '-' : '+';
    const auto seconds = static_cast<std::uint32_t>(std::abs(offset));
    out = put_two(out, seconds / 3600 % 100);
    if (seconds % 3600 == 0) return out;
    *out++ = ':';
    out = put_two(out, seconds / 60 % 60);
    if (seconds % 60 == 0) return out;
    *out++ = ':';
    return put_two(out, seconds % 60);
}

// Shared by timestamp and timestamptz: both sentinels, else date and time of day.
template <typename Suffix>
char* put_timestamp(char* out, std::int64_t micros, std::int64_t shift, Suffix suffix) noexcept {
    if (micros == kTimestampInfinity) return put(out, kInfinity);
    if (micros <= -kTimestampInfinity) return put(out, kMinusInfinity);
    auto days = micros / kMicrosPerDay;
    auto time = micros % kMicrosPerDay + shift; // shifted here, where it cannot overflow
    while (time < 0) time += kMicrosPerDay, --days;
    while (time >= kMicrosPerDay) time -= kMicrosPerDay, ++days;
    const auto date = civil_from_days(days);
    out = put_date(out, date);
    *out++ = ' ';
    out = suffix(format_time(out, time));
    return date.year > 0 ? out : put(out, kBeforeChrist);
}

// One part of an interval, such as " -3 days". PostgreSQL puts a plus before a positive part that follows a negative
// one.
struct IntervalParts {
    char* out;
    bool empty = true;
    bool after_negative = false;

    void add(std::int32_t value, std::string_view unit) noexcept {
        if (value == 0) return;
        if (!empty) *out++ = ' ';
        if (after_negative && value > 0) *out++ = '+';
        out = put(format_int(out, value), unit);
        if (value != 1) *out++ = 's';
        after_negative = value < 0;
        empty = false;
    }
    void add_time(std::int64_t micros) noexcept {
        if (micros == 0 && !empty) return;
        if (!empty) *out++ = ' ';
        if (micros < 0)
            *out++ = '-';
        else if (after_negative)
            *out++ = '+';
        const auto total = micros < 0 ? 0 - static_cast<std::uint64_t>(micros) : static_cast<std::uint64_t>(micros);
        const auto seconds = total / kMicrosPerSecond;
        const auto hours = seconds / 3600;
        out = hours < 100 ? put_two(out, static_cast<std::uint32_t>(hours)) : put_unsigned(out, hours);
        out = put_minutes(out, static_cast<std::uint32_t>(seconds % 3600),
                          static_cast<std::uint32_t>(total % kMicrosPerSecond));
    }
};

} // namespace

char* format_date(char* out, std::int32_t days) noexcept {
    if (days == kDateInfinity) return put(out, kInfinity);
    if (days <= -kDateInfinity) return put(out, kMinusInfinity);
    const auto date = civil_from_days(days);
    out = put_date(out, date);
    return date.year > 0 ? out : put(out, kBeforeChrist);
}

char* format_time(char* out, std::int64_t micros) noexcept {
    const auto seconds = static_cast<std::uint32_t>(micros / kMicrosPerSecond);
    out = put_two(out, seconds / 3600 % 100);
    return put_minutes(out, seconds % 3600, static_cast<std::uint32_t>(micros % kMicrosPerSecond));
}

char* format_timetz(char* out, TimeTz value) noexcept {
    return put_offset(format_time(out, value.micros), value.offset);
}

char* format_timestamp(char* out, std::int64_t micros) noexcept {
    return put_timestamp(out, micros, 0, [](char* at) { return at; });
}

char* format_timestamptz(char* out, std::int64_t micros, std::int32_t offset) noexcept {
    return put_timestamp(out, micros, offset * kMicrosPerSecond, [&](char* at) { return put_offset(at, offset); });
}

char* format_interval(char* out, const Interval& value) noexcept {
    IntervalParts parts{.out = out};
    parts.add(value.months / 12, " year");
    parts.add(value.months % 12, " mon");
    parts.add(value.days, " day");
    parts.add_time(value.micros);
    return parts.out;
}

} // namespace redstart::protocol
