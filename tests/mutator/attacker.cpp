#include "tests/mutator/attacker.hpp"

#include <algorithm>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace redstart::test {
namespace {

// From many addresses of the loopback network, so that a million connections find ports.
sockaddr_in loopback(std::uint16_t port, std::uint32_t host) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK + host);
    return address;
}

// Without waiting; false when the server takes no more.
bool send_some(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

} // namespace

void Attacker::run() {
    while (tally_.left.fetch_sub(1) > 0) session();
}

int Attacker::connect() {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    const auto source = loopback(0, static_cast<std::uint32_t>(256 + pick(random_, 200)));
    const auto server = loopback(port_, 0);
    if (::bind(socket, reinterpret_cast<const sockaddr*>(&source), sizeof source) == 0 &&
        ::connect(socket, reinterpret_cast<const sockaddr*>(&server), sizeof server) == 0)
        return socket;
    ::close(socket);
    return -1;
}

// Reads what comes within the time; false at the end of the connection.
bool Attacker::read_for(int socket, int milliseconds) {
    for (;;) {
        pollfd wanted{socket, POLLIN, 0};
        if (::poll(&wanted, 1, milliseconds) <= 0) return true;
        char buffer[16384];
        const auto count = ::recv(socket, buffer, sizeof buffer, MSG_DONTWAIT);
        if (count <= 0) return false;
        const std::string_view bytes(buffer, static_cast<std::size_t>(count));
        tally_.bytes_read += count;
        constexpr std::string_view kReady("Z\0\0\0\5", 5);
        if (bytes.find(kReady) != bytes.npos || bytes.starts_with('E')) answered_ = true;
        milliseconds = std::min(milliseconds, 1);
    }
}

void Attacker::leave(int socket) {
    const auto how = pick(random_, 8);
    if (how == 0) {
        ::shutdown(socket, SHUT_WR);
        read_for(socket, patience_);
    }
    if (how > 4) {
        const linger reset{1, 0};
        ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    }
    ::close(socket);
}

void Attacker::session() {
    const int socket = connect();
    if (socket < 0) {
        ++tally_.unreachable;
        ::usleep(1000);
        return;
    }
    answered_ = false;
    const auto& conversation = conversations_[pick(random_, conversations_.size())];
    const auto& other = conversations_[pick(random_, conversations_.size())];
    std::string bytes;
    if (one_in(random_, 16))
        for (const auto& message : conversation) bytes += message; // some are as they should be
    else
        bytes = mutate(conversation, other, random_);
    tally_.bytes_sent += static_cast<std::int64_t>(bytes.size());
    const auto pieces = one_in(random_, 2) ? 1 : 1 + pick(random_, 6);
    bool alive = true;
    for (std::size_t piece = 0; piece < pieces && alive; ++piece) {
        const auto from = bytes.size() * piece / pieces;
        const auto to = bytes.size() * (piece + 1) / pieces;
        alive = send_some(socket, std::string_view(bytes).substr(from, to - from)) &&
                (!one_in(random_, 3) || read_for(socket, some_time() / 2));
    }
    if (alive && !one_in(random_, 8)) read_for(socket, some_time());
    leave(socket);
    ++tally_.sessions;
    if (answered_) ++tally_.ready;
}

} // namespace redstart::test
