// Names of functions that only the dialect, the resolver and the rules over plans write, as the client knows them: no
// text that reaches a client may have one. Pure functions over text, any thread; no engine header needed.
#pragma once

#include <string>
#include <string_view>

namespace redstart::sql {

// What the client wrote for it: "~" for "rs_regex_match", "upper" for "rs_upper"; any other name is its own.
std::string_view client_name(std::string_view name);

// A text with each such name in it exchanged; what is quoted stays as it is.
std::string in_client_names(std::string_view text);

} // namespace redstart::sql
