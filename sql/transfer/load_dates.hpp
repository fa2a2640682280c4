// Dates and times of COPY's DATEFORMAT and TIMEFORMAT, to ISO text. Pure functions; any thread.
// Source: Redshift developer guide, "DATEFORMAT and TIMEFORMAT strings".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace redstart::sql {

// The first ten characters are a date such as 2008-01-31, as far as digits and hyphens tell.
bool begins_with_iso_date(std::string_view text);

// nullopt: the text is not of the pattern. `HH` without AM or PM counts to 24; seconds may have a fraction.
std::optional<std::string> date_by_pattern(std::string_view text, const std::string& pattern);
std::optional<std::string> timestamp_by_pattern(std::string_view text, const std::string& pattern);

// A number of seconds, or milliseconds, since 1970.
std::optional<std::string> timestamp_by_epoch(std::string_view text, bool milliseconds);

} // namespace redstart::sql
