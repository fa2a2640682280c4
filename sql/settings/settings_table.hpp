// The declared table of configuration parameters.
// Constants; any thread. Sources: Redshift developer guide, "Configuration reference"; PostgreSQL's run-time
// configuration for those that only clients of PostgreSQL set.
#pragma once

#include "sql/settings/time_zones.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

enum class ParameterKind : unsigned char {
    Bool,    // "on" or "off"
    Integer, // min..max, perhaps in a unit
    Number,  // min..max, perhaps with a fraction
    Enum,    // one of `choices`
    String,  // anything
    List,    // names, quoted where they have to be
    DateStyle,
    TimeZone,
    Encoding
};

enum class ParameterUse : unsigned char {
    Effective, // changes what the server does
    Ignored,   // can be set and shown, and changes nothing
    Fixed      // cannot be changed: 55P02
};

struct Parameter {
    std::string_view name; // as SHOW's column header spells it; found in any case
    std::string_view initial;
    ParameterKind kind = ParameterKind::String;
    ParameterUse use = ParameterUse::Ignored;
    std::string_view description = "";
    std::int64_t min = 0;
    std::int64_t max = 0;
    std::string_view unit = "";    // "ms", "s", "kB"; of an Integer
    std::string_view choices = ""; // words between spaces; of an Enum
};

// All parameters, sorted by name without regard to case.
std::span<const Parameter> parameters();

// nullptr when there is none of that name.
const Parameter* find_parameter(std::string_view name);

// The parameters sent as ParameterStatus, in the order a cluster sends them.
std::span<const std::string_view> reported_parameters();

// `values` as they are kept and shown. `current` is the value in effect, which a DateStyle of one word only changes in
// part. A TimeZone is one of `zones` or an offset. Throws SqlError 22023 with PostgreSQL's text when they do not fit;
// 0A000 for a style of output there is not.
std::string normalized(const Parameter& parameter, const std::vector<std::string>& values, std::string_view current,
                       const TimeZones& zones);

} // namespace redstart::sql
