#include "catalog/functions/date/interval_math.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <cmath>

namespace redstart::catalog {

namespace {

constexpr double kSecondsPerDay = 86400.0;
constexpr double kMicrosPerSecond = 1e6;

// Drops what is below a microsecond, so that 1/3 of a month does not become 9.99999 days.
double rounded(double value) { return std::rint(value * kMicrosPerSecond) / kMicrosPerSecond; }

template <typename T> T checked(double value) {
    if (!(std::fabs(value) < static_cast<double>(std::numeric_limits<T>::max())))
        throw protocol::SqlError(protocol::sqlstate::kDatetimeFieldOverflow, "interval out of range");
    return static_cast<T>(value);
}

__extension__ using Wide = __int128;

Wide linear(const Interval& value) {
    constexpr Wide kMicrosPerDay = 86'400'000'000;
    return (Wide(value.months) * 30 + value.days) * kMicrosPerDay + value.micros;
}

} // namespace

Interval divide(Interval interval, double divisor) {
    if (divisor == 0) throw protocol::SqlError(protocol::sqlstate::kDivisionByZero, "division by zero");
    Interval result;
    result.months = checked<std::int32_t>(interval.months / divisor);
    result.days = checked<std::int32_t>(interval.days / divisor);
    const double month_days = rounded((interval.months / divisor - result.months) * 30);
    const double day_fraction = interval.days / divisor - result.days;
    double seconds = rounded((day_fraction + month_days - std::trunc(month_days)) * kSecondsPerDay);
    if (std::fabs(seconds) >= kSecondsPerDay) {
        result.days += static_cast<std::int32_t>(seconds / kSecondsPerDay);
        seconds -= std::trunc(seconds / kSecondsPerDay) * kSecondsPerDay;
    }
    result.days += static_cast<std::int32_t>(month_days);
    result.micros =
        checked<std::int64_t>(std::rint(static_cast<double>(interval.micros) / divisor + seconds * kMicrosPerSecond));
    return result;
}

std::int32_t compare(const Interval& left, const Interval& right) {
    const auto first = linear(left);
    const auto second = linear(right);
    return first < second ? -1 : first > second ? 1 : 0;
}

} // namespace redstart::catalog
