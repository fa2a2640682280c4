// The check that text from a client is valid UTF-8 without NUL, and the error when it is not. Pure functions; any
// thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace redstart::protocol {

// The offset of the first byte that is not part of valid UTF-8, or npos; a NUL is not valid in any text.
std::size_t find_invalid_utf8(std::string_view text);
// PostgreSQL's `invalid byte sequence for encoding "UTF8": 0xe9 0x20`, for text that begins with such bytes.
std::string invalid_utf8_message(std::string_view text);

// Throws SqlError 22021, which names the bytes, when `text` is not UTF-8 or holds a NUL.
void check_client_text(std::string_view text);

// At most `bytes` of `text`, whole characters only.
std::string cut_text(std::string text, std::size_t bytes);

} // namespace redstart::protocol
