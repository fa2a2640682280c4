#include "catalog/functions/date/calendar.hpp"
#include "catalog/functions/date/datetime_format.hpp"
#include "catalog/functions/kit/overload.hpp"
#include "catalog/functions/number/number_format.hpp"
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

// The engine has turned the value into local time, and the zone is no longer known.
std::string local_timestamp_text(Timestamp value, std::string_view format) {
    for (const auto& token : parse_date_format(format))
        if (token.field == DateField::ZoneName || token.field == DateField::ZoneOffset)
            throw SqlError(state::kFeatureNotSupported, "the formats TZ and OF are not supported");
    return print_timestamp(value, format);
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

} // namespace

Overloads format_functions() {
    return {
        overload<timestamp_text>("to_char"),
        accepting(overload<timestamp_text>("to_char"), 0, Kind::Date),
        accepting(overload<local_timestamp_text>("to_char"), 0, Kind::TimestampTz),
        overload<integer_text>("to_char"),
        overload<double_text>("to_char"),
        accepting(overload<numeric_text>("to_char"), 0, Kind::Numeric),
        overload<to_date>("to_date"),
        overload<to_date_lenient>("to_date"),
        overload<to_timestamp>("rs_to_timestamp"),
        overload<to_timestamp_lenient>("rs_to_timestamp"),
    };
}

} // namespace redstart::catalog
