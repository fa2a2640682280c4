#include "protocol/printer.hpp"

#include "protocol/hashing.hpp"
#include "protocol/line_builder.hpp"
#include "protocol/startup.hpp"

namespace redstart::protocol {

namespace detail {

void LineBuilder::quote(std::string_view text) {
    line_ += '"';
    for (const char byte : text) {
        if (byte == '"' || byte == '\\')
            (line_ += '\\') += byte;
        else if (static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F)
            (line_ += "\\x") += to_hex({&byte, 1});
        else
            line_ += byte;
    }
    line_ += '"';
}

} // namespace detail

namespace {

using detail::LineBuilder;

// How the body of a message is shown.
using Body = void (*)(LineBuilder&);
struct MessageName {
    char tag;
    std::string_view name;
    Body body;
};

void no_body(LineBuilder&) {}
void one_text(LineBuilder& line) { line.text(); }
void rest(LineBuilder& line) { line.string({}, line.reader().rest()); }
void hidden(LineBuilder& line) { line.number("bytes", static_cast<std::int64_t>(line.reader().rest().size())); }

void parse(LineBuilder& line) {
    line.text("name");
    line.text("sql");
    line.list("types", 4);
}

void bind(LineBuilder& line) {
    line.text("portal");
    line.text("statement");
    line.list("formats", 2);
    line.word("values");
    for (auto count = line.reader().count(4); count > 0 && line.reader().ok(); --count) line.value();
    line.list("results", 2);
}

// A target of Describe or Close: 'S' or 'P' and a name.
void target(LineBuilder& line) {
    const auto kind = static_cast<char>(line.reader().u8());
    line.text(kind == 'S' ? "statement" : kind == 'P' ? "portal" : "target?");
}

void execute(LineBuilder& line) {
    line.text("portal");
    line.number("max_rows", line.reader().i32());
}

void authentication(LineBuilder& line) {
    const auto code = line.reader().i32();
    switch (code) {
    case 0: return line.word("Ok");
    case 3: return line.word("CleartextPassword");
    case 5: return line.string("MD5Password salt", to_hex(line.reader().bytes(4)));
    case 10:
        line.word("SASL");
        while (line.reader().ok() && line.reader().left() > 1) line.text();
        if (line.reader().u8() != 0) line.reader().fail("no terminator");
        return;
    case 11: return line.string("SASLContinue", line.reader().rest());
    case 12: return line.string("SASLFinal", line.reader().rest());
    default: line.number("code", code); hidden(line);
    }
}

void key_data(LineBuilder& line) {
    line.number("pid", line.reader().i32());
    line.reader().i32(); // the secret, which lets anyone cancel, is not shown
}

void parameter_status(LineBuilder& line) {
    line.text("name");
    line.text("value");
}

// A one-letter code, or a question mark where there should have been one.
char letter(LineBuilder& line) {
    const auto code = static_cast<char>(line.reader().u8());
    return (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z') || code == '\0' ? code : '?';
}

void ready(LineBuilder& line) {
    const char status = letter(line);
    line.word(status == '\0' ? "?" : std::string_view(&status, 1));
}

void row_description(LineBuilder& line) {
    constexpr std::size_t kSmallestColumn = 19;
    for (auto count = line.reader().count(kSmallestColumn); count > 0 && line.reader().ok(); --count) {
        line.text();
        line.number("table", line.reader().u32());
        line.number("attribute", line.reader().i16());
        line.number("type", line.reader().u32());
        line.number("size", line.reader().i16());
        line.number("typmod", line.reader().i32());
        line.number("format", line.reader().i16());
    }
}

void data_row(LineBuilder& line) {
    for (auto count = line.reader().count(4); count > 0 && line.reader().ok(); --count) line.value();
}

void fields(LineBuilder& line) {
    for (char code = letter(line); code != '\0'; code = letter(line)) line.text({&code, 1});
}

void parameter_description(LineBuilder& line) { line.list("types", 4); }

void copy_response(LineBuilder& line) {
    line.number("format", line.reader().u8());
    line.list("columns", 2);
}

void negotiate(LineBuilder& line) {
    line.number("newest", line.reader().u32() & 0xFFFF);
    for (auto count = line.reader().u32(); count > 0 && line.reader().ok(); --count) line.text();
}

void notification(LineBuilder& line) {
    line.number("pid", line.reader().i32());
    line.text("channel");
    line.text("payload");
}

constexpr MessageName kFrontend[] = {
    {'Q', "Query", one_text},      {'P', "Parse", parse},
    {'B', "Bind", bind},           {'D', "Describe", target},
    {'E', "Execute", execute},     {'C', "Close", target},
    {'S', "Sync", no_body},        {'H', "Flush", no_body},
    {'X', "Terminate", no_body},   {'d', "CopyData", rest},
    {'c', "CopyDone", no_body},    {'f', "CopyFail", one_text},
    {'F', "FunctionCall", hidden}, {'p', "AuthenticationResponse", hidden},
};

constexpr MessageName kBackend[] = {
    {'R', "Authentication", authentication},
    {'K', "BackendKeyData", key_data},
    {'S', "ParameterStatus", parameter_status},
    {'Z', "ReadyForQuery", ready},
    {'T', "RowDescription", row_description},
    {'D', "DataRow", data_row},
    {'n', "NoData", no_body},
    {'1', "ParseComplete", no_body},
    {'2', "BindComplete", no_body},
    {'3', "CloseComplete", no_body},
    {'s', "PortalSuspended", no_body},
    {'I', "EmptyQueryResponse", no_body},
    {'t', "ParameterDescription", parameter_description},
    {'C', "CommandComplete", one_text},
    {'E', "ErrorResponse", fields},
    {'N', "NoticeResponse", fields},
    {'v', "NegotiateProtocolVersion", negotiate},
    {'G', "CopyInResponse", copy_response},
    {'H', "CopyOutResponse", copy_response},
    {'d', "CopyData", rest},
    {'c', "CopyDone", no_body},
    {'A', "NotificationResponse", notification},
};

template <std::size_t Count> std::string print(const MessageName (&names)[Count], char tag, std::string_view body) {
    for (const auto& message : names) {
        if (message.tag != tag) continue;
        LineBuilder line(message.name, body);
        message.body(line);
        return line.finish();
    }
    LineBuilder line("Unknown", body);
    line.string("tag", {&tag, 1});
    rest(line);
    return line.finish();
}

struct StartupPrinter {
    std::string operator()(const StartupRequest& request) const {
        LineBuilder line("StartupMessage", {});
        line.number("minor", request.minor);
        for (const auto& [name, value] : request.parameters) line.pair(name, value);
        return line.finish();
    }
    std::string operator()(const SslRequest&) const { return "SSLRequest"; }
    std::string operator()(const GssEncRequest&) const { return "GSSENCRequest"; }
    std::string operator()(const CancelRequest& request) const {
        LineBuilder line("CancelRequest", {});
        line.number("pid", request.pid);
        return line.finish();
    }
};

} // namespace

std::string print_frontend(char tag, std::string_view body) { return print(kFrontend, tag, body); }
std::string print_backend(char tag, std::string_view body) { return print(kBackend, tag, body); }

std::string print_startup(std::string_view body) {
    try {
        return std::visit(StartupPrinter{}, decode_startup(body));
    } catch (const SqlError&) {
        LineBuilder line("StartupPacket", body);
        hidden(line);
        line.word("MALFORMED");
        return line.finish();
    }
}

} // namespace redstart::protocol
