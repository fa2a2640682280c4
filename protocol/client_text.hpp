// Whether what a client sent as text is text. Pure functions; any thread.
#pragma once

#include <string_view>

namespace redstart::sql {

// Throws SqlError 22021, which names the bytes, when `text` is not UTF-8 or holds a NUL.
void check_client_text(std::string_view text);

} // namespace redstart::sql
