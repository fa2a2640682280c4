// Counting and cutting UTF-8 text by characters; the text is valid UTF-8, as everything the engine holds.
// Pure functions, any thread.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace redstart::protocol {

constexpr bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// Eight bytes at a time: a byte continues a character when its first bit is set and its second is not.
inline std::size_t character_count(std::string_view text) {
    std::size_t count = 0;
    std::uint64_t word = 0;
    for (; text.size() >= sizeof word; text.remove_prefix(sizeof word)) {
        std::memcpy(&word, text.data(), sizeof word);
        count += static_cast<std::size_t>(std::popcount((~word >> 7 | word >> 6) & 0x0101010101010101ULL));
    }
    for (const char byte : text) count += continues_character(byte) ? 0 : 1;
    return count;
}

// Appends the encoding of a code point up to 0x10FFFF.
inline void append_utf8(std::string& out, std::uint32_t code) {
    const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80 | ((code >> shift) & 0x3F)); };
    if (code < 0x80) {
        out += static_cast<char>(code);
        return;
    }
    if (code < 0x800) {
        out += static_cast<char>(0xC0 | (code >> 6));
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0 | (code >> 12));
        tail(6);
    } else {
        out += static_cast<char>(0xF0 | (code >> 18));
        tail(12);
        tail(6);
    }
    tail(0);
}

// Byte offset of character number `index` (from 0); text.size() when there are no more.
constexpr std::size_t byte_offset(std::string_view text, std::size_t index) {
    std::size_t offset = 0;
    for (; offset < text.size(); ++offset)
        if (!continues_character(text[offset]) && index-- == 0) return offset;
    return text.size();
}

// Bytes of the character at `offset`.
constexpr std::size_t character_size(std::string_view text, std::size_t offset) {
    std::size_t end = offset + 1;
    while (end < text.size() && continues_character(text[end])) ++end;
    return end - offset;
}

// Bytes of the longest prefix of at most `limit` bytes that cuts no character.
constexpr std::size_t fitting_bytes(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) return text.size();
    while (limit > 0 && continues_character(text[limit])) --limit;
    return limit;
}

constexpr std::string_view without_trailing_blanks(std::string_view text) {
    const auto last = text.find_last_not_of(' ');
    return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

} // namespace redstart::protocol
