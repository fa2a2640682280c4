// The listener: a free port, a port in use, and connections handed over as plain descriptors.
#include "server/config/log.hpp"
#include "server/net/listener.hpp"
#include "server/net/socket_options.hpp"

#include <atomic>
#include <stdexcept>
#include <thread>

#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <netinet/in.h>
#include <sys/socket.h>

using namespace redstart::server;

namespace {

FileDescriptor connect_to(std::uint16_t port) {
    FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    return socket;
}

} // namespace

TEST_CASE("connections are handed over, in order, until it is stopped") {
    log::configure(LogLevel::Off);
    Listener listener("127.0.0.1", 0);
    REQUIRE(listener.port() != 0);
    REQUIRE(listener.only_loopback());
    std::atomic<int> accepted{0};
    std::string remote;
    std::atomic<bool> ready{false};
    std::thread loop([&] {
        listener.run({.connected =
                          [&](FileDescriptor socket) {
                              prepare_client_socket(socket.get(), {});
                              remote = remote_address(socket.get()).host;
                              if (++accepted == 3) listener.stop();
                          },
                      .ready = [&] { ready = true; },
                      .hangup = [] {}});
    });
    for (int i = 0; i < 3; ++i) connect_to(listener.port());
    loop.join();
    REQUIRE(ready);
    REQUIRE(accepted == 3);
    REQUIRE(remote == "127.0.0.1");
}

TEST_CASE("addresses that cannot be listened on") {
    const Listener first("127.0.0.1", 0);
    REQUIRE_THROWS_WITH(Listener("127.0.0.1", first.port()),
                        "cannot listen on 127.0.0.1:" + std::to_string(first.port()) + ": Address already in use");
    REQUIRE_THROWS_AS(Listener("192.0.2.1", 0), std::runtime_error); // TEST-NET-1 is nobody's
}

TEST_CASE("what other machines can reach is not loopback") {
    REQUIRE_FALSE(Listener("0.0.0.0", 0).only_loopback());
    REQUIRE(Listener("localhost", 0).only_loopback());
}
