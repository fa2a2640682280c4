// The search_path setting as a list of schema names. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

// Splits `"$user", public` into names, folded unless quoted, with "$user" replaced by the user's name.
std::vector<std::string> expand_search_path(std::string_view setting, std::string_view user_name);

} // namespace redstart::sql
