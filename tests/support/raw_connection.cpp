#include "tests/support/raw_connection.hpp"

#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace redstart::test {

RawConnection::RawConnection(const ServerProcess& server) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(server.port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("cannot connect");
}

RawConnection::~RawConnection() { ::close(socket_); }

void RawConnection::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void RawConnection::finish_sending() { ::shutdown(socket_, SHUT_WR); }

std::string RawConnection::read(std::size_t size, std::chrono::milliseconds limit) {
    const Deadline deadline(limit);
    std::string bytes;
    while (bytes.size() < size && !ended_) {
        pollfd wanted{socket_, POLLIN, 0};
        if (::poll(&wanted, 1, deadline.left()) <= 0) break;
        char buffer[4096];
        const auto count = ::recv(socket_, buffer, std::min(sizeof buffer, size - bytes.size()), 0);
        ended_ = count <= 0;
        if (!ended_) bytes.append(buffer, static_cast<std::size_t>(count));
    }
    return bytes;
}

std::string RawConnection::read_to_end(std::chrono::milliseconds limit) {
    auto bytes = read(SIZE_MAX, limit);
    if (!ended_) throw std::runtime_error("the server keeps the connection open");
    return bytes;
}

std::string int4(std::uint32_t value) {
    const std::uint32_t network = htonl(value);
    return {reinterpret_cast<const char*>(&network), sizeof network};
}

std::string startup_packet(const std::vector<std::pair<std::string, std::string>>& parameters) {
    std::string body = int4(196608);
    for (const auto& [name, value] : parameters) body += name + '\0' + value + '\0';
    body += '\0';
    return int4(static_cast<std::uint32_t>(body.size() + 4)) + body;
}

std::string error_field(std::string_view bytes, char code) {
    while (bytes.size() >= 5) {
        std::uint32_t length = 0;
        bytes.substr(1, 4).copy(reinterpret_cast<char*>(&length), 4);
        length = ntohl(length);
        if (bytes.size() < length + 1) return {};
        if (bytes[0] == 'E') {
            auto fields = bytes.substr(5, length - 4);
            while (!fields.empty() && fields[0] != '\0') {
                const auto end = fields.find('\0');
                if (fields[0] == code) return std::string(fields.substr(1, end - 1));
                fields.remove_prefix(end + 1);
            }
        }
        bytes.remove_prefix(length + 1);
    }
    return {};
}

} // namespace redstart::test
