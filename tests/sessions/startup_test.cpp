// Connections that begin badly: each is refused or closed, and the server goes on.
#include "tests/sessions/fixture.hpp"
#include "tests/support/raw_connection.hpp"

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

const std::vector<std::pair<std::string, std::string>> kAdmin = {{"user", "admin"}, {"database", "dev"}};

void require_alive() { REQUIRE(session().must("select 1").value() == "1"); }

// What the server says to these first bytes before it closes.
std::string answer_to(const std::string& bytes) {
    RawConnection raw(server());
    raw.send(bytes);
    raw.finish_sending();
    return raw.read_to_end(5s);
}

// The same behind a log-in, after its last message.
std::string answer_after_login(const std::string& bytes) {
    RawConnection raw(server());
    raw.send(startup_packet(kAdmin));
    std::string greeting;
    const std::string ready("Z\0\0\0\5I", 6);
    while (!greeting.ends_with(ready)) {
        const auto more = raw.read(1);
        REQUIRE_FALSE(more.empty());
        greeting += more;
    }
    raw.send(bytes);
    return raw.read_to_end(5s);
}

} // namespace

TEST_CASE("an unknown database is refused") {
    REQUIRE_THROWS_WITH(Client(server(), {.user = "admin", .password = "", .database = "nowhere"}),
                        Catch::Contains("FATAL:  3D000: database \"nowhere\" does not exist"));
    require_alive();
}

TEST_CASE("an unknown user is refused") {
    REQUIRE_THROWS_WITH(Client(server(), {.user = "nobody", .password = "", .database = "dev"}),
                        Catch::Contains("FATAL:  28000: "));
    require_alive();
}

TEST_CASE("start-up packets with a length outside 8..10000 are refused") {
    for (const std::uint32_t length : {0U, 1U, 4U, 7U, 10001U, 0x7fffffffU, 0x80000000U, 0xffffffffU}) {
        INFO(length);
        const auto answer = answer_to(int4(length) + int4(196608) + std::string(16, '\0'));
        CHECK(error_field(answer, 'S') == "FATAL");
        CHECK(error_field(answer, 'C') == "08P01");
    }
    require_alive();
}

TEST_CASE("garbage instead of a start-up packet is refused") {
    for (const auto& garbage :
         {std::string("GET / HTTP/1.0\r\n\r\n"), std::string(4096, '\xff'), std::string(4096, '\0'), int4(8) + int4(0),
          int4(9) + int4(196608) + "x", int4(12) + int4(131072) + int4(0), int4(20) + int4(196608) + "useradmindev"}) {
        const auto answer = answer_to(garbage);
        CHECK((answer.empty() || error_field(answer, 'S') == "FATAL"));
    }
    require_alive();
}

TEST_CASE("a TLS handshake that breaks off is answered by TLS alone") {
    const auto answer = answer_to(std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11));
    CHECK((answer.empty() || answer.front() == '\x15')); // an alert
    require_alive();
}

TEST_CASE("a client that leaves in the middle of a packet is forgotten") {
    auto observer = session();
    const auto sessions = [&] { return std::stoi(observer.must("select count(*) from stv_sessions").value()); };
    const auto before = sessions(); // the test before this one may still be leaving
    const auto packet = startup_packet(kAdmin);
    for (std::size_t size = 0; size < packet.size(); size += 5) CHECK(answer_to(packet.substr(0, size)).empty());
    CHECK(eventually([&] { return sessions() <= before; }));
    require_alive();
}

TEST_CASE("a message with a length outside 4 bytes to 1 GiB ends the session with an error") {
    for (const std::uint32_t length : {0U, 3U, 0x40000001U, 0x7fffffffU, 0xffffffffU}) {
        INFO(length);
        const auto answer = answer_after_login("Q" + int4(length) + "select 1");
        CHECK(error_field(answer, 'S') == "FATAL");
        CHECK(error_field(answer, 'C') == "08P01");
    }
    require_alive();
}

TEST_CASE("a message of an unknown type ends the session with an error") {
    for (const char type : {'\0', '\x7f', '!', '\xff'}) {
        const auto answer = answer_after_login(type + int4(4));
        CHECK(error_field(answer, 'S') == "FATAL");
        CHECK(error_field(answer, 'C') == "08P01");
    }
    require_alive();
}

TEST_CASE("a connection that does not log in is closed after the start-up timeout") {
    const ServerProcess impatient({"--data-dir", ":memory:", "--auth", "password", "--startup-timeout", "1"});
    RawConnection silent(impatient);
    RawConnection half(impatient);
    RawConnection stalling(impatient);
    half.send(startup_packet(kAdmin).substr(0, 7));
    stalling.send(startup_packet(kAdmin));
    CHECK(stalling.read(1) == "R");
    for (auto* raw : {&silent, &half, &stalling}) CHECK_NOTHROW(raw->read_to_end(10s));
}

TEST_CASE("the connection limit counts who is no superuser, and leaves room for superusers") {
    const ServerProcess small({"--data-dir", ":memory:", "--auth", "trust", "--max-connections", "2"});
    const Login plain{.user = "plain", .password = "", .database = "dev"};
    Client admin(small);
    admin.must("create user plain password 'Secret1234'");
    const Client another(small);
    std::optional<Client> last(std::in_place, small, plain);
    const Client first(small, plain);
    // The text is a cluster's (brianc/node-postgres#1155); its SQLSTATE is INF.
    const auto refused = Catch::Contains("FATAL:  53300: connection limit \"2\" exceeded for non-bootstrap users");
    REQUIRE_THROWS_WITH(Client(small, plain), refused);
    Client rescuer(small);
    REQUIRE_THROWS_WITH(Client(small), Catch::Contains("FATAL:  53300: sorry, too many clients already"));
    terminate(rescuer, *last);
    REQUIRE(eventually([&] {
        try {
            last.emplace(small, plain);
            return true;
        } catch (const ConnectError&) { return false; }
    }));
    CHECK(last->must("select 1").value() == "1");
    REQUIRE_THROWS_WITH(Client(small, plain), refused);
}

} // namespace redstart::test
