// Dates, times and intervals as clients write them: PostgreSQL's input grammar.
// Pure functions, any thread.
#pragma once

#include "catalog/functions/kit/row.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace redstart::sql {

// What a text says; what it does not say is not set.
struct DateTimeText {
    enum class Special : unsigned char { None, Infinity, MinusInfinity };
    Special special = Special::None;
    std::optional<std::int64_t> days;   // since 1970-01-01
    std::optional<std::int64_t> micros; // of the day
    std::optional<std::int32_t> offset; // of the zone, seconds east of UTC
    std::string zone;                   // its name when that is no abbreviation, as written
};

// What the session adds to a text.
enum class DateOrder : unsigned char { MDY, DMY, YMD };
struct InputFacts {
    DateOrder order = DateOrder::MDY; // of 01/02/03 (DateStyle)
    // The current time in the session's zone, in microseconds since 1970; without it words such as now are not taken.
    std::function<std::int64_t()> now;
};

// `type` is for messages: "date", "timestamp", "time", ...
// Throws 22007 for text that is no date and time, 22008 for fields out of range, 22009 for such an offset.
DateTimeText datetime_from_text(std::string_view text, std::string_view type, const InputFacts& facts = {});

// "3 hours, 35 minutes", "1w, 1h", "1 2:03:04", "1-2", "@ 1 day ago". Throws 22007 and 22015.
catalog::Interval interval_from_text(std::string_view text);

} // namespace redstart::sql
