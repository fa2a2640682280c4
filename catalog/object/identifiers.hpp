// Names as they are written in text: taken apart, and quoted where they need it. Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace redstart::catalog {

// "a.\"B c\"" into {"a", "B c"}; unquoted parts are folded to lower case. Throws SqlError 42602 for a bad name.
std::vector<std::string> split_name(std::string_view written);
// PostgreSQL's quote_ident.
std::string quote_identifier(std::string_view name);

} // namespace redstart::catalog
