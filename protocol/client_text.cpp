#include "protocol/client_text.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "protocol/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace redstart::protocol {
namespace {

// Bytes of the character a lead byte announces; 0 for a byte that cannot lead.
std::size_t announced_size(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead < 0xC2) return 0;
    if (lead < 0xE0) return 2;
    if (lead < 0xF0) return 3;
    return lead < 0xF5 ? 4 : 0;
}

// Second bytes that would make an overlong form, a surrogate or a code point beyond the last.
bool second_byte_fits(unsigned char lead, unsigned char second) {
    switch (lead) {
    case 0xE0: return second >= 0xA0;
    case 0xED: return second < 0xA0;
    case 0xF0: return second >= 0x90;
    case 0xF4: return second < 0x90;
    default: return true;
    }
}

// Size of the valid character at the beginning of `text`, 0 when there is none.
std::size_t character_at(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text[0]);
    const auto size = lead == 0 ? 0 : announced_size(lead);
    if (size == 0 || size > text.size()) return 0;
    for (std::size_t index = 1; index < size; ++index)
        if (!continues_character(text[index])) return 0;
    return size == 1 || second_byte_fits(lead, static_cast<unsigned char>(text[1])) ? size : 0;
}

// True when eight bytes are plain ASCII without a NUL.
bool plain_block(const char* bytes) {
    constexpr std::uint64_t kHigh = 0x8080808080808080U;
    constexpr std::uint64_t kOnes = 0x0101010101010101U;
    std::uint64_t block = 0;
    std::memcpy(&block, bytes, sizeof block);
    return ((block | (block - kOnes)) & kHigh) == 0;
}

} // namespace

std::size_t find_invalid_utf8(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        if (text.size() - at >= 8 && plain_block(text.data() + at)) {
            at += 8;
            continue;
        }
        const auto size = character_at(text.substr(at));
        if (size == 0) return at;
        at += size;
    }
    return std::string_view::npos;
}

std::string invalid_utf8_message(std::string_view text) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string message = "invalid byte sequence for encoding \"UTF8\":";
    const auto lead = static_cast<unsigned char>(text[0]);
    // PostgreSQL shows as many bytes as the lead byte announces, valid ones or not.
    const std::size_t announced = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF8 ? 4 : 1;
    for (const char raw : text.substr(0, announced)) {
        const auto byte = static_cast<unsigned char>(raw);
        message += std::string(" 0x") + kDigits[byte >> 4] + kDigits[byte & 0xF];
    }
    return message;
}

void check_client_text(std::string_view text) {
    if (const auto invalid = find_invalid_utf8(text); invalid != std::string_view::npos)
        throw SqlError(sqlstate::kCharacterNotInRepertoire, invalid_utf8_message(text.substr(invalid)));
}

std::string cut_text(std::string text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
    text.resize(bytes);
    text.shrink_to_fit();
    return text;
}

} // namespace redstart::protocol
