// Time zones that are a fixed offset: abbreviations and POSIX offsets. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace redstart::catalog {

// Seconds east of UTC of an abbreviation in any case: "PST", "cest". PostgreSQL's default set; one that has stood for
// several offsets has the one of today. nullopt for any other text.
std::optional<std::int32_t> abbreviation_offset(std::string_view zone);

// The same also for the offsets of POSIX, "UTC+3", "GMT-5:30", "<+03>-3", "+03", where what is west of UTC is positive.
// A zone with daylight saving time is none: "EST5EDT".
std::optional<std::int32_t> fixed_offset(std::string_view zone);

} // namespace redstart::catalog
