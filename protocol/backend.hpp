// Messages the server sends, as structs, and their encoding into a WireWriter. Pure; no shared state.
#pragma once

#include "protocol/error.hpp"
#include "protocol/frontend.hpp"
#include "protocol/wire_writer.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::protocol {

struct AuthenticationOk {};
struct AuthenticationCleartextPassword {};
struct AuthenticationMd5Password {
    std::string_view salt; /* 4 bytes */
};
struct AuthenticationSasl {
    std::vector<std::string_view> mechanisms;
};
struct AuthenticationSaslContinue {
    std::string_view data;
};
struct AuthenticationSaslFinal {
    std::string_view data;
};
// Redshift's code 13, algorithm 0: the client answers with a message of its own, see decode_digest_response().
struct AuthenticationDigest {
    std::string_view salt; /* 32 bytes */
    std::string_view server_nonce;
};
struct BackendKeyData {
    std::int32_t pid, secret;
};
struct ParameterStatus {
    std::string_view name, value;
};
struct ReadyForQuery {
    char status; /* 'I', 'T' or 'E' */
};

// One column of a RowDescription. `table` and `attribute` are 0 unless the column is a plain column of a table.
struct ColumnDescription {
    std::string name;
    std::uint32_t table = 0;
    std::int16_t attribute = 0;
    std::uint32_t type = 0;
    std::int16_t size = -1;
    std::int32_t typmod = -1;
    Format format = Format::Text;
};
struct RowDescription {
    const std::vector<ColumnDescription>& columns;
};
struct NoData {};
struct ParseComplete {};
struct BindComplete {};
struct CloseComplete {};
struct PortalSuspended {};
struct EmptyQueryResponse {};
struct ParameterDescription {
    const std::vector<std::uint32_t>& types;
};
struct CommandComplete {
    std::string_view tag;
};
struct ErrorResponse {
    const SqlError& error;
};
struct NoticeResponse {
    const SqlError& notice;
};
struct NegotiateProtocolVersion {
    std::int32_t minor;
    std::vector<std::string_view> unrecognized;
};
// One per-column format each, all equal to `format`.
struct CopyInResponse {
    Format format;
    std::int16_t columns;
};
struct CopyOutResponse {
    Format format;
    std::int16_t columns;
};
struct CopyDataOut {
    std::string_view data;
};
struct CopyDoneOut {};

void write(WireWriter& out, const AuthenticationOk&);
void write(WireWriter& out, const AuthenticationCleartextPassword&);
void write(WireWriter& out, const AuthenticationMd5Password&);
void write(WireWriter& out, const AuthenticationSasl&);
void write(WireWriter& out, const AuthenticationSaslContinue&);
void write(WireWriter& out, const AuthenticationSaslFinal&);
void write(WireWriter& out, const AuthenticationDigest&);
void write(WireWriter& out, const BackendKeyData&);
void write(WireWriter& out, const ParameterStatus&);
void write(WireWriter& out, const ReadyForQuery&);
void write(WireWriter& out, const RowDescription&);
void write(WireWriter& out, const NoData&);
void write(WireWriter& out, const ParseComplete&);
void write(WireWriter& out, const BindComplete&);
void write(WireWriter& out, const CloseComplete&);
void write(WireWriter& out, const PortalSuspended&);
void write(WireWriter& out, const EmptyQueryResponse&);
void write(WireWriter& out, const ParameterDescription&);
void write(WireWriter& out, const CommandComplete&);
void write(WireWriter& out, const ErrorResponse&);
void write(WireWriter& out, const NoticeResponse&);
void write(WireWriter& out, const NegotiateProtocolVersion&);
void write(WireWriter& out, const CopyInResponse&);
void write(WireWriter& out, const CopyOutResponse&);
void write(WireWriter& out, const CopyDataOut&);
void write(WireWriter& out, const CopyDoneOut&);

// A DataRow is written field by field through the WireWriter itself: begin('D'), i16(count), field()..., end().

} // namespace redstart::protocol
