// PostgreSQL's text form of arrays, `{a,"b c",NULL}`. Pure functions; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

// An element that is not NULL, quoted where array_out would (array_out, arrayfuncs.c).
void append_array_element(std::string& out, std::string_view element);

using ArrayElements = std::vector<std::optional<std::string>>; // nullopt is NULL

// The elements of an array of one dimension (array_in); nullopt for any other text.
std::optional<ArrayElements> array_elements(std::string_view text);

} // namespace redstart::sql
