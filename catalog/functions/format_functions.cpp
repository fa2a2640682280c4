#include "catalog/functions/date/calendar.hpp"
#include "catalog/functions/date/datetime_format.hpp"
#include "catalog/functions/kit/overload.hpp"
#include "catalog/functions/number/number_format.hpp"
#include "catalog/functions/number/teradata_number.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace redstart::catalog {

namespace {

using protocol::SqlError;
namespace state = protocol::sqlstate;

std::string timestamp_text(Timestamp value, std::string_view format) { return print_timestamp(value, format); }

// What composed_functions.cpp puts in place of TO_CHAR of a timestamptz.
std::string zoned_text(TimestampTz moment, Timestamp local, std::string_view format, std::string_view zone) {
    constexpr auto kHalf = kMicrosPerSecond / 2; // a clock that is read twice has gone on
    const auto east = floor_div(local.micros - moment.micros + kHalf, kMicrosPerSecond);
    return print_timestamp(local, format, {zone, static_cast<std::int32_t>(east)});
}

std::string integer_text(std::int64_t value, std::string_view format) {
    return print_number(std::to_string(value), format);
}

std::string numeric_text(std::string_view digits, std::string_view format) { return print_number(digits, format); }

std::string double_text(double value, std::string_view format) {
    if (!std::isfinite(value)) throw SqlError(state::kNumericValueOutOfRange, "value out of range");
    std::array<char, 400> buffer{}; // the largest double has 309 digits
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed).ptr;
    return print_number({buffer.data(), static_cast<std::size_t>(end - buffer.data())}, format);
}

Date to_date(std::string_view text, std::string_view format, bool strict) {
    return {static_cast<std::int32_t>(day_of(scan_timestamp(text, format, strict)))};
}
Date to_date_lenient(std::string_view text, std::string_view format) { return to_date(text, format, false); }

Timestamp to_timestamp(std::string_view text, std::string_view format, bool strict) {
    return scan_timestamp(text, format, strict);
}
Timestamp to_timestamp_lenient(std::string_view text, std::string_view format) {
    return scan_timestamp(text, format, false);
}

std::int32_t text_to_int(std::string_view text, std::string_view format) {
    const auto digits = scan_teradata(text, format).whole();
    std::int32_t number = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (parsed.ec != std::errc()) throw SqlError(state::kNumericValueOutOfRange, "integer out of range");
    return number;
}
std::int32_t plain_text_to_int(std::string_view text) { return text_to_int(text, ""); }

} // namespace

Overloads format_functions() {
    return {
        overload<timestamp_text>("to_char"),
        accepting(overload<timestamp_text>("to_char"), 0, Kind::Date),
        accepting(overload<timestamp_text>("to_char"), 0, Kind::TimestampTz), // the place of the zoned one
        overload<zoned_text>("rs_zoned_to_char"),
        overload<integer_text>("to_char"),
        overload<double_text>("to_char"),
        accepting(overload<numeric_text>("to_char"), 0, Kind::Numeric),
        overload<text_to_int>("text_to_int_alt"),
        overload<plain_text_to_int>("text_to_int_alt"),
        overload<to_date>("to_date"),
        overload<to_date_lenient>("to_date"),
        overload<to_timestamp>("rs_to_timestamp"),
        overload<to_timestamp_lenient>("rs_to_timestamp"),
    };
}

} // namespace redstart::catalog
