// A client's message from its line in a script. Pure.
#pragma once

#include <string>

namespace redstart::wire {

// The bytes of, for example, `Query "select 1"` or `Bind "" "s" values="1",NULL results=1`; README.md lists all.
// Throws std::runtime_error for a line that is none.
std::string encode_message(const std::string& line);

} // namespace redstart::wire
