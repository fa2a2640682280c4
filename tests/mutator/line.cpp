#include "tests/mutator/line.hpp"

#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace redstart::test {
namespace {

sockaddr_in loopback(std::uint16_t port, std::uint32_t host) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK + host);
    return address;
}

SSL_CTX* client_context() {
    static SSL_CTX* context = [] {
        auto* made = SSL_CTX_new(TLS_client_method());
        if (made == nullptr) throw std::runtime_error("no TLS");
        return made;
    }();
    return context;
}

} // namespace

// From many addresses of the loopback network, so that a million connections find ports.
Line::Line(std::uint16_t port, std::uint32_t source) {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(socket_, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    const auto from = loopback(0, source);
    const auto to = loopback(port, 0);
    if (::bind(socket_, reinterpret_cast<const sockaddr*>(&from), sizeof from) == 0 &&
        ::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0)
        return;
    ::close(socket_);
    socket_ = -1;
}

Line::~Line() {
    if (tls_ != nullptr) SSL_free(tls_);
    if (socket_ >= 0) ::close(socket_);
}

bool Line::start_tls(bool directly) {
    constexpr timeval kPatience{5, 0}; // a handshake waits for the server
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof kPatience);
    if (!directly) {
        constexpr std::string_view kSslRequest("\0\0\0\x08\x04\xd2\x16\x2f", 8);
        char answer = 0;
        if (!send(kSslRequest) || ::recv(socket_, &answer, 1, 0) != 1 || answer != 'S') return false;
    }
    tls_ = SSL_new(client_context());
    constexpr unsigned char kProtocol[] = "\x0apostgresql";
    SSL_set_alpn_protos(tls_, kProtocol, sizeof kProtocol - 1);
    SSL_set_fd(tls_, socket_);
    return SSL_connect(tls_) == 1;
}

bool Line::send(std::string_view bytes) {
    while (!bytes.empty()) {
        if (tls_ != nullptr) {
            pollfd writable{socket_, POLLOUT, 0};
            if (::poll(&writable, 1, 0) <= 0) return false;
        }
        const auto sent = tls_ != nullptr
                              ? static_cast<ssize_t>(SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size())))
                              : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

std::ptrdiff_t Line::receive(char* buffer, std::size_t size, int milliseconds) {
    pollfd wanted{socket_, POLLIN, 0};
    const bool held = tls_ != nullptr && SSL_pending(tls_) > 0;
    if (!held && ::poll(&wanted, 1, milliseconds) <= 0) return 0;
    const auto count = tls_ != nullptr ? static_cast<ssize_t>(SSL_read(tls_, buffer, static_cast<int>(size)))
                                       : ::recv(socket_, buffer, size, MSG_DONTWAIT);
    return count > 0 ? count : -1;
}

void Line::finish_sending() {
    if (tls_ != nullptr)
        SSL_shutdown(tls_);
    else
        ::shutdown(socket_, SHUT_WR);
}

void Line::reset_on_close() {
    const linger reset{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
}

} // namespace redstart::test
