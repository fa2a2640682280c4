// The proleptic Gregorian calendar over days and microseconds since 1970-01-01. Pure functions, any thread.
#pragma once

#include "catalog/functions/kit/row.hpp"

#include <cstdint>

namespace redstart::catalog {

inline constexpr std::int64_t kMicrosPerSecond = 1'000'000;
inline constexpr std::int64_t kMicrosPerMinute = 60 * kMicrosPerSecond;
inline constexpr std::int64_t kMicrosPerHour = 60 * kMicrosPerMinute;
inline constexpr std::int64_t kMicrosPerDay = 24 * kMicrosPerHour;

// Year 0 is 1 BC, as everywhere in this calendar.
struct CivilDate {
    std::int64_t year = 1970;
    int month = 1;
    int day = 1;
};

constexpr std::int64_t floor_div(std::int64_t value, std::int64_t divisor) {
    return value / divisor - (value % divisor != 0 && (value < 0) != (divisor < 0) ? 1 : 0);
}
constexpr std::int64_t floor_mod(std::int64_t value, std::int64_t divisor) {
    const auto rest = value % divisor; // no product: the least value has none
    return rest != 0 && (rest < 0) != (divisor < 0) ? rest + divisor : rest;
}

constexpr bool is_leap_year(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

constexpr int days_in_month(std::int64_t year, int month) {
    constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap_year(year) ? 29 : kDays[month - 1];
}

// Days since 1970-01-01 (Howard Hinnant's algorithm over eras of 400 years).
constexpr std::int64_t days_from_civil(CivilDate date) {
    const std::int64_t year = date.month <= 2 ? date.year - 1 : date.year;
    const auto era = floor_div(year, 400);
    const auto year_of_era = year - era * 400;
    const auto day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

constexpr CivilDate civil_from_days(std::int64_t days) {
    days += 719468;
    const auto era = floor_div(days, 146097);
    const auto day_of_era = days - era * 146097;
    const auto year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const auto day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const auto shifted = (5 * day_of_year + 2) / 153;
    const auto month = static_cast<int>(shifted < 10 ? shifted + 3 : shifted - 9);
    return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month,
            static_cast<int>(day_of_year - (153 * shifted + 2) / 5 + 1)};
}

constexpr std::int64_t day_of(Timestamp value) { return floor_div(value.micros, kMicrosPerDay); }
constexpr std::int64_t time_of(Timestamp value) { return floor_mod(value.micros, kMicrosPerDay); }

constexpr int day_of_week(std::int64_t days) { return static_cast<int>(floor_mod(days + 4, 7)); } // Sunday is 0
constexpr int iso_day_of_week(std::int64_t days) { return static_cast<int>(floor_mod(days + 3, 7)) + 1; }
constexpr int day_of_year(std::int64_t days) {
    return static_cast<int>(days - days_from_civil({civil_from_days(days).year, 1, 1})) + 1;
}

// The year that the ISO week of a day belongs to, and that week (1..53): the week of its Thursday.
constexpr std::int64_t iso_year(std::int64_t days) { return civil_from_days(days - iso_day_of_week(days) + 4).year; }
constexpr int iso_week(std::int64_t days) { return (day_of_year(days - iso_day_of_week(days) + 4) - 1) / 7 + 1; }

// Throws SqlError 22008 "timestamp out of range" when the engine cannot hold it.
Timestamp timestamp_of(std::int64_t days, std::int64_t micros_of_day);
// The day `months` later; a day that the month does not have becomes its last one.
std::int64_t add_months(std::int64_t days, std::int64_t months);

} // namespace redstart::catalog
