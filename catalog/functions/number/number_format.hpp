// The numeric format strings of TO_CHAR and TO_NUMBER.
// Source: Redshift, "Numeric format strings"; PostgreSQL, "Data Type Formatting Functions". Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

namespace redstart::catalog {

// `number` is written as digits ("-12.50"); what is behind the format's last digit is rounded half away from zero.
// A number with too many digits for the format prints as # signs. Throws SqlError 42601 for a format that makes no
// sense.
std::string print_number(std::string_view number, std::string_view format);

// The digits of `text` that the format's positions stand for, as "-12454.8". Throws SqlError 22P02 for no number.
std::string scan_number(std::string_view text, std::string_view format);

} // namespace redstart::catalog
