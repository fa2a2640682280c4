// The names of date parts, with every abbreviation Redshift takes ("Date parts for date or timestamp functions").
// Pure functions, any thread.
#pragma once

#include <string_view>

namespace redstart::catalog {

enum class DatePart : unsigned char {
    Millennium,
    Century,
    Decade,
    Epoch,
    Year,
    Quarter,
    Month,
    Week,
    DayOfWeek,
    DayOfYear,
    Day,
    Hour,
    Minute,
    Second,
    Millisecond,
    Microsecond,
    Timezone,
    TimezoneHour,
    TimezoneMinute,
};

// Upper and lower case are the same. Throws SqlError 22023 for a name that is no date part.
DatePart date_part_of(std::string_view name);

} // namespace redstart::catalog
