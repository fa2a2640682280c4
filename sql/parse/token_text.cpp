#include "sql/parse/token_text.hpp"

#include "protocol/client_text.hpp"
#include "protocol/sqlstate.hpp"
#include "protocol/utf8.hpp"

#include <charconv>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::continues_character;
using protocol::SqlError;

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = folded(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// Reads up to `most` digits of `base` at `at`; `at` ends behind them.
unsigned digits(std::string_view text, std::size_t& at, int most, int base) {
    unsigned value = 0;
    for (; most > 0 && at < text.size(); --most, ++at) {
        const int digit = hex_digit(text[at]);
        if (digit < 0 || digit >= base) break;
        value = value * static_cast<unsigned>(base) + static_cast<unsigned>(digit);
    }
    return value;
}

// \uXXXX or \UXXXXXXXX; a pair of surrogates is one character.
void append_unicode(std::string& out, std::string_view text, std::size_t& at, int length) {
    auto one = [&](int width) {
        const auto start = at;
        const auto code = digits(text, at, width, 16);
        if (at - start != static_cast<std::size_t>(width))
            throw SqlError(state::kInvalidEscapeSequence, "invalid Unicode escape")
                .hint("Unicode escapes must be \\uXXXX or \\UXXXXXXXX.");
        return code;
    };
    auto code = one(length);
    if (code >= 0xD800 && code < 0xDC00 && text.substr(at, 2) == "\\u") {
        at += 2;
        const auto low = one(4);
        if (low < 0xDC00 || low > 0xDFFF)
            throw SqlError(state::kInvalidEscapeSequence, "invalid Unicode surrogate pair");
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
        throw SqlError(state::kInvalidEscapeSequence, "invalid Unicode escape value");
    protocol::append_utf8(out, code);
}

// The escape behind a backslash; `at` stands on the character after it.
void append_escape(std::string& out, std::string_view text, std::size_t& at) {
    const char c = text[at++];
    switch (c) {
    case 'b': out += '\b'; return;
    case 'f': out += '\f'; return;
    case 'n': out += '\n'; return;
    case 'r': out += '\r'; return;
    case 't': out += '\t'; return;
    case 'u': return append_unicode(out, text, at, 4);
    case 'U': return append_unicode(out, text, at, 8);
    default: break;
    }
    const bool octal = c >= '0' && c <= '7';
    if (octal || (c == 'x' && at < text.size() && hex_digit(text[at]) >= 0)) {
        if (octal) --at;
        const auto value = octal ? digits(text, at, 3, 8) : digits(text, at, 2, 16);
        if ((value & 0xFF) == 0)
            throw SqlError(state::kCharacterNotInRepertoire, "invalid byte sequence for encoding \"UTF8\": 0x00");
        out += static_cast<char>(value);
        return;
    }
    out += c;
}

std::string dollar_value(std::string_view text) {
    const auto tag = text.find('$', 1) + 1;
    return std::string(text.substr(tag, text.size() - 2 * tag));
}

} // namespace

std::string lower_case(std::string_view text) {
    std::string out(text);
    for (auto& c : out) c = folded(c);
    return out;
}

std::string upper_case(std::string_view text) {
    std::string out(text);
    for (auto& c : out) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return out;
}

bool spelled(const Token& token, std::string_view lower_case_word) {
    return token.kind == TokenKind::Identifier && token.text.size() == lower_case_word.size() &&
           lower_case(token.text) == lower_case_word;
}

std::string identifier_value(const Token& token, bool case_sensitive) {
    std::string name;
    if (token.kind == TokenKind::QuotedIdentifier) {
        const auto inside = token.text.substr(1, token.text.size() - 2);
        name.reserve(inside.size());
        for (std::size_t i = 0; i < inside.size(); ++i) {
            name += case_sensitive ? inside[i] : folded(inside[i]);
            if (inside[i] == '"') ++i;
        }
    } else {
        name = lower_case(token.text);
    }
    if (name.size() > kMaxNameBytes) {
        auto length = kMaxNameBytes;
        while (length > 0 && protocol::continues_character(name[length])) --length;
        name.resize(length);
    }
    return name;
}

std::string quoted_identifier(std::string_view name) {
    std::string out = "\"";
    for (const char c : name) {
        out += c;
        if (c == '"') out += c;
    }
    return out += '"';
}

std::string string_value(const Token& token, bool backslash_escapes) {
    if (token.kind == TokenKind::DollarString) return dollar_value(token.text);
    const bool escapes = token.kind == TokenKind::EscapeString || backslash_escapes;
    const auto text = token.text;
    std::string out;
    out.reserve(text.size());
    bool decoded_bytes = false;
    bool inside = false;
    for (std::size_t i = text.front() == '\'' ? 0 : 1; i < text.size();) {
        const char c = text[i++];
        if (!inside) {
            // Between the parts of a continued literal: white space and comments, in which quotes mean nothing.
            if (c == '-')
                while (i < text.size() && text[i] != '\n' && text[i] != '\r') ++i;
            else if (c == '\'')
                inside = true;
        } else if (c == '\'') {
            if (i < text.size() && text[i] == '\'')
                out += text[i++];
            else
                inside = false;
        } else if (c == '\\' && escapes) {
            append_escape(out, text, i);
            decoded_bytes |= !out.empty() && (out.back() & 0x80) != 0;
        } else
            out += c;
    }
    if (decoded_bytes && protocol::find_invalid_utf8(out) != std::string::npos)
        throw SqlError(state::kCharacterNotInRepertoire, "invalid byte sequence for encoding \"UTF8\"");
    return out;
}

std::string quoted_string(std::string_view value) {
    std::string out = "'";
    for (const char c : value) {
        out += c;
        if (c == '\'') out += c;
    }
    return out += '\'';
}

bool is_string(const Token& token) {
    return token.kind == TokenKind::String || token.kind == TokenKind::EscapeString ||
           token.kind == TokenKind::DollarString;
}

std::optional<std::int32_t> int4_value(const Token& token) {
    std::int32_t value = 0;
    const auto* end = token.text.data() + token.text.size();
    const auto result = std::from_chars(token.text.data(), end, value);
    if (token.kind != TokenKind::Integer || result.ec != std::errc() || result.ptr != end) return std::nullopt;
    return value;
}

int character_position(std::string_view source, std::size_t offset) {
    int position = 1;
    for (std::size_t i = 0; i < offset && i < source.size(); ++i)
        position += protocol::continues_character(source[i]) ? 0 : 1;
    return position;
}

SqlError syntax_error(std::string_view source, const Token& token) {
    if (token.kind == TokenKind::End)
        return SqlError(state::kSyntaxError, "syntax error at end of input")
            .position(character_position(source, token.offset));
    return lexical_error("syntax error", source, token.offset, token.end());
}

SqlError lexical_error(std::string what, std::string_view source, std::size_t start, std::size_t end) {
    return SqlError(state::kSyntaxError, fmt::format("{} at or near \"{}\"", what, source.substr(start, end - start)))
        .position(character_position(source, start));
}

} // namespace redstart::sql
