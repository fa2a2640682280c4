// Any bytes as any message of a client, as a start-up packet and as a line of the printer. What is decoded and written
// again must be the bytes that came; what is not may only be refused with an SqlError.
#include "protocol/digest.hpp"
#include "protocol/error.hpp"
#include "protocol/frontend.hpp"
#include "protocol/printer.hpp"
#include "protocol/scram.hpp"
#include "protocol/startup.hpp"
#include "protocol/wire_writer.hpp"
#include "tests/fuzz/support.hpp"

using namespace redstart::fuzz;
using namespace redstart::protocol;

namespace {

void write_formats(WireWriter& out, const std::vector<Format>& formats) {
    out.i16(static_cast<std::uint16_t>(formats.size()));
    for (const auto format : formats) out.i16(static_cast<std::uint16_t>(format));
}

void encode(WireWriter& out, const Query& message) { out.text(message.sql); }

void encode(WireWriter& out, const Parse& message) {
    out.text(message.name);
    out.text(message.sql);
    out.i16(static_cast<std::uint16_t>(message.types.size()));
    for (const auto type : message.types) out.i32(type);
}

void encode(WireWriter& out, const Bind& message) {
    out.text(message.portal);
    out.text(message.statement);
    write_formats(out, message.parameter_formats);
    out.i16(static_cast<std::uint16_t>(message.values.size()));
    for (const auto& value : message.values) value ? out.field(*value) : out.null_field();
    write_formats(out, message.result_formats);
}

void encode(WireWriter& out, const Describe& message) {
    out.byte(message.target);
    out.text(message.name);
}

void encode(WireWriter& out, const Execute& message) {
    out.text(message.portal);
    out.i32(static_cast<std::uint32_t>(message.max_rows));
}

void encode(WireWriter& out, const Close& message) {
    out.byte(message.target);
    out.text(message.name);
}

void encode(WireWriter&, const Sync&) {}
void encode(WireWriter&, const Flush&) {}
void encode(WireWriter& out, const CopyData& message) { out.bytes(message.data); }
void encode(WireWriter&, const CopyDone&) {}
void encode(WireWriter& out, const CopyFail& message) { out.text(message.message); }
void encode(WireWriter& out, const AuthenticationResponse& message) { out.bytes(message.body); }

// Every part of a message that is looked at must come back; of these two nothing is.
bool same(const Terminate&, std::string_view) { return true; }
bool same(const FunctionCall&, std::string_view) { return true; }
template <typename Message> bool same(const Message& message, std::string_view body) {
    WireWriter out;
    encode(out, message);
    return out.view() == body;
}

void check_message(char tag, std::string_view body) {
    try {
        const auto message = decode(tag, body);
        std::visit([&](const auto& m) { require(m.kTag == tag && same(m, body)); }, message);
        if (const auto* bind = std::get_if<Bind>(&message)) {
            const auto formats = bind->parameter_formats.size();
            require(formats <= 1 || formats == bind->values.size());
        }
    } catch (const SqlError&) {}
}

void check_startup(std::string_view body) {
    try {
        const auto packet = decode_startup(body);
        const auto* request = std::get_if<StartupRequest>(&packet);
        if (request == nullptr) return;
        WireWriter out;
        out.i16(3);
        out.i16(request->minor);
        for (const auto& [name, value] : request->parameters) {
            require(request->find(name).has_value());
            out.text(name);
            out.text(value);
        }
        out.byte('\0');
        require(out.view() == body);
        require(request->protocol_options().size() <= request->parameters.size());
    } catch (const SqlError& error) { require(error.severity() == Severity::Fatal); }
}

// What comes in answer to a request for a password.
void check_answers(std::string_view body) {
    try {
        const auto response = decode_sasl_initial_response(body, true);
        WireWriter out;
        out.text(response.mechanism);
        response.data ? out.field(*response.data) : out.null_field();
        require(out.view() == body);
    } catch (const SqlError&) {}
    try {
        const auto response = decode_digest_response(body);
        WireWriter out;
        out.field(response.digest);
        out.field(response.client_nonce);
        require(out.view() == body);
    } catch (const SqlError&) {}
}

} // namespace

// What it is read as, the tag, then the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto body = view(data, size);
    const auto choice = take_byte(body);
    const auto tag = static_cast<char>(take_byte(body));
    switch (choice & 3) {
    case 0: check_message(tag, body); break;
    case 1: check_startup(body); break;
    case 2: check_answers(body); break;
    default:
        for (const auto& line : {print_frontend(tag, body), print_backend(tag, body), print_startup(body)})
            require(!line.empty() && line.find('\n') == std::string::npos);
    }
    return 0;
}
