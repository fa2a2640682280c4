// The calendar of the TICKIT sample: seconds since its start, on a year of 365 days that skips 29 February 2008.
// Pure functions; any thread.
#pragma once

#include <cstdint>

namespace redstart::sql::sample {

// DATE holds 2008 without 29 February (365 rows, as in the guide), numbered from here.
inline constexpr std::int32_t kFirstDateId = 1827;

inline constexpr std::int64_t kSecondsPerDay = 86400;
inline constexpr std::int32_t kFirstCalendarDay = 13879; // 2008-01-01 in days since 1970-01-01
inline constexpr std::int32_t kDaysBeforeMarch = 59;

// Days since 1970-01-01 of a place in the calendar (0 .. 364).
constexpr std::int32_t calendar_day(std::int32_t index) {
    return kFirstCalendarDay + index + (index >= kDaysBeforeMarch ? 1 : 0);
}

constexpr std::int16_t date_id(std::int64_t second) {
    return static_cast<std::int16_t>(kFirstDateId + second / kSecondsPerDay);
}

// Microseconds since 1970-01-01.
constexpr std::int64_t timestamp(std::int64_t second) {
    const std::int64_t day = calendar_day(static_cast<std::int32_t>(second / kSecondsPerDay));
    return (day * kSecondsPerDay + second % kSecondsPerDay) * 1'000'000;
}

// The inverse of timestamp().
constexpr std::int64_t calendar_second(std::int64_t timestamp) {
    const std::int64_t second = timestamp / 1'000'000 - kFirstCalendarDay * kSecondsPerDay;
    return second - (second >= kDaysBeforeMarch * kSecondsPerDay ? kSecondsPerDay : 0);
}

} // namespace redstart::sql::sample
