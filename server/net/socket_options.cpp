#include "server/net/socket_options.hpp"

#include <array>

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace redstart::server {
namespace {

// A socket that is not TCP refuses these; it then works without them.
void set(int socket, int level, int option, int value) noexcept {
    ::setsockopt(socket, level, option, &value, sizeof value);
}

} // namespace

void prepare_client_socket(int socket, const TcpOptions& options) noexcept {
    set(socket, IPPROTO_TCP, TCP_NODELAY, 1);
    set(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
    set(socket, IPPROTO_TCP, TCP_KEEPIDLE, options.keepalives_idle);
    set(socket, IPPROTO_TCP, TCP_KEEPINTVL, options.keepalives_interval);
    set(socket, IPPROTO_TCP, TCP_KEEPCNT, options.keepalives_count);
    set(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, options.user_timeout);
}

RemoteAddress remote_address(int socket) {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    std::array<char, NI_MAXHOST> host{};
    std::array<char, NI_MAXSERV> port{};
    if (::getpeername(socket, reinterpret_cast<sockaddr*>(&address), &length) != 0) return {};
    if (address.ss_family != AF_INET && address.ss_family != AF_INET6) return {};
    if (::getnameinfo(reinterpret_cast<const sockaddr*>(&address), length, host.data(), host.size(), port.data(),
                      port.size(), NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
        return {};
    }
    return {host.data(), port.data()};
}

} // namespace redstart::server
