#include "protocol/frontend.hpp"

#include "protocol/wire_reader.hpp"

#include <string>
#include <utility>

#include <fmt/core.h>

namespace redstart::protocol {

namespace {

// Wrong format codes keep PostgreSQL's own SQLSTATE: the frame is well formed, only the request is not.
std::vector<Format> read_formats(WireReader& reader) {
    std::vector<Format> formats(reader.count(2));
    for (auto& format : formats) {
        const auto code = reader.i16();
        if (code != 0 && code != 1)
            throw SqlError(sqlstate::kInvalidParameterValue, fmt::format("unsupported format code: {}", code));
        format = static_cast<Format>(code);
    }
    return formats;
}

std::optional<std::string_view> read_value(WireReader& reader) {
    const auto length = reader.i32();
    if (length == -1) return std::nullopt;
    if (length < 0) reader.fail("invalid parameter length in bind message");
    return reader.bytes(static_cast<std::size_t>(length));
}

char read_target(WireReader& reader, const char* message_name) {
    const auto target = static_cast<char>(reader.u8());
    if (reader.ok() && target != 'S' && target != 'P') {
        throw SqlError(sqlstate::kProtocolViolation,
                       fmt::format("invalid {} message subtype {}", message_name, static_cast<unsigned char>(target)));
    }
    return target;
}

void read(WireReader& reader, Query& message) { message.sql = reader.text(); }

void read(WireReader& reader, Parse& message) {
    message.name = reader.text();
    message.sql = reader.text();
    message.types.resize(reader.count(4));
    for (auto& type : message.types) type = reader.u32();
}

void read(WireReader& reader, Bind& message) {
    message.portal = reader.text();
    message.statement = reader.text();
    message.parameter_formats = read_formats(reader);
    const auto values = reader.count(4);
    if (const auto formats = message.parameter_formats.size(); reader.ok() && formats > 1 && formats != values) {
        throw SqlError(sqlstate::kProtocolViolation,
                       fmt::format("bind message has {} parameter formats but {} parameters", formats, values));
    }
    message.values.resize(values);
    for (auto& value : message.values) value = read_value(reader);
    message.result_formats = read_formats(reader);
}

void read(WireReader& reader, Describe& message) {
    message.target = read_target(reader, "DESCRIBE");
    message.name = reader.text();
}

void read(WireReader& reader, Execute& message) {
    message.portal = reader.text();
    message.max_rows = reader.i32();
}

void read(WireReader& reader, Close& message) {
    message.target = read_target(reader, "CLOSE");
    message.name = reader.text();
}

void read(WireReader&, Sync&) {}
void read(WireReader&, Flush&) {}
void read(WireReader& reader, Terminate&) { reader.rest(); } // whatever it says, the client has gone
void read(WireReader& reader, CopyData& message) { message.data = reader.rest(); }
void read(WireReader&, CopyDone&) {}
void read(WireReader& reader, CopyFail& message) { message.message = reader.text(); }
// The call itself is refused by the session, so its arguments are not looked at.
void read(WireReader& reader, FunctionCall&) { reader.rest(); }
void read(WireReader& reader, AuthenticationResponse& message) { message.body = reader.rest(); }

template <typename Message> bool decode_as(char tag, std::string_view body, FrontendMessage& out) {
    if (tag != Message::kTag) return false;
    WireReader reader(body);
    Message message{};
    read(reader, message);
    reader.finish();
    out = std::move(message);
    return true;
}

template <typename... Messages> bool decode_any(char tag, std::string_view body, std::variant<Messages...>& out) {
    return (decode_as<Messages>(tag, body, out) || ...);
}

} // namespace

FrontendMessage decode(char tag, std::string_view body) {
    FrontendMessage message;
    if (decode_any(tag, body, message)) return message;
    throw SqlError::fatal(sqlstate::kProtocolViolation,
                          fmt::format("invalid frontend message type {}", static_cast<unsigned char>(tag)));
}

Format format_of(const std::vector<Format>& formats, std::size_t index) noexcept {
    if (formats.empty()) return Format::Text;
    if (formats.size() == 1) return formats.front();
    return index < formats.size() ? formats[index] : Format::Text;
}

} // namespace redstart::protocol
