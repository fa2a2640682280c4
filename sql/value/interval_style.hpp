// IntervalStyle: how intervals are shown (PostgreSQL, "Interval Output"). Values and pure functions; any thread.
#pragma once

#include "protocol/value_types.hpp"

#include <string>
#include <string_view>

namespace redstart::sql {

enum class IntervalStyle : unsigned char { Postgres, Verbose, Standard, Iso8601 };

IntervalStyle parse_interval_style(std::string_view setting);

std::string styled(const protocol::Interval& value, IntervalStyle style);

} // namespace redstart::sql
