// Conditions and expressions in the engine's plans, told in a client's words for EXPLAIN: `~~` for the engine's
// functions behind LIKE, no name of a function that no client can call, no column by its position.
// Pure functions over text; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

// An expression, as far as it can be told. What is quoted stays as it is.
std::string explained(std::string_view expression);

// One condition of a join. `left` and `right` name the columns of its inputs by their positions, as far as they are
// known. Empty: there is no telling it.
std::string explained_condition(std::string_view condition, const std::vector<std::string>& left,
                                const std::vector<std::string>& right);

// A column by its position, `#3`, with what stands behind it: the name that the input has for it. Empty: it has none.
std::string explained_position(std::string_view text, const std::vector<std::string>& input);

} // namespace redstart::sql
