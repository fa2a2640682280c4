// PostgreSQL's text form of arrays, `{a,"b c",NULL}`, read. Pure function; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

using ArrayElements = std::vector<std::optional<std::string>>; // nullopt is NULL

// The elements of an array of one dimension (array_in, arrayfuncs.c); nullopt for any other text.
std::optional<ArrayElements> array_elements(std::string_view text);

} // namespace redstart::sql
