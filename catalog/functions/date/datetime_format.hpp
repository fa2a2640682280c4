// The format strings of TO_CHAR, TO_DATE and TO_TIMESTAMP, taken apart, and what they print and read.
// Source: Redshift, "Datetime format strings"; PostgreSQL, "Data Type Formatting Functions". Pure functions, any
// thread.
#pragma once

#include "catalog/functions/kit/row.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace redstart::catalog {

enum class DateField : unsigned char {
    Literal,
    Era,      // BC, AD
    Meridiem, // AM, PM
    Century,
    YearComma, // Y,YYY
    Year,      // YYYY, YYY, YY, Y by width
    IsoYear,
    Quarter,
    MonthName,
    MonthShort,
    MonthRoman,
    Month,
    WeekOfMonth,
    WeekOfYear,
    IsoWeek,
    DayName,
    DayShort,
    DayOfYear,
    IsoDayOfYear,
    DayOfMonth,
    DayOfWeek, // Sunday is 1
    IsoDayOfWeek,
    Julian,
    Hour24,
    Hour12,
    Minute,
    Second,
    SecondOfDay,
    Millisecond,
    Microsecond,
    ZoneName,
    ZoneOffset,
};

struct DateToken {
    DateField field = DateField::Literal;
    std::string text;    // of a literal; of a field as it is written, its letters say which case a name prints in
    int width = 0;       // digits
    bool filled = true;  // false after FM: no padding
    std::string ordinal; // "TH" or "th" behind a number
};

std::vector<DateToken> parse_date_format(std::string_view format);

// Names in their order, in lower case.
std::string_view month_name(int month); // 1..12
std::string_view day_name(int day);     // 0 is Sunday
std::string_view month_roman(int month);

// Where the clocks stand that show a timestamp; without a name it is a timestamp without a zone.
struct ShownZone {
    std::string_view name; // as TimeZone has it
    std::int32_t east = 0; // of UTC, in seconds
};

// TZ prints the zone's abbreviation where it has one that stands for the offset by itself, else the offset; nothing
// for a timestamp without a zone.
std::string print_timestamp(Timestamp value, std::string_view format, ShownZone zone = {});

// Missing parts are those of 0001-01-01 00:00:00. What is too large carries over, unless `strict`: then 22008.
// Throws SqlError 22007 when the text does not fit the format.
Timestamp scan_timestamp(std::string_view text, std::string_view format, bool strict);

} // namespace redstart::catalog
