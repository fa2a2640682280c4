#include "server/net/socket_options.hpp"

#include <array>
#include <csignal>

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>

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

void prepare_process() noexcept {
    std::signal(SIGPIPE, SIG_IGN);
    // Of the engine's workers and every other thread that asks for none; otherwise it would be what `ulimit -s` says.
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, kThreadStackSize);
    ::pthread_setattr_default_np(&attributes);
    pthread_attr_destroy(&attributes);
    ::umask(077); // the engine makes its files as it finds it
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

} // namespace redstart::server
