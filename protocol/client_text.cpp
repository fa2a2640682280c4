#include "protocol/client_text.hpp"

#include "protocol/error.hpp"
#include "protocol/hashing.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <string>

namespace redstart::sql {
namespace {

// What the first byte of a character says its length is; 1 for one that cannot be first.
std::size_t announced_length(unsigned char first) {
    if (first >= 0xF0 && first < 0xF8) return 4;
    if (first >= 0xE0 && first < 0xF0) return 3;
    return first >= 0xC0 && first < 0xE0 ? 2 : 1;
}

bool in(unsigned char byte, unsigned char low, unsigned char high) { return byte >= low && byte <= high; }

// The length of the character in front of `text`; 0 when it is none (RFC 3629: no surrogates, no longer forms).
std::size_t character_length(std::string_view text) {
    const auto byte = [text](std::size_t index) { return static_cast<unsigned char>(text[index]); };
    const auto first = byte(0);
    if (first < 0x80) return first == 0 ? 0 : 1;
    const auto length = announced_length(first);
    if (length == 1 || first < 0xC2 || first > 0xF4 || length > text.size()) return 0;
    for (std::size_t index = 1; index < length; ++index)
        if (!in(byte(index), 0x80, 0xBF)) return 0;
    const bool fits = first == 0xE0   ? byte(1) >= 0xA0
                      : first == 0xED ? byte(1) <= 0x9F
                      : first == 0xF0 ? byte(1) >= 0x90
                      : first == 0xF4 ? byte(1) <= 0x8F
                                      : true;
    return fits ? length : 0;
}

} // namespace

void check_client_text(std::string_view text) {
    while (!text.empty()) {
        if (const auto length = character_length(text); length > 0) {
            text.remove_prefix(length);
            continue;
        }
        std::string message = "invalid byte sequence for encoding \"UTF8\":";
        const auto shown = std::min(announced_length(static_cast<unsigned char>(text[0])), text.size());
        for (std::size_t index = 0; index < shown; ++index) message += " 0x" + protocol::to_hex(text.substr(index, 1));
        throw protocol::SqlError(protocol::sqlstate::kCharacterNotInRepertoire, message);
    }
}

} // namespace redstart::sql
