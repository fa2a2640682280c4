// Which values of the start-up packet keep a client out. Pure functions; any thread.
#pragma once

#include "sql/settings/time_zones.hpp"

#include <string>
#include <utility>
#include <vector>

namespace redstart::sql {

// As PostgreSQL: FATAL 22023 for a number, a truth value, a TimeZone, a DateStyle or a client_encoding that is none,
// 55P02 for who the session's user is. Names that are no parameters, and values that are PostgreSQL's but not ours, are
// none of its business: drivers send them. No name of a zone is wrong while no zones are known.
void check_startup_settings(const std::vector<std::pair<std::string, std::string>>& settings, const TimeZones& zones);

} // namespace redstart::sql
