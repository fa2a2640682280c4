// The channel over a socket pair: plain and TLS, waits that are interrupted, and the owner token.
#include "server/net/channel.hpp"
#include "server/net/tls_context.hpp"

#include <array>
#include <atomic>
#include <string>
#include <thread>

#include <catch2/catch.hpp>
#include <openssl/ssl.h>
#include <sys/socket.h>

using namespace redstart::server;
using namespace std::chrono_literals;

namespace {

struct Pair {
    Pair() : Pair(make()) {}
    explicit Pair(std::array<int, 2> ends) : channel(FileDescriptor(ends[0])), peer(ends[1]) {}
    static std::array<int, 2> make() {
        std::array<int, 2> ends{};
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
        return ends;
    }

    std::string receive_all() const {
        std::string all;
        std::array<char, 65536> block;
        for (;;) {
            const auto count = ::recv(peer.get(), block.data(), block.size(), 0);
            if (count <= 0) return all;
            all.append(block.data(), static_cast<std::size_t>(count));
        }
    }

    Channel channel;
    FileDescriptor peer;
};

Deadline in(std::chrono::milliseconds time) { return SteadyClock::now() + time; }

const std::string kLarge(8 << 20, 'x');

} // namespace

TEST_CASE("reading and writing") {
    Pair pair;
    std::array<char, 16> buffer{};
    REQUIRE(pair.channel.write("hello", std::nullopt).status == IoStatus::Ok);
    REQUIRE(::recv(pair.peer.get(), buffer.data(), buffer.size(), 0) == 5);
    REQUIRE(::send(pair.peer.get(), "abc", 3, 0) == 3);
    const auto result = pair.channel.read_some(buffer, std::nullopt);
    REQUIRE(result.status == IoStatus::Ok);
    REQUIRE(std::string_view(buffer.data(), result.bytes) == "abc");
    REQUIRE(pair.channel.read_some(buffer, in(5ms)).status == IoStatus::TimedOut);
    REQUIRE_FALSE(pair.channel.peer_gone());
    pair.peer = FileDescriptor();
    REQUIRE(pair.channel.peer_gone());
    REQUIRE(pair.channel.read_some(buffer, std::nullopt).status == IoStatus::Closed);
    REQUIRE(pair.channel.write("hello", std::nullopt).status == IoStatus::Closed); // and no SIGPIPE
}

TEST_CASE("an interrupt ends the current wait or the next one, once") {
    Pair pair;
    std::array<char, 16> buffer{};
    SECTION("before the wait") {
        pair.channel.interrupt();
        pair.channel.interrupt();
        REQUIRE(pair.channel.read_some(buffer, std::nullopt).status == IoStatus::Interrupted);
        REQUIRE(pair.channel.read_some(buffer, in(5ms)).status == IoStatus::TimedOut);
    }
    SECTION("while reading") {
        std::thread other([&] {
            std::this_thread::sleep_for(20ms);
            pair.channel.interrupt();
        });
        REQUIRE(pair.channel.read_some(buffer, std::nullopt).status == IoStatus::Interrupted);
        other.join();
    }
    SECTION("while a client does not read; the rest goes out later") {
        std::thread other([&] {
            std::this_thread::sleep_for(20ms);
            pair.channel.interrupt();
        });
        const auto first = pair.channel.write(kLarge, std::nullopt);
        other.join();
        REQUIRE(first.status == IoStatus::Interrupted);
        REQUIRE(first.bytes < kLarge.size());
        std::string received;
        std::thread reader([&] { received = pair.receive_all(); });
        const auto rest = pair.channel.write(std::string_view(kLarge).substr(first.bytes), std::nullopt);
        REQUIRE(rest.status == IoStatus::Ok);
        pair.channel.finish();
        reader.join();
        REQUIRE(received == kLarge);
    }
}

TEST_CASE("the last words") {
    Pair pair;
    SECTION("between two frames") {
        pair.channel.say_goodbye("farewell");
        REQUIRE(pair.receive_all() == "farewell");
    }
    SECTION("not inside of a frame") {
        pair.channel.set_between_frames(false);
        pair.channel.say_goodbye("farewell");
        REQUIRE(pair.receive_all().empty());
    }
    SECTION("never waiting for a client that does not read") {
        REQUIRE(pair.channel.write(kLarge, in(5ms)).status == IoStatus::TimedOut);
        pair.channel.say_goodbye("farewell");
        REQUIRE(pair.receive_all().find('f') == std::string::npos);
    }
    std::array<char, 16> buffer{};
    REQUIRE(pair.channel.read_some(buffer, std::nullopt).status == IoStatus::Closed);
}

TEST_CASE("either the terminator gets the token or the backend sees its flag") {
    for (int round = 0; round < 300; ++round) {
        Pair pair;
        std::atomic<bool> terminate{false};
        bool taken = false;
        std::thread terminator([&] {
            terminate = true;
            taken = pair.channel.token().try_take();
            if (!taken) return;
            pair.channel.say_goodbye("F");
            pair.channel.token().close();
        });
        bool seen = false;
        bool lost = false;
        for (int turn = 0; !seen && !lost; ++turn) {
            if (turn < 100) pair.channel.write("x", std::nullopt); // the channel is the backend's
            pair.channel.token().lend();
            lost = !pair.channel.token().reclaim();
            seen = terminate;
        }
        const auto after = pair.channel.write("y", std::nullopt).status;
        terminator.join();
        REQUIRE((after == IoStatus::Closed) == lost);
        REQUIRE(lost == taken);
        const auto received = (pair.channel.finish(), pair.receive_all());
        REQUIRE((received.back() == 'F') == taken);
    }
}

TEST_CASE("a token that was closed stays closed") {
    OwnerToken token;
    REQUIRE_FALSE(token.try_take());
    token.lend();
    REQUIRE(token.try_take());
    REQUIRE_FALSE(token.try_take());
    token.close();
    REQUIRE_FALSE(token.reclaim());
    token.lend();
    REQUIRE_FALSE(token.try_take());
    REQUIRE_FALSE(token.reclaim());
}

TEST_CASE("TLS with the certificate that is made in memory") {
    Options options;
    options.data_dir = ":memory:";
    const TlsContext context(options);
    Pair pair;
    std::string received;
    std::string version;
    std::thread client([&] {
        const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> client_context(SSL_CTX_new(TLS_client_method()),
                                                                               SSL_CTX_free);
        const std::unique_ptr<SSL, decltype(&SSL_free)> tls(SSL_new(client_context.get()), SSL_free);
        SSL_set_fd(tls.get(), pair.peer.get());
        if (SSL_connect(tls.get()) != 1) return;
        version = SSL_get_version(tls.get());
        SSL_write(tls.get(), "ping", 4);
        std::this_thread::sleep_for(30ms); // let the server run into a full socket
        std::array<char, 16384> block;
        for (int count; (count = SSL_read(tls.get(), block.data(), block.size())) > 0;) {
            received.append(block.data(), static_cast<std::size_t>(count));
        }
    });
    REQUIRE(pair.channel.start_tls(context.current().get(), in(5s)) == IoStatus::Ok);
    REQUIRE(pair.channel.encrypted());
    std::array<char, 16> buffer{};
    REQUIRE(pair.channel.read_some(buffer, in(5s)).bytes == 4);
    pair.channel.interrupt(); // cuts the write; the rest is sent from elsewhere in memory
    const auto first = pair.channel.write(kLarge, std::nullopt);
    const std::string rest = kLarge.substr(first.bytes) + "end";
    REQUIRE(pair.channel.write(rest, in(10s)).status == IoStatus::Ok);
    REQUIRE(pair.channel.tls_session().version.starts_with("TLSv1."));
    pair.channel.say_goodbye("bye");
    client.join();
    REQUIRE(version == pair.channel.tls_session().version);
    REQUIRE(received == kLarge + "endbye");
}

TEST_CASE("a handshake that is no handshake") {
    Options options;
    options.data_dir = ":memory:";
    const TlsContext context(options);
    Pair pair;
    SECTION("garbage") {
        REQUIRE(::send(pair.peer.get(), "GET / HTTP/1.0\r\n\r\n", 18, 0) == 18);
        REQUIRE(pair.channel.start_tls(context.current().get(), in(5s)) == IoStatus::Closed);
    }
    SECTION("silence") { REQUIRE(pair.channel.start_tls(context.current().get(), in(10ms)) == IoStatus::TimedOut); }
    SECTION("interrupted") {
        pair.channel.interrupt();
        REQUIRE(pair.channel.start_tls(context.current().get(), std::nullopt) == IoStatus::Interrupted);
    }
    pair.channel.say_goodbye("");
}
