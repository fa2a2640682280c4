// LIKE: whether a text matches an SQL pattern, in time that grows with the product of their lengths at most.
// Pure functions, called by the engine's threads.
#pragma once

#include <string_view>

namespace redstart::catalog {

// % stands for any text, _ for one character; `escape` (none when empty) makes the character behind it stand for
// itself. Throws SqlError 22025 when nothing is behind it. Hears a cancel (CallInterrupt).
bool like_matches(std::string_view text, std::string_view pattern, std::string_view escape);

} // namespace redstart::catalog
