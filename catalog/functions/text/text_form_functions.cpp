#include "catalog/functions/kit/overload.hpp"
#include "catalog/functions/text/case_mapping.hpp"
#include "protocol/error.hpp"
#include "protocol/hashing.hpp"
#include "protocol/sqlstate.hpp"
#include "protocol/utf8.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/core.h>
#include <openssl/evp.h>

namespace redstart::catalog {

namespace {

using protocol::SqlError;
namespace state = protocol::sqlstate;

// Every letter that follows something that is neither letter nor digit is a capital, every other one is not.
std::string initcap(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    bool inside = false;
    for (std::size_t offset = 0; offset < text.size();) {
        const auto size = protocol::character_size(text, offset);
        const auto character = text.substr(offset, size);
        result += inside ? lower_case(character) : upper_case(character);
        inside = is_alphanumeric(character);
        offset += size;
    }
    return result;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char capital(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// American Soundex: the digits of letters by sound; '0' for vowels, '-' for H and W, which separate nothing.
std::string soundex(std::string_view text) {
    constexpr std::string_view kDigits = "01230120022455012623010202";
    std::string result;
    char last = '0';
    for (const char c : text) {
        if (!is_letter(c)) continue;
        const char letter = capital(c);
        const char digit = kDigits[static_cast<std::size_t>(letter - 'A')];
        const bool silent = letter == 'H' || letter == 'W';
        if (result.empty())
            result += letter;
        else if (digit != '0' && digit != last)
            result += digit;
        if (!silent || result.size() == 1) last = digit;
        if (result.size() == 4) break;
    }
    if (!result.empty()) result.resize(4, '0');
    return result;
}

// How many of the four places of the Soundex values agree.
std::int32_t difference(std::string_view left, std::string_view right) {
    const auto first = soundex(left);
    const auto second = soundex(right);
    if (first.empty() || second.empty()) return first.empty() && second.empty() ? 4 : 0;
    std::int32_t same = 0;
    for (std::size_t i = 0; i < first.size(); ++i) same += first[i] == second[i] ? 1 : 0;
    return same;
}

constexpr auto kCrc32c = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
        auto value = byte;
        for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? 0x82F63B78U : 0U);
        table[byte] = value;
    }
    return table;
}();

std::string crc32(std::string_view text) {
    std::uint32_t value = 0xFFFFFFFFU;
    for (const char c : text) value = (value >> 8) ^ kCrc32c[(value ^ static_cast<unsigned char>(c)) & 0xFFU];
    value = ~value;
    std::string raw;
    for (int shift = 24; shift >= 0; shift -= 8) raw += static_cast<char>((value >> shift) & 0xFFU);
    return protocol::to_hex(raw);
}

std::string digest(std::string_view text, const EVP_MD* algorithm) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> raw{};
    unsigned int size = 0;
    if (EVP_Digest(text.data(), text.size(), raw.data(), &size, algorithm, nullptr) != 1)
        throw SqlError(state::kInternalError, "the hash could not be computed");
    return protocol::to_hex({reinterpret_cast<const char*>(raw.data()), size});
}

// The character of a code point (PostgreSQL, chr).
std::string chr(std::int32_t code) {
    if (code == 0) throw SqlError(state::kProgramLimitExceeded, "null character not permitted");
    if (code < 0 || code > 0x10FFFF)
        throw SqlError(state::kProgramLimitExceeded,
                       fmt::format("requested character too large for encoding: {}", code));
    if (code >= 0xD800 && code <= 0xDFFF)
        throw SqlError(state::kProgramLimitExceeded,
                       fmt::format("requested character not valid for encoding: {}", code));
    std::string character;
    protocol::append_utf8(character, static_cast<std::uint32_t>(code));
    return character;
}

std::string sha1(std::string_view text) { return digest(text, EVP_sha1()); }

// 0 stands for 256; other lengths give an empty string.
std::string sha2(std::string_view text, std::int32_t bits) {
    switch (bits) {
    case 0:
    case 256: return digest(text, EVP_sha256());
    case 224: return digest(text, EVP_sha224());
    case 384: return digest(text, EVP_sha384());
    case 512: return digest(text, EVP_sha512());
    default: return {};
    }
}

// White space may stand in front; an empty text is 0 (r_STRTOL).
std::int64_t strtol(std::string_view text, std::int32_t base) {
    if (base < 2 || base > 36) throw SqlError(state::kInvalidParameterValue, "base must be between 2 and 36");
    auto digits = text;
    digits.remove_prefix(std::min(digits.find_first_not_of(" \t\n\v\f\r"), digits.size()));
    if (digits.empty()) return 0;
    const bool negative = digits.starts_with('-');
    if (negative || digits.starts_with('+')) digits.remove_prefix(1);
    if (base == 16 && (digits.starts_with("0x") || digits.starts_with("0X"))) digits.remove_prefix(2);
    std::int64_t value = 0;
    const std::string number = (negative ? "-" : "") + std::string(digits);
    const auto parsed = std::from_chars(number.data(), number.data() + number.size(), value, base);
    if (parsed.ec == std::errc::result_out_of_range)
        throw SqlError(state::kNumericValueOutOfRange, "bigint out of range");
    if (parsed.ec != std::errc() || parsed.ptr != number.data() + number.size())
        throw SqlError(state::kInvalidTextRepresentation,
                       fmt::format("The input {} is not valid to be converted to base {}", text, base));
    return value;
}

} // namespace

Overloads text_form_functions() {
    return {
        overload<initcap>("initcap"), overload<soundex>("soundex"), overload<difference>("difference"),
        overload<crc32>("crc32"),     overload<sha1>("func_sha1"),  overload<sha1>("sha"),
        overload<sha2>("sha2"),       overload<strtol>("strtol"),   overload<chr>("chr"),
    };
}

} // namespace redstart::catalog
