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

// Copied data may be no text at all.
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
