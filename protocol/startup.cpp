#include "protocol/startup.hpp"

#include "protocol/wire_reader.hpp"

#include <string>

#include <fmt/core.h>

namespace redstart::protocol {

namespace {

constexpr std::uint32_t kCancelCode = 1234U << 16 | 5678;
constexpr std::uint32_t kSslCode = 1234U << 16 | 5679;
constexpr std::uint32_t kGssEncCode = 1234U << 16 | 5680;
constexpr std::uint32_t kMajor = 3;

SqlError malformed(const char* message) { return SqlError::fatal(sqlstate::kProtocolViolation, message); }

// Names and values alternate, each with a NUL behind it; an empty name ends the list and must be the last byte.
StartupRequest read_parameters(WireReader& reader, std::uint16_t minor) {
    StartupRequest request{.minor = minor, .parameters = {}};
    while (reader.ok() && reader.left() > 0) {
        const auto name = reader.text();
        if (name.empty()) break;
        const auto value = reader.text();
        request.parameters.emplace_back(name, value);
        if (reader.left() == 0) reader.fail("no terminator");
    }
    return request;
}

StartupRequest read_startup(WireReader& reader, std::uint32_t version) {
    const auto major = version >> 16;
    const auto minor = version & 0xFFFF;
    if (major != kMajor) {
        throw SqlError::fatal(
            sqlstate::kFeatureNotSupported,
            fmt::format("unsupported frontend protocol {}.{}: server supports 3.0 to 3.0", major, minor));
    }
    const bool empty = reader.left() == 0;
    auto request = read_parameters(reader, static_cast<std::uint16_t>(minor));
    if (empty || !reader.ok() || reader.left() > 0)
        throw malformed("invalid startup packet layout: expected terminator as last byte");
    return request;
}

} // namespace

std::optional<std::string_view> StartupRequest::find(std::string_view name) const {
    std::optional<std::string_view> found;
    for (const auto& [key, value] : parameters)
        if (key == name) found = value;
    return found;
}

std::vector<std::string_view> StartupRequest::protocol_options() const {
    std::vector<std::string_view> options;
    for (const auto& [key, value] : parameters)
        if (key.starts_with("_pq_.")) options.push_back(key);
    return options;
}

StartupPacket decode_startup(std::string_view body) {
    WireReader reader(body);
    const auto version = reader.u32();
    if (!reader.ok()) throw malformed("invalid length of startup packet");
    if (version == kCancelCode) {
        const CancelRequest request{.pid = reader.i32(), .secret = reader.i32()};
        if (!reader.ok() || reader.left() > 0) throw malformed("invalid length of startup packet");
        return request;
    }
    if (version == kSslCode || version == kGssEncCode) {
        if (reader.left() > 0) throw malformed("invalid length of startup packet");
        if (version == kSslCode) return SslRequest{};
        return GssEncRequest{};
    }
    return read_startup(reader, version);
}

} // namespace redstart::protocol
