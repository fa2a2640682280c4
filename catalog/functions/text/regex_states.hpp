// How large a regular expression becomes when it is compiled, told from its text. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace redstart::catalog {

// Compiling so many states takes about a third of a second, in which no cancel is heard.
inline constexpr std::size_t kMaxRegexStates = 10'000;

// How many states a regular expression has at most when it is compiled, about.
std::size_t regex_states(std::string_view pattern);

// Throws SqlError 2201B for a pattern of more than kMaxRegexStates states (PostgreSQL's error, whose limit is higher).
void check_pattern(std::string_view pattern);

} // namespace redstart::catalog
