#include "tests/wire/answer_text.hpp"

#include "protocol/hashing.hpp"
#include "protocol/printer.hpp"
#include "protocol/wire_reader.hpp"

#include <map>

namespace redstart::wire {
namespace {

using protocol::WireReader;

std::string row_description(WireReader body) {
    std::string line = "RowDescription";
    for (auto count = body.u16(); count > 0; --count) {
        line += " \"" + std::string(body.text()) + "\":";
        const auto table = body.u32();
        const auto attribute = body.i16();
        line += std::to_string(body.u32());
        body.i16(); // the size follows from the type
        if (const auto modifier = body.i32(); modifier != -1) line += "(" + std::to_string(modifier) + ")";
        if (body.i16() == 1) line += "/binary";
        if (table != 0) line += "@" + std::to_string(attribute);
    }
    return line;
}

std::string report(std::string_view name, WireReader body) {
    std::map<char, std::string> fields;
    for (char code = static_cast<char>(body.u8()); code != '\0'; code = static_cast<char>(body.u8()))
        fields[code] = body.text();
    std::string line(name);
    line += " " + fields['S'] + " " + fields['C'] + " \"" + fields['M'] + "\"";
    if (!fields['P'].empty()) line += " at " + fields['P'];
    return line;
}

// Every byte that begins a character is followed by as many others as it says.
bool is_utf8(std::string_view text) {
    std::size_t expected = 0;
    for (const char byte : text) {
        const bool continues = (byte & 0xC0) == 0x80;
        if (continues != (expected > 0)) return false;
        if (continues)
            --expected;
        else if ((byte & 0x80) != 0)
            expected = (byte & 0xE0) == 0xC0 ? 1 : (byte & 0xF0) == 0xE0 ? 2 : (byte & 0xF8) == 0xF0 ? 3 : text.size();
    }
    return expected == 0;
}

// Copied data and binary values may be no text at all.
std::string ascii(std::string_view line) {
    std::string text;
    for (const char byte : line) {
        if (static_cast<unsigned char>(byte) < 0x80)
            text += byte;
        else
            (text += "\\x") += protocol::to_hex({&byte, 1});
    }
    return text;
}

} // namespace

std::string answer_text(char tag, std::string_view body) {
    switch (tag) {
    case 'd': return ascii(protocol::print_backend(tag, body));
    case 'D': {
        auto line = protocol::print_backend(tag, body);
        return is_utf8(line) ? line : ascii(line);
    }
    case 'T': return row_description(WireReader(body));
    case 'E': return report("ErrorResponse", WireReader(body));
    case 'N': return report("NoticeResponse", WireReader(body));
    case 'S':
        return "ParameterStatus " + std::string(WireReader(body).text()) + "=" +
               std::string(body.substr(body.find('\0') + 1, body.size() - body.find('\0') - 2));
    case 'K': return "BackendKeyData";
    default: return protocol::print_backend(tag, body);
    }
}

} // namespace redstart::wire
