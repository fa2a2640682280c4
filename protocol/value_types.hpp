// The plain C++ shapes of SQL values that the codecs read and write: units, epochs and the stand-ins for infinity.
// Constants, values and constexpr functions; safe from any thread.
#pragma once

#include <cstdint>
#include <limits>

namespace redstart::protocol {

__extension__ using Int128 = __int128;
__extension__ using UInt128 = unsigned __int128;

// A date is days since 1970-01-01 and a timestamp is microseconds since 1970-01-01 00:00, both in the proleptic
// Gregorian calendar. The largest value and its negation are infinity and -infinity; the codecs take the smallest value
// for -infinity, too.
inline constexpr std::int32_t kDateInfinity = std::numeric_limits<std::int32_t>::max();
inline constexpr std::int64_t kTimestampInfinity = std::numeric_limits<std::int64_t>::max();

inline constexpr std::int64_t kMicrosPerSecond = 1'000'000;
inline constexpr std::int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;

// The digits a numeric may have, and with them its largest scale.
inline constexpr int kMaxNumericDigits = 38;

// `unscaled` / 10^scale; at most 38 digits, 0 <= scale <= 38.
struct Numeric {
    Int128 unscaled;
    std::uint8_t scale;
    friend bool operator==(const Numeric&, const Numeric&) = default;
};

// Time of day in microseconds since midnight (24:00:00 included), with the zone's offset in seconds east of UTC.
struct TimeTz {
    std::int64_t micros;
    std::int32_t offset;
    friend bool operator==(const TimeTz&, const TimeTz&) = default;
};

struct Interval {
    std::int32_t months;
    std::int32_t days;
    std::int64_t micros;
    friend bool operator==(const Interval&, const Interval&) = default;
};

// Year 0 is 1 BC, year -1 is 2 BC.
struct CivilDate {
    std::int32_t year;
    std::uint32_t month, day; // from 1
};

// Both ways by H. Hinnant's "chrono-compatible low-level date algorithms", for every int32 of days.
constexpr CivilDate civil_from_days(std::int64_t days) noexcept {
    days += 719'468; // count from 0000-03-01, so that a leap day ends its year
    const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
    const auto day_of_era = static_cast<std::uint32_t>(days - era * 146'097);
    const auto year_of_era = (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const auto day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const auto march_month = (5 * day_of_year + 2) / 153;
    const auto month = march_month < 10 ? march_month + 3 : march_month - 9;
    const auto year = static_cast<std::int32_t>(static_cast<std::int64_t>(year_of_era) + era * 400) + (month <= 2);
    return {year, month, day_of_year - (153 * march_month + 2) / 5 + 1};
}

constexpr std::int64_t days_from_civil(const CivilDate& date) noexcept {
    const std::int64_t year = static_cast<std::int64_t>(date.year) - (date.month <= 2);
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const auto year_of_era = static_cast<std::uint32_t>(year - era * 400);
    const auto march_month = date.month > 2 ? date.month - 3 : date.month + 9;
    const auto day_of_year = (153 * march_month + 2) / 5 + date.day - 1;
    const auto day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146'097 + static_cast<std::int64_t>(day_of_era) - 719'468;
}

} // namespace redstart::protocol
