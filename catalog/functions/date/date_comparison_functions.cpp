#include "catalog/functions/date/interval_math.hpp"
#include "catalog/functions/kit/overload.hpp"

namespace redstart::catalog {

namespace {

template <typename T> std::int32_t order(T left, T right) { return left < right ? -1 : right < left ? 1 : 0; }
// By the moment, then by the zone, the one farther west first (PostgreSQL, timetz_cmp()).
std::int32_t zoned_times(TimeTz left, TimeTz right) {
    const auto utc = [](TimeTz time) { return time.micros() - time.east() * std::int64_t{1'000'000}; };
    const auto moments = order(utc(left), utc(right));
    return moments != 0 ? moments : order(-left.east(), -right.east());
}
std::int32_t intervals(Interval left, Interval right) { return compare(left, right); }

// The engine casts what a call gives to the type that both are compared in.
Overload comparing(Overload overload, Kind left, Kind right) {
    return accepting(accepting(overload, 0, left), 1, right);
}

} // namespace

Overloads date_comparison_functions() {
    constexpr auto kDates = overload<order<Date>>("date_cmp");
    Overloads result{kDates,
                     accepting(kDates, 0, Kind::Text),
                     accepting(kDates, 1, Kind::Text),
                     comparing(kDates, Kind::Text, Kind::Text),
                     overload<intervals>("interval_cmp"),
                     overload<order<TimeOfDay>>("time_cmp"),
                     overload<zoned_times>("timetz_cmp")};
    for (const auto left : {Kind::Date, Kind::Text})
        for (const auto right : {Kind::Timestamp, Kind::Text})
            result.push_back(comparing(overload<order<Timestamp>>("date_cmp_timestamp"), left, right));
    for (const auto left : {Kind::Timestamp, Kind::Text}) {
        for (const auto right : {Kind::Timestamp, Kind::Text})
            result.push_back(comparing(overload<order<Timestamp>>("timestamp_cmp"), left, right));
        for (const auto right : {Kind::Date, Kind::Text})
            result.push_back(comparing(overload<order<Timestamp>>("timestamp_cmp_date"), left, right));
        for (const auto right : {Kind::TimestampTz, Kind::Text})
            result.push_back(comparing(overload<order<TimestampTz>>("timestamp_cmp_timestamptz"), left, right));
    }
    for (const auto left : {Kind::Date, Kind::Text})
        for (const auto right : {Kind::TimestampTz, Kind::Text})
            result.push_back(comparing(overload<order<TimestampTz>>("date_cmp_timestamptz"), left, right));
    for (const auto left : {Kind::TimestampTz, Kind::Text}) {
        for (const auto right : {Kind::TimestampTz, Kind::Text})
            result.push_back(comparing(overload<order<TimestampTz>>("timestamptz_cmp"), left, right));
        for (const auto right : {Kind::Timestamp, Kind::Text})
            result.push_back(comparing(overload<order<TimestampTz>>("timestamptz_cmp_timestamp"), left, right));
        for (const auto right : {Kind::Date, Kind::Text})
            result.push_back(comparing(overload<order<TimestampTz>>("timestamptz_cmp_date"), left, right));
    }
    return result;
}

} // namespace redstart::catalog
