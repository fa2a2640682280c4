// A server's message as a line of a script. Pure.
#pragma once

#include <string>
#include <string_view>

namespace redstart::wire {

// protocol::print_backend, but for what servers rightly have their own of: RowDescription names a table by `@` and the
// number of the column, errors are severity, SQLSTATE, message, and `at` a position.
std::string answer_text(char tag, std::string_view body);

} // namespace redstart::wire
