#include "tests/wire/message_text.hpp"

#include "protocol/hashing.hpp"
#include "protocol/wire_writer.hpp"

#include <map>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace redstart::wire {
namespace {

using protocol::WireWriter;

class Line {
public:
    explicit Line(std::string_view text) : rest_(text) {}

    bool at_end() {
        skip_blanks();
        return rest_.empty();
    }
    bool at_string() {
        skip_blanks();
        return rest_.starts_with('"');
    }

    // Letters, digits and signs up to a blank, a comma or an equals sign.
    std::string word() {
        skip_blanks();
        const auto end = std::min(rest_.find_first_of(" ,=\""), rest_.size());
        if (end == 0) throw std::runtime_error("a word is missing");
        std::string taken(rest_.substr(0, end));
        rest_.remove_prefix(end);
        return taken;
    }

    // "text" with \", \\, \n, \t and \x0f.
    std::string string() {
        if (!at_string()) throw std::runtime_error("a string is missing");
        rest_.remove_prefix(1);
        std::string taken;
        while (!rest_.starts_with('"')) {
            if (rest_.empty()) throw std::runtime_error("a string does not end");
            taken += rest_.front() == '\\' ? escape() : std::string(1, plain());
        }
        rest_.remove_prefix(1);
        return taken;
    }

    bool accept(std::string_view text) {
        if (!rest_.starts_with(text)) return false;
        rest_.remove_prefix(text.size());
        return true;
    }
    // Like accept(), after blanks.
    bool accept_word(std::string_view text) {
        skip_blanks();
        return accept(text);
    }

    std::vector<std::int64_t> numbers() {
        std::vector<std::int64_t> list;
        do list.push_back(std::stoll(word()));
        while (accept(","));
        return list;
    }

private:
    void skip_blanks() {
        while (rest_.starts_with(' ')) rest_.remove_prefix(1);
    }
    char plain() {
        const char taken = rest_.front();
        rest_.remove_prefix(1);
        return taken;
    }
    std::string escape() {
        rest_.remove_prefix(1);
        const char code = plain();
        if (code == 'n') return "\n";
        if (code == 't') return "\t";
        if (code != 'x') return {code};
        const auto byte = protocol::from_hex(rest_.substr(0, 2));
        if (!byte) throw std::runtime_error("\\x needs two digits");
        rest_.remove_prefix(2);
        return *byte;
    }

    std::string_view rest_;
};

void formats(WireWriter& out, const std::vector<std::int64_t>& list) {
    out.i16(static_cast<std::uint16_t>(list.size()));
    for (const auto format : list) out.i16(static_cast<std::uint16_t>(format));
}

void query(Line& line, WireWriter& out) { out.text(line.string()); }

void parse(Line& line, WireWriter& out) {
    out.text(line.string());
    out.text(line.string());
    std::vector<std::int64_t> types;
    if (line.accept_word("types=")) types = line.numbers();
    out.i16(static_cast<std::uint16_t>(types.size()));
    for (const auto type : types) out.i32(static_cast<std::uint32_t>(type));
}

void bind(Line& line, WireWriter& out) {
    out.text(line.string());
    out.text(line.string());
    std::vector<std::int64_t> given, results;
    std::vector<std::optional<std::string>> values;
    if (line.accept_word("formats=")) given = line.numbers();
    if (line.accept_word("values=")) {
        do values.push_back(line.accept("NULL") ? std::nullopt : std::optional(line.string()));
        while (line.accept(","));
    }
    if (line.accept_word("results=")) results = line.numbers();
    formats(out, given);
    out.i16(static_cast<std::uint16_t>(values.size()));
    for (const auto& value : values) value ? out.field(*value) : out.null_field();
    formats(out, results);
}

void target(Line& line, WireWriter& out) {
    out.byte(line.word().front());
    out.text(line.string());
}

void execute(Line& line, WireWriter& out) {
    out.text(line.string());
    out.i32(line.at_end() ? 0 : static_cast<std::uint32_t>(std::stol(line.word())));
}

void nothing(Line&, WireWriter&) {}
void bytes(Line& line, WireWriter& out) { out.bytes(line.string()); }

struct Message {
    char tag;
    void (*body)(Line&, WireWriter&);
};

const std::map<std::string, Message, std::less<>> kMessages = {
    {"Query", {'Q', query}},        {"Parse", {'P', parse}},      {"Bind", {'B', bind}},
    {"Describe", {'D', target}},    {"Close", {'C', target}},     {"Execute", {'E', execute}},
    {"Sync", {'S', nothing}},       {"Flush", {'H', nothing}},    {"Terminate", {'X', nothing}},
    {"CopyData", {'d', bytes}},     {"CopyDone", {'c', nothing}}, {"CopyFail", {'f', query}},
    {"FunctionCall", {'F', bytes}}, {"Password", {'p', query}},
};

// Startup 3.0 "user"="admin" ...
std::string startup(Line& line) {
    WireWriter body;
    const auto version = line.word();
    const auto point = version.find('.');
    body.i16(static_cast<std::uint16_t>(std::stoi(version.substr(0, point))));
    body.i16(static_cast<std::uint16_t>(std::stoi(version.substr(point + 1))));
    while (!line.at_end()) {
        body.text(line.string());
        if (!line.accept("=")) throw std::runtime_error("an equals sign is missing");
        body.text(line.string());
    }
    body.byte('\0');
    WireWriter packet;
    packet.i32(static_cast<std::uint32_t>(body.size() + 4));
    packet.bytes(body.view());
    return std::string(packet.view());
}

} // namespace

std::string encode_message(const std::string& text) {
    Line line(text);
    const auto name = line.word();
    WireWriter out;
    if (name == "Startup") return startup(line);
    if (name == "Bytes") {
        out.bytes(line.string());
    } else if (name == "Frame") { // Frame Q "body", whatever the body is
        out.begin(line.word().front());
        out.bytes(line.string());
        out.end();
    } else {
        const auto known = kMessages.find(name);
        if (known == kMessages.end()) throw std::runtime_error("no such message: " + text);
        out.begin(known->second.tag);
        known->second.body(line, out);
        out.end();
    }
    if (!line.at_end()) throw std::runtime_error("more than the message has: " + text);
    return std::string(out.view());
}

} // namespace redstart::wire
