// The untagged packets a connection begins with, as structs, and their decoding.
// Every string_view points into the packet and lives as long as it does. Pure; no shared state.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace redstart::protocol {

// A StartupMessage of protocol 3.x. The server speaks 3.0: when `minor` is above 0 or protocol_options() is not empty
// it answers with NegotiateProtocolVersion and goes on.
struct StartupRequest {
    std::uint16_t minor = 0;
    std::vector<std::pair<std::string_view, std::string_view>> parameters; // as sent, in order, repetitions included

    // The last value given for `name`, as PostgreSQL takes it.
    std::optional<std::string_view> find(std::string_view name) const;
    // The names of the protocol options among the parameters: those that begin with "_pq_.".
    std::vector<std::string_view> protocol_options() const;
    bool needs_negotiation() const { return minor > 0 || !protocol_options().empty(); }
};
struct SslRequest {};
struct GssEncRequest {};
struct CancelRequest {
    std::int32_t pid, secret;
};

using StartupPacket = std::variant<StartupRequest, SslRequest, GssEncRequest, CancelRequest>;

// Decodes the body of a start-up packet (what follows its length field). Throws a FATAL SqlError: 0A000 for a protocol
// other than 3.x, 08P01 for a body that does not match (PostgreSQL's ProcessStartupPacket).
StartupPacket decode_startup(std::string_view body);

} // namespace redstart::protocol
