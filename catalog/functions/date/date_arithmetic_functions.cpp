#include "catalog/functions/date/calendar.hpp"
#include "catalog/functions/date/date_part_names.hpp"
#include "catalog/functions/kit/overload.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace redstart::catalog {

namespace {

using protocol::SqlError;
namespace state = protocol::sqlstate;

// A part as a number of months or of microseconds; the other one is 0.
struct Unit {
    std::int64_t months = 0;
    std::int64_t micros = 0;
};

Unit unit_of(std::string_view name) {
    switch (date_part_of(name)) {
    case DatePart::Millennium: return {12000, 0};
    case DatePart::Century: return {1200, 0};
    case DatePart::Decade: return {120, 0};
    case DatePart::Year: return {12, 0};
    case DatePart::Quarter: return {3, 0};
    case DatePart::Month: return {1, 0};
    case DatePart::Week: return {0, 7 * kMicrosPerDay};
    case DatePart::DayOfWeek:
    case DatePart::DayOfYear:
    case DatePart::Day: return {0, kMicrosPerDay};
    case DatePart::Hour: return {0, kMicrosPerHour};
    case DatePart::Minute: return {0, kMicrosPerMinute};
    case DatePart::Epoch:
    case DatePart::Second: return {0, kMicrosPerSecond};
    case DatePart::Millisecond: return {0, 1000};
    case DatePart::Microsecond: return {0, 1};
    default: throw SqlError(state::kInvalidParameterValue, fmt::format("timestamp units \"{}\" not supported", name));
    }
}

std::int64_t times(std::int64_t count, std::int64_t size) {
    std::int64_t result = 0;
    if (__builtin_mul_overflow(count, size, &result))
        throw SqlError(state::kDatetimeFieldOverflow, "timestamp out of range");
    return result;
}

// Infinite ones are the least and the greatest number of microseconds.
std::int64_t difference(std::int64_t to, std::int64_t from) {
    std::int64_t result = 0;
    if (__builtin_sub_overflow(to, from, &result))
        throw SqlError(state::kDatetimeFieldOverflow, "timestamp out of range");
    return result;
}

// A year after February 29 is March 1, although twelve months after it are February 28 (the guide's example).
bool passes_leap_day(std::string_view part, std::int64_t from, std::int64_t to) {
    const auto before = civil_from_days(from);
    return before.month == 2 && before.day == 29 && civil_from_days(to).day == 28 &&
           date_part_of(part) == DatePart::Year;
}

Timestamp date_add(std::string_view part, std::int64_t count, Timestamp value) {
    const auto unit = unit_of(part);
    if (unit.months != 0) {
        auto days = catalog::add_months(day_of(value), times(count, unit.months));
        if (passes_leap_day(part, day_of(value), days)) ++days;
        return timestamp_of(days, time_of(value));
    }
    const auto micros = times(count, unit.micros);
    return timestamp_of(day_of(value) + floor_div(micros, kMicrosPerDay),
                        time_of(value) + floor_mod(micros, kMicrosPerDay));
}

TimeOfDay time_add(std::string_view part, std::int64_t count, TimeOfDay value) {
    const auto unit = unit_of(part);
    if (unit.months != 0 || unit.micros >= kMicrosPerDay)
        throw SqlError(state::kInvalidParameterValue, fmt::format("\"time\" units \"{}\" not recognized", part));
    return {floor_mod(value.micros + times(count, unit.micros) % kMicrosPerDay, kMicrosPerDay)};
}

// Months since year 0, counted in the part: the boundaries between two of them are the difference of their numbers.
std::int64_t month_number(Timestamp value, DatePart part) {
    const auto date = civil_from_days(day_of(value));
    switch (part) {
    case DatePart::Millennium: return floor_div(date.year - 1, 1000);
    case DatePart::Century: return floor_div(date.year - 1, 100);
    case DatePart::Decade: return floor_div(date.year, 10);
    case DatePart::Year: return date.year;
    case DatePart::Quarter: return date.year * 4 + (date.month - 1) / 3;
    default: return date.year * 12 + date.month - 1;
    }
}

std::int64_t date_diff(std::string_view name, Timestamp from, Timestamp to) {
    const auto unit = unit_of(name);
    const auto part = date_part_of(name);
    if (unit.months != 0) return month_number(to, part) - month_number(from, part);
    if (part == DatePart::Week) { // weeks start on Monday
        constexpr std::int64_t kThursday = 3;
        return floor_div(day_of(to) + kThursday, 7) - floor_div(day_of(from) + kThursday, 7);
    }
    return difference(floor_div(to.micros, unit.micros), floor_div(from.micros, unit.micros));
}

std::int64_t time_diff(std::string_view part, TimeOfDay from, TimeOfDay to) {
    const auto unit = unit_of(part);
    if (unit.months != 0 || unit.micros >= kMicrosPerDay)
        throw SqlError(state::kInvalidParameterValue, fmt::format("\"time\" units \"{}\" not recognized", part));
    return floor_div(to.micros, unit.micros) - floor_div(from.micros, unit.micros);
}

// A time with a zone is one of UTC: in sums, which show it so, and in differences (the guide's examples).
TimeOfDay in_utc(TimeTz value) { return {floor_mod(value.micros() - value.east() * kMicrosPerSecond, kMicrosPerDay)}; }
TimeTz zoned_time_add(std::string_view part, std::int64_t count, TimeTz value) {
    return TimeTz::of(time_add(part, count, in_utc(value)).micros, 0);
}
std::int64_t zoned_time_diff(std::string_view part, TimeTz from, TimeTz to) {
    return time_diff(part, in_utc(from), in_utc(to));
}

bool is_month_end(const CivilDate& date) { return date.day == days_in_month(date.year, date.month); }

std::int64_t month_end(std::int64_t days) {
    const auto date = civil_from_days(days);
    return days_from_civil({date.year, date.month, days_in_month(date.year, date.month)});
}

// From the last day of a month to the last day of another, whatever their lengths.
Timestamp add_months_keeping_end(Timestamp value, std::int64_t months) {
    const auto days = catalog::add_months(day_of(value), months);
    return timestamp_of(is_month_end(civil_from_days(day_of(value))) ? month_end(days) : days, time_of(value));
}

double months_between(Timestamp left, Timestamp right) {
    const auto first = civil_from_days(day_of(left));
    const auto second = civil_from_days(day_of(right));
    const auto months = static_cast<double>((first.year - second.year) * 12 + first.month - second.month);
    if (first.day == second.day || (is_month_end(first) && is_month_end(second))) return months;
    const double days = first.day - second.day +
                        static_cast<double>(time_of(left) - time_of(right)) / static_cast<double>(kMicrosPerDay);
    return months + days / 31;
}

Date last_day(Timestamp value) { return {static_cast<std::int32_t>(month_end(day_of(value)))}; }

// The number of a day's name: any beginning of it that no other day has.
int weekday_of(std::string_view name) {
    constexpr std::string_view kDays[] = {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
    std::string lower(name);
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    int found = -1;
    for (int day = 0; day < 7 && !lower.empty(); ++day) {
        if (!kDays[day].starts_with(lower)) continue;
        if (found >= 0) found = 7; // more than one
        if (found < 0) found = day;
    }
    if (found < 0 || found > 6)
        throw SqlError(state::kInvalidParameterValue, fmt::format("invalid day of week: \"{}\"", name));
    return found;
}

// The first such day after the date.
Date next_day(Timestamp value, std::string_view name) {
    const auto days = day_of(value);
    const auto ahead = floor_mod(weekday_of(name) - day_of_week(days) - 1, 7) + 1;
    return {static_cast<std::int32_t>(days + ahead)};
}

Date trunc(Timestamp value) { return {static_cast<std::int32_t>(day_of(value))}; }

} // namespace

Overloads date_arithmetic_functions() {
    Overloads result{
        overload<time_add>("dateadd"),         overload<time_add>("date_add"),
        overload<time_diff>("datediff"),       overload<time_diff>("date_diff"),
        overload<zoned_time_add>("dateadd"),   overload<zoned_time_add>("date_add"),
        overload<zoned_time_diff>("datediff"), overload<zoned_time_diff>("date_diff"),
    };
    for (const auto* name : {"dateadd", "date_add"}) add_for_times(result, overload<date_add>(name), 2);
    for (const auto* name : {"datediff", "date_diff"}) add_for_pairs(result, overload<date_diff>(name), 1);
    add_for_times(result, overload<add_months_keeping_end>("add_months"), 0);
    add_for_pairs(result, overload<months_between>("months_between"), 0);
    add_for_times(result, overload<last_day>("last_day"), 0);
    add_for_times(result, overload<next_day>("next_day"), 0);
    for (const auto kind : {Kind::Timestamp, Kind::TimestampTz, Kind::Date})
        result.push_back(accepting(overload<trunc>("trunc"), 0, kind));
    return result;
}

} // namespace redstart::catalog
