#include "catalog/functions/text/case_mapping.hpp"

#include <array>
#include <cstdint>

namespace redstart::catalog {

namespace {

// Capital letters first..last and the distance to their small letters; step 2 when both alternate.
struct Range {
    char32_t first;
    char32_t last;
    std::int32_t distance;
    std::int32_t step;
};

constexpr auto kRanges = std::to_array<Range>({
    {U'A', U'Z', 32, 1},     {0x00C0, 0x00D6, 32, 1}, // Latin-1
    {0x00D8, 0x00DE, 32, 1}, {0x0100, 0x012E, 1, 2},  // Latin Extended-A
    {0x0132, 0x0136, 1, 2},  {0x0139, 0x0147, 1, 2},  {0x014A, 0x0176, 1, 2},  {0x0178, 0x0178, -121, 1},
    {0x0179, 0x017D, 1, 2},  {0x0386, 0x0386, 38, 1}, // Greek
    {0x0388, 0x038A, 37, 1}, {0x038C, 0x038C, 64, 1}, {0x038E, 0x038F, 63, 1}, {0x0391, 0x03A1, 32, 1},
    {0x03A3, 0x03AB, 32, 1}, {0x0400, 0x040F, 80, 1}, // Cyrillic
    {0x0410, 0x042F, 32, 1}, {0x0460, 0x0480, 1, 2},  {0x048A, 0x04BE, 1, 2},  {0x04D0, 0x052E, 1, 2},
});

char32_t decode(std::string_view character) {
    const auto lead = static_cast<unsigned char>(character[0]);
    if (character.size() == 1) return lead;
    char32_t code = lead & (0xFFU >> (character.size() + 1));
    for (const char c : character.substr(1)) code = (code << 6) | (static_cast<unsigned char>(c) & 0x3FU);
    return code;
}

// Codes of the ranges above only: one or two bytes.
std::string encode(char32_t code) {
    if (code < 0x80) return std::string(1, static_cast<char>(code));
    return {static_cast<char>(0xC0 | (code >> 6)), static_cast<char>(0x80 | (code & 0x3F))};
}

bool within(char32_t code, char32_t first, char32_t last, std::int32_t step) {
    return code >= first && code <= last && (code - first) % static_cast<char32_t>(step) == 0;
}

} // namespace

std::string upper_case(std::string_view character) {
    const auto code = decode(character);
    for (const auto& range : kRanges) {
        const auto first = static_cast<char32_t>(static_cast<std::int32_t>(range.first) + range.distance);
        const auto last = static_cast<char32_t>(static_cast<std::int32_t>(range.last) + range.distance);
        if (within(code, first, last, range.step))
            return encode(static_cast<char32_t>(static_cast<std::int32_t>(code) - range.distance));
    }
    return std::string(character);
}

std::string lower_case(std::string_view character) {
    const auto code = decode(character);
    for (const auto& range : kRanges)
        if (within(code, range.first, range.last, range.step))
            return encode(static_cast<char32_t>(static_cast<std::int32_t>(code) + range.distance));
    return std::string(character);
}

bool is_alphanumeric(std::string_view character) {
    const auto code = decode(character);
    if (code < 0x80)
        return (code >= U'0' && code <= U'9') || (code >= U'a' && code <= U'z') || (code >= U'A' && code <= U'Z');
    const bool latin_sign = code < 0xC0 && code != 0xAA && code != 0xB5 && code != 0xBA;
    const bool punctuation = (code >= 0x2000 && code <= 0x206F) || (code >= 0x3000 && code <= 0x3004);
    return !latin_sign && !punctuation && code != 0xD7 && code != 0xF7;
}

} // namespace redstart::catalog
