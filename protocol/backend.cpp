#include "protocol/backend.hpp"

namespace redstart::protocol {

namespace {

// AuthenticationRequest codes (PostgreSQL, "Message Formats").
enum class AuthenticationCode : std::uint32_t {
    Ok = 0,
    CleartextPassword = 3,
    Md5Password = 5,
    Sasl = 10,
    SaslContinue = 11,
    SaslFinal = 12,
    Digest = 13 // Redshift's own
};

void authentication(WireWriter& out, AuthenticationCode code, std::string_view body = {}) {
    out.begin('R');
    out.i32(static_cast<std::uint32_t>(code));
    out.bytes(body);
    out.end();
}

void empty_message(WireWriter& out, char tag) {
    out.begin(tag);
    out.end();
}

void error_field(WireWriter& out, char code, std::string_view value) {
    if (value.empty()) return;
    out.byte(code);
    // A NUL inside would end the field early and make the client read the rest as fields.
    out.text(value.substr(0, value.find('\0')));
}

void error_message(WireWriter& out, char tag, const SqlError& error) {
    out.begin(tag);
    error_field(out, 'S', severity_name(error.severity()));
    error_field(out, 'C', error.sqlstate());
    // Clients rely on M being there, so an empty message is sent as an empty field.
    out.byte('M');
    out.text(std::string_view(error.message()).substr(0, error.message().find('\0')));
    error_field(out, 'D', error.detail());
    error_field(out, 'H', error.hint());
    if (error.position() > 0) error_field(out, 'P', std::to_string(error.position()));
    error_field(out, 'W', error.context());
    error_field(out, 'R', error.routine());
    out.byte('\0');
    out.end();
}

void copy_response(WireWriter& out, char tag, Format format, std::int16_t columns) {
    out.begin(tag);
    out.byte(static_cast<char>(format));
    out.i16(static_cast<std::uint16_t>(columns));
    for (std::int16_t column = 0; column < columns; ++column) out.i16(static_cast<std::uint16_t>(format));
    out.end();
}

} // namespace

void write(WireWriter& out, const AuthenticationOk&) { authentication(out, AuthenticationCode::Ok); }

void write(WireWriter& out, const AuthenticationCleartextPassword&) {
    authentication(out, AuthenticationCode::CleartextPassword);
}

void write(WireWriter& out, const AuthenticationMd5Password& message) {
    assert(message.salt.size() == 4);
    authentication(out, AuthenticationCode::Md5Password, message.salt);
}

void write(WireWriter& out, const AuthenticationSasl& message) {
    out.begin('R');
    out.i32(static_cast<std::uint32_t>(AuthenticationCode::Sasl));
    for (const auto mechanism : message.mechanisms) out.text(mechanism);
    out.byte('\0');
    out.end();
}

void write(WireWriter& out, const AuthenticationSaslContinue& message) {
    authentication(out, AuthenticationCode::SaslContinue, message.data);
}

void write(WireWriter& out, const AuthenticationSaslFinal& message) {
    authentication(out, AuthenticationCode::SaslFinal, message.data);
}

void write(WireWriter& out, const AuthenticationDigest& message) {
    constexpr std::uint32_t kSha256 = 0;
    WireWriter body;
    body.i32(kSha256);
    body.field(message.salt);
    body.field(message.server_nonce);
    authentication(out, AuthenticationCode::Digest, body.view());
}

void write(WireWriter& out, const BackendKeyData& message) {
    out.begin('K');
    out.i32(static_cast<std::uint32_t>(message.pid));
    out.i32(static_cast<std::uint32_t>(message.secret));
    out.end();
}

void write(WireWriter& out, const ParameterStatus& message) {
    out.begin('S');
    out.text(message.name);
    out.text(message.value);
    out.end();
}

void write(WireWriter& out, const ReadyForQuery& message) {
    out.begin('Z');
    out.byte(message.status);
    out.end();
}

void write(WireWriter& out, const RowDescription& message) {
    out.begin('T');
    out.i16(static_cast<std::uint16_t>(message.columns.size()));
    for (const auto& column : message.columns) {
        out.text(column.name);
        out.i32(column.table);
        out.i16(static_cast<std::uint16_t>(column.attribute));
        out.i32(column.type);
        out.i16(static_cast<std::uint16_t>(column.size));
        out.i32(static_cast<std::uint32_t>(column.typmod));
        out.i16(static_cast<std::uint16_t>(column.format));
    }
    out.end();
}

void write(WireWriter& out, const NoData&) { empty_message(out, 'n'); }
void write(WireWriter& out, const ParseComplete&) { empty_message(out, '1'); }
void write(WireWriter& out, const BindComplete&) { empty_message(out, '2'); }
void write(WireWriter& out, const CloseComplete&) { empty_message(out, '3'); }
void write(WireWriter& out, const PortalSuspended&) { empty_message(out, 's'); }
void write(WireWriter& out, const EmptyQueryResponse&) { empty_message(out, 'I'); }

void write(WireWriter& out, const ParameterDescription& message) {
    out.begin('t');
    out.i16(static_cast<std::uint16_t>(message.types.size()));
    for (const auto type : message.types) out.i32(type);
    out.end();
}

void write(WireWriter& out, const CommandComplete& message) {
    out.begin('C');
    out.text(message.tag);
    out.end();
}

void write(WireWriter& out, const ErrorResponse& message) { error_message(out, 'E', message.error); }
void write(WireWriter& out, const NoticeResponse& message) { error_message(out, 'N', message.notice); }

void write(WireWriter& out, const NegotiateProtocolVersion& message) {
    out.begin('v');
    // The newest minor version as a whole number; libpq 14 and later read the full version (3 << 16 | minor).
    out.i32(3U << 16 | static_cast<std::uint32_t>(message.minor));
    out.i32(static_cast<std::uint32_t>(message.unrecognized.size()));
    for (const auto option : message.unrecognized) out.text(option);
    out.end();
}

void write(WireWriter& out, const CopyInResponse& message) { copy_response(out, 'G', message.format, message.columns); }

void write(WireWriter& out, const CopyOutResponse& message) {
    copy_response(out, 'H', message.format, message.columns);
}

void write(WireWriter& out, const CopyDataOut& message) {
    out.begin('d');
    out.bytes(message.data);
    out.end();
}

void write(WireWriter& out, const CopyDoneOut&) { empty_message(out, 'c'); }

} // namespace redstart::protocol
