#include "protocol/error.hpp"
#include "protocol/frame_reader.hpp"
#include "tests/wire/answer_text.hpp"
#include "tests/wire/peer.hpp"

#include <cstdint>
#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace redstart::wire {
namespace {

constexpr int kPatience = 10'000; // milliseconds for an answer that is expected
constexpr int kSilence = 250;     // and for one that is not

class SocketPeer final : public Peer {
public:
    explicit SocketPeer(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("cannot connect to port " + std::to_string(port));
    }
    ~SocketPeer() override { ::close(socket_); }
    SocketPeer(const SocketPeer&) = delete;
    SocketPeer& operator=(const SocketPeer&) = delete;

    void send(std::string_view bytes) override {
        while (!bytes.empty()) {
            const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }

    std::vector<std::string> receive(std::size_t count) override {
        const int patience = count == SIZE_MAX ? kSilence : kPatience;
        while (lines_.size() < count && !closed_ && read_some(patience)) {}
        return std::exchange(lines_, {});
    }

private:
    // False when nothing came.
    bool read_some(int patience) {
        pollfd wanted{socket_, POLLIN, 0};
        if (::poll(&wanted, 1, patience) <= 0) return false;
        const auto space = input_.space();
        const auto count = ::recv(socket_, space.data(), space.size(), 0);
        closed_ = count <= 0;
        if (closed_) {
            lines_.emplace_back("Closed");
            return false;
        }
        input_.commit(static_cast<std::size_t>(count));
        try {
            while (const auto frame = input_.take()) lines_.push_back(answer_text(frame->tag, frame->body));
        } catch (const protocol::SqlError&) { // an answer of another protocol's
            lines_.emplace_back("No frame");
            closed_ = true;
        }
        return !closed_;
    }

    int socket_;
    protocol::FrameReader input_{protocol::FrameReader::Sender::Backend};
    std::vector<std::string> lines_;
    bool closed_ = false;
};

class SocketSource final : public PeerSource {
public:
    explicit SocketSource(int port) : port_(port) {}
    std::unique_ptr<Peer> connect() override { return std::make_unique<SocketPeer>(port_); }

private:
    const int port_;
};

} // namespace

std::unique_ptr<PeerSource> make_socket_source(int port) { return std::make_unique<SocketSource>(port); }

} // namespace redstart::wire
