// One readable line per message, from its raw bytes: for the log and for wire scripts.
// Pure functions that never throw on any input; safe from any thread.
#pragma once

#include <string>
#include <string_view>

namespace redstart::protocol {

// For example: Query "select 1" / DataRow "1" NULL / ErrorResponse S="ERROR" C="42601" M="syntax error". Strings are in
// double quotes; quotes, backslashes and control characters appear as \", \\ and \x1b. A body
// that does not match its tag ends in MALFORMED; an unknown tag prints as Unknown.
// Passwords and other authentication data of a client are never shown, only counted.
std::string print_frontend(char tag, std::string_view body);
std::string print_backend(char tag, std::string_view body);
// A start-up packet's body (what follows its length field). The secret of a CancelRequest is not shown.
std::string print_startup(std::string_view body);

} // namespace redstart::protocol
