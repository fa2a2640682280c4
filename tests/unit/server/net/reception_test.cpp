// Connections without a backend: whose turn it is, and who is sent away.
#include "server/net/network.hpp"
#include "server/net/reception.hpp"

#include <atomic>
#include <chrono>

#include <catch2/catch.hpp>
#include <sys/socket.h>

using namespace redstart;
using namespace redstart::server;

namespace {

const auto kNow = SteadyClock::now();
const auto kNobodyCrowds = [](const std::string&) { return false; };

// A descriptor whose number a test can follow.
FileDescriptor any() { return FileDescriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)); }

int push(WaitingLines& lines, const std::string& line) {
    auto socket = any();
    const int number = socket.get();
    lines.push(line, std::move(socket));
    return number;
}

} // namespace

TEST_CASE("the lines take turns, and who comes alone is next") {
    WaitingLines lines;
    std::vector<int> crowd;
    for (int i = 0; i < 5; ++i) crowd.push_back(push(lines, "10.0.0.1"));
    REQUIRE(lines.pop(kNow).first.get() == crowd[0]);
    const int alone = push(lines, "10.0.0.2");
    const int other = push(lines, "10.0.0.0");
    REQUIRE(lines.size() == 6);
    REQUIRE(lines.pop(kNow).first.get() == alone);
    REQUIRE(lines.pop(kNow).first.get() == other);
    for (int i = 1; i < 5; ++i) REQUIRE(lines.pop(kNow).first.get() == crowd[static_cast<std::size_t>(i)]);
    REQUIRE_FALSE(lines.pop(kNow).first.valid());
    REQUIRE(lines.size() == 0);
}

TEST_CASE("a line that is held lets the others pass") {
    WaitingLines lines;
    REQUIRE(lines.next() == WaitingLines::Time::max());
    const int first = push(lines, "10.0.0.1");
    const int second = push(lines, "10.0.0.1");
    REQUIRE(lines.pop(kNow).first.get() == first);
    const auto later = kNow + std::chrono::seconds(1);
    lines.hold("10.0.0.1", later);
    REQUIRE_FALSE(lines.pop(kNow).first.valid());
    REQUIRE(lines.next() == later);
    push(lines, "10.0.0.0");
    REQUIRE(lines.next() < later);
    REQUIRE(lines.pop(kNow).second == "10.0.0.0");
    REQUIRE(lines.pop(later).first.get() == second);
}

TEST_CASE("the first of the longest line is sent away") {
    WaitingLines lines;
    push(lines, "10.0.0.1");
    const int first = push(lines, "10.0.0.2");
    push(lines, "10.0.0.2");
    REQUIRE(lines.pop_longest().get() == first);
    REQUIRE(lines.size() == 2);
}

TEST_CASE("every connection is started, and none after the end") {
    std::atomic<int> started{0};
    {
        Reception reception([&](FileDescriptor socket) { started += socket.valid() ? 1 : 0; }, kNobodyCrowds);
        for (int i = 0; i < 100; ++i) reception.add(any());
        const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (started < 100 && std::chrono::steady_clock::now() < limit) std::this_thread::yield();
    }
    REQUIRE(started == 100);
}

TEST_CASE("a crowd's connections are started, too, but slowly") {
    std::atomic<int> started{0};
    const auto begin = SteadyClock::now();
    {
        Reception reception([&](FileDescriptor) { ++started; }, [](const std::string&) { return true; });
        for (int i = 0; i < 50; ++i) reception.add(any());
        while (started < 50 && SteadyClock::now() < begin + std::chrono::seconds(20)) std::this_thread::yield();
    }
    REQUIRE(started == 50);
    REQUIRE(SteadyClock::now() - begin >= 25 * Reception::kCrowdPause);
}

TEST_CASE("who waits when it ends is sent away") {
    std::atomic<bool> go{false};
    std::atomic<int> started{0};
    int ends[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    const FileDescriptor peer(ends[1]);
    std::thread opener([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        go = true;
    });
    {
        Reception reception(
            [&](FileDescriptor) {
                ++started;
                while (!go) std::this_thread::yield();
            },
            kNobodyCrowds);
        reception.add(any());
        while (started == 0) std::this_thread::yield();
        reception.add(FileDescriptor(ends[0]));
    }
    opener.join();
    char byte = 0;
    REQUIRE(::recv(peer.get(), &byte, 1, 0) == 0);
}

TEST_CASE("whom an address stands for") {
    REQUIRE(network_of("192.0.2.7").name == "192.0.2.7");
    REQUIRE(network_of("::ffff:192.0.2.7").name == "192.0.2.7");
    REQUIRE(network_of("2001:db8:1:2:3:4:5:6").name == network_of("2001:db8:1:2::").name);
    REQUIRE(network_of("2001:db8:1:2::").name != network_of("2001:db8:1:3::").name);
    REQUIRE(network_of("127.0.0.9").loopback);
    REQUIRE(network_of("::1").loopback);
    REQUIRE(network_of("").loopback);
    REQUIRE_FALSE(network_of("192.0.2.7").loopback);
}
