// The search_path setting as a list of schema names. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

// Splits `"$user", public` into names, folded unless quoted.
std::vector<std::string> split_search_path(std::string_view setting);

} // namespace redstart::sql
