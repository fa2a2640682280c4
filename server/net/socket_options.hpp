// Settings of sockets and of the process that a server with many connections needs. Stateless; any thread.
#pragma once

#include "server/config/options.hpp"

#include <cstddef>
#include <string>

namespace redstart::server {

// No delay for small answers; a peer that died is noticed by keepalives and unacknowledged data.
void prepare_client_socket(int socket, const TcpOptions& options) noexcept;

// The address of the other end, as pg_stat_activity shows it; "[local]" for a socket without one.
struct RemoteAddress {
    std::string host = "[local]";
    std::string port;
};
RemoteAddress remote_address(int socket);

// The engine plans on the stack of a backend and computes on those of its workers, by recursion that the limits on the
// depth of statements and values bound to a fraction of this. Only what is touched costs memory.
inline constexpr std::size_t kThreadStackSize = 8U << 20;

} // namespace redstart::server
