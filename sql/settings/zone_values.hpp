// time_zone(): what SET TIME ZONE is given, in each of its forms, as a zone the engine knows.
// A pure function; any thread.
#pragma once

#include "sql/settings/time_zones.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace redstart::sql {

// `text`: the name of a zone, an offset of ISO 8601 ("-8:00", east is positive), hours ("-8", "5.5"), a zone of POSIX
// ("PST8", west is positive), or an interval behind the word INTERVAL ("INTERVAL -8 hours"). Source: r_timezone_config.
// nullopt when it is none.
std::optional<std::string> time_zone(std::string_view text, const TimeZones& zones);

} // namespace redstart::sql
