#include "catalog/functions/date/calendar.hpp"
#include "catalog/functions/date/date_part_names.hpp"
#include "catalog/functions/kit/overload.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <fmt/core.h>

namespace redstart::catalog {

namespace {

using protocol::SqlError;
namespace state = protocol::sqlstate;

[[noreturn]] void unsupported(std::string_view name) {
    throw SqlError(state::kInvalidParameterValue, fmt::format("timestamp units \"{}\" not supported", name));
}

// Centuries and millennia start with year 1 and have no number 0.
std::int64_t hundreds(std::int64_t year, std::int64_t size) {
    return year > 0 ? (year + size - 1) / size : -((size - 1 - (year - 1)) / size);
}

// The whole number of a part of a date; a time of day has none of these.
std::int64_t day_part(DatePart part, std::int64_t days, std::string_view name) {
    const auto date = civil_from_days(days);
    switch (part) {
    case DatePart::Millennium: return hundreds(date.year, 1000);
    case DatePart::Century: return hundreds(date.year, 100);
    case DatePart::Decade: return floor_div(date.year, 10) + 1; // decade 1 are the years 1 to 9
    case DatePart::Year: return date.year > 0 ? date.year : date.year - 1;
    case DatePart::Quarter: return (date.month - 1) / 3 + 1;
    case DatePart::Month: return date.month;
    case DatePart::Week: return iso_week(days);
    case DatePart::DayOfWeek: return day_of_week(days);
    case DatePart::DayOfYear: return day_of_year(days);
    case DatePart::Day: return date.day;
    case DatePart::Timezone:
    case DatePart::TimezoneHour:
    case DatePart::TimezoneMinute: return 0; // timestamps without a zone
    default: unsupported(name);
    }
}

// Parts of the time of day, or -1 for a part of the date. Milliseconds and microseconds are those of the second.
std::int64_t time_part(DatePart part, std::int64_t micros) {
    switch (part) {
    case DatePart::Hour: return micros / kMicrosPerHour;
    case DatePart::Minute: return micros % kMicrosPerHour / kMicrosPerMinute;
    case DatePart::Second: return micros % kMicrosPerMinute / kMicrosPerSecond;
    case DatePart::Millisecond: return micros % kMicrosPerSecond / 1000;
    case DatePart::Microsecond: return micros % kMicrosPerSecond;
    default: return -1;
    }
}

// EXTRACT gives the unit's own digits.
std::int64_t extract(std::string_view name, Timestamp value) {
    const auto part = date_part_of(name);
    if (part == DatePart::Epoch) return floor_div(value.micros, kMicrosPerSecond);
    const auto time = time_part(part, time_of(value));
    return time >= 0 ? time : day_part(part, day_of(value), name);
}

// DATE_PART gives the second with its fraction.
double date_part(std::string_view name, Timestamp value) {
    const auto part = date_part_of(name);
    if (part == DatePart::Epoch) return static_cast<double>(value.micros) / kMicrosPerSecond;
    if (part == DatePart::Second)
        return static_cast<double>(time_of(value) % kMicrosPerMinute) / static_cast<double>(kMicrosPerSecond);
    return static_cast<double>(extract(name, value));
}

// A moment has its parts as the session's clocks show it, and an epoch of its own. EXTRACT of it is a double, too.
template <auto Part> double zoned(std::string_view name, TimestampTz moment, Timestamp local) {
    const auto part = date_part_of(name);
    const auto offset = (local.micros - moment.micros) / kMicrosPerSecond;
    const auto hours = offset / 3600;
    const auto minutes = offset % 3600 / 60;
    switch (part) {
    case DatePart::Epoch: return static_cast<double>(moment.micros) / kMicrosPerSecond;
    case DatePart::Timezone: return static_cast<double>(offset);
    case DatePart::TimezoneHour: return static_cast<double>(hours);
    case DatePart::TimezoneMinute: return static_cast<double>(minutes);
    default: return static_cast<double>(Part(name, local));
    }
}

std::int64_t extract_time(std::string_view name, TimeOfDay value) {
    const auto part = date_part_of(name);
    if (part == DatePart::Epoch) return value.micros / kMicrosPerSecond;
    const auto time = time_part(part, value.micros);
    if (time < 0) unsupported(name);
    return time;
}
double time_date_part(std::string_view name, TimeOfDay value) {
    const auto part = date_part_of(name);
    if (part == DatePart::Epoch) return static_cast<double>(value.micros) / kMicrosPerSecond;
    if (part == DatePart::Second)
        return static_cast<double>(value.micros % kMicrosPerMinute) / static_cast<double>(kMicrosPerSecond);
    return static_cast<double>(extract_time(name, value));
}

// A time with a zone has the parts that it shows, and an epoch of its own.
std::int64_t extract_zoned_time(std::string_view name, TimeTz value) {
    switch (date_part_of(name)) {
    case DatePart::Epoch: return floor_div(value.micros(), kMicrosPerSecond) - value.east();
    case DatePart::Timezone: return value.east();
    case DatePart::TimezoneHour: return value.east() / 3600;
    case DatePart::TimezoneMinute: return value.east() % 3600 / 60;
    default: return extract_time(name, {value.micros()});
    }
}
double zoned_time_date_part(std::string_view name, TimeTz value) {
    const auto part = date_part_of(name);
    if (part == DatePart::Epoch)
        return static_cast<double>(value.micros()) / kMicrosPerSecond - static_cast<double>(value.east());
    if (part == DatePart::Second) return time_date_part(name, {value.micros()});
    return static_cast<double>(extract_zoned_time(name, value));
}

// An interval's own fields, which nothing carries between.
std::int64_t extract_interval(std::string_view name, Interval value) {
    const auto part = date_part_of(name);
    const std::int64_t years = value.months / 12;
    switch (part) {
    case DatePart::Millennium: return years / 1000;
    case DatePart::Century: return years / 100;
    case DatePart::Decade: return years / 10;
    case DatePart::Year: return years;
    case DatePart::Quarter: return value.months % 12 / 3 + 1;
    case DatePart::Month: return value.months % 12;
    case DatePart::Day: return value.days;
    case DatePart::Hour: return value.micros / kMicrosPerHour;
    case DatePart::Minute: return value.micros % kMicrosPerHour / kMicrosPerMinute;
    case DatePart::Second: return value.micros % kMicrosPerMinute / kMicrosPerSecond;
    case DatePart::Millisecond: return value.micros % kMicrosPerSecond / 1000;
    case DatePart::Microsecond: return value.micros % kMicrosPerSecond;
    case DatePart::Epoch: {
        constexpr std::int64_t kSecondsPerDay = 86400;
        const auto days =
            years * 36525 * kSecondsPerDay / 100 + (std::int64_t{value.months % 12} * 30 + value.days) * kSecondsPerDay;
        return days + value.micros / kMicrosPerSecond; // a year has 365.25 days
    }
    default: unsupported(name);
    }
}
double interval_date_part(std::string_view name, Interval value) {
    const auto part = date_part_of(name);
    const auto fraction = static_cast<double>(value.micros % kMicrosPerSecond) / static_cast<double>(kMicrosPerSecond);
    const auto whole = static_cast<double>(extract_interval(name, value));
    return part == DatePart::Second || part == DatePart::Epoch ? whole + fraction : whole;
}

std::int64_t first_day(DatePart part, std::int64_t days, std::string_view name) {
    const auto date = civil_from_days(days);
    switch (part) {
    case DatePart::Millennium: return days_from_civil({floor_div(date.year - 1, 1000) * 1000 + 1, 1, 1});
    case DatePart::Century: return days_from_civil({floor_div(date.year - 1, 100) * 100 + 1, 1, 1});
    case DatePart::Decade: return days_from_civil({floor_div(date.year, 10) * 10, 1, 1});
    case DatePart::Year: return days_from_civil({date.year, 1, 1});
    case DatePart::Quarter: return days_from_civil({date.year, (date.month - 1) / 3 * 3 + 1, 1});
    case DatePart::Month: return days_from_civil({date.year, date.month, 1});
    case DatePart::Week: return days - iso_day_of_week(days) + 1;
    case DatePart::Day: return days;
    default: unsupported(name);
    }
}

// Always a timestamp, also of a date and for units of a day and more.
Timestamp date_trunc(std::string_view name, Timestamp value) {
    const auto part = date_part_of(name);
    std::int64_t unit = 0;
    switch (part) {
    case DatePart::Hour: unit = kMicrosPerHour; break;
    case DatePart::Minute: unit = kMicrosPerMinute; break;
    case DatePart::Second: unit = kMicrosPerSecond; break;
    case DatePart::Millisecond: unit = 1000; break;
    case DatePart::Microsecond: unit = 1; break;
    default: return timestamp_of(first_day(part, day_of(value), name), 0);
    }
    return {floor_div(value.micros, unit) * unit};
}

std::int32_t date_part_year(Timestamp value) { return static_cast<std::int32_t>(extract("year", value)); }

// An integer (r_EXTRACT_function); what has an epoch beyond 2038 is asked for that as rs_extract_epoch, a bigint.
template <auto Extract, typename Value> std::int32_t narrow(std::string_view name, Value value) {
    const auto number = Extract(name, value);
    if (number < INT32_MIN || number > INT32_MAX)
        throw SqlError(state::kNumericValueOutOfRange, "integer out of range");
    return static_cast<std::int32_t>(number);
}

} // namespace

Overloads date_part_functions() {
    Overloads result{
        overload<narrow<extract_time, TimeOfDay>>("rs_extract"),
        overload<narrow<extract_zoned_time, TimeTz>>("rs_extract"),
        overload<narrow<extract_interval, Interval>>("rs_extract"),
        overload<extract_time>("rs_extract_epoch"),
        overload<extract_zoned_time>("rs_extract_epoch"),
        overload<extract_interval>("rs_extract_epoch"),
    };
    for (const auto* name : {"date_part", "pgdate_part"}) {
        add_for_times(result, overload<date_part>(name), 1);
        result.push_back(overload<time_date_part>(name));
        result.push_back(overload<zoned_time_date_part>(name));
        result.push_back(overload<interval_date_part>(name));
    }
    add_for_times(result, overload<narrow<extract, Timestamp>>("rs_extract"), 1);
    add_for_times(result, overload<extract>("rs_extract_epoch"), 1);
    // What composed_functions.cpp puts in place of the above for a timestamptz.
    result.push_back(overload<zoned<date_part>>("rs_zoned_date_part"));
    result.push_back(overload<zoned<extract>>("rs_zoned_extract"));
    add_for_times(result, overload<date_trunc>("date_trunc"), 1);
    add_for_times(result, overload<date_part_year>("date_part_year"), 0);
    return result;
}

} // namespace redstart::catalog
