#include "catalog/functions/date/calendar.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>

namespace redstart::catalog {

namespace {

[[noreturn]] void out_of_range() {
    throw protocol::SqlError(protocol::sqlstate::kDatetimeFieldOverflow, "timestamp out of range");
}

constexpr std::int64_t kMostMonths = 12 * 600'000; // more than the years a timestamp has

} // namespace

Timestamp timestamp_of(std::int64_t days, std::int64_t micros_of_day) {
    Timestamp result;
    if (__builtin_mul_overflow(days, kMicrosPerDay, &result.micros) ||
        __builtin_add_overflow(result.micros, micros_of_day, &result.micros) || result.micros == INT64_MAX ||
        result.micros <= -INT64_MAX)
        out_of_range(); // the largest numbers stand for infinity
    return result;
}

std::int64_t add_months(std::int64_t days, std::int64_t months) {
    if (months > kMostMonths || months < -kMostMonths) out_of_range();
    const auto date = civil_from_days(days);
    const auto total = date.year * 12 + date.month - 1 + months;
    const CivilDate result{floor_div(total, 12), static_cast<int>(floor_mod(total, 12)) + 1, date.day};
    return days_from_civil({result.year, result.month, std::min(date.day, days_in_month(result.year, result.month))});
}

} // namespace redstart::catalog
