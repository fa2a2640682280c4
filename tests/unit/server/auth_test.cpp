// Authentication exchanges, with the client's side computed by the same primitives a driver uses.
#include "fakes.hpp"
#include "protocol/error.hpp"
#include "protocol/hashing.hpp"
#include "server/auth.hpp"

#include <catch2/catch.hpp>

using namespace redstart;
using namespace redstart::test;
using server::AuthExchange;
using server::AuthMode;

namespace {

const server::AuthPolicy kPassword{AuthMode::Password, "the server's secret"};

std::string taken(protocol::WireWriter& writer) {
    std::string bytes(writer.view());
    writer.clear();
    return bytes;
}

// What follows the authentication code in an AuthenticationRequest.
std::string body_of(const std::string& frame) { return frame.substr(9); }

std::string sasl_initial(const std::string& data) {
    protocol::WireWriter writer;
    writer.text(protocol::kScramMechanism);
    writer.field(data);
    return std::string(writer.view());
}

// The client-final-message for `password` (RFC 5802, section 3).
std::string client_final(const std::string& password, const std::string& first_bare, const std::string& challenge) {
    const auto salt_at = challenge.find(",s="), iterations_at = challenge.find(",i=");
    const auto salt = *protocol::from_base64(challenge.substr(salt_at + 3, iterations_at - salt_at - 3));
    const auto salted = protocol::pbkdf2_sha256(password, salt, std::stoi(challenge.substr(iterations_at + 3)));
    const auto key = protocol::hmac_sha256(salted, "Client Key");
    const std::string without_proof = "c=biws," + challenge.substr(0, salt_at);
    const auto signature =
        protocol::hmac_sha256(protocol::sha256({key}), first_bare + "," + challenge + "," + without_proof);
    std::string proof = key;
    for (std::size_t i = 0; i < proof.size(); ++i) proof[i] = static_cast<char>(proof[i] ^ signature[i]);
    return without_proof + ",p=" + protocol::to_base64(proof);
}

struct Outcome {
    std::string challenge_shape; // the challenge without the nonce
    std::string result;          // "ok" or "SEVERITY:SQLSTATE:message"
};

Outcome scram_login(const FakeUsers& users, const std::string& user, const std::string& password) {
    protocol::WireWriter out;
    AuthExchange exchange(kPassword, user, users.find(user), false);
    REQUIRE_FALSE(exchange.begin(out));
    REQUIRE(summary(taken(out)) == "R:10");
    const std::string first_bare = "n=,r=clientnonce";
    REQUIRE_FALSE(exchange.respond(sasl_initial("n,," + first_bare), out));
    const auto frame = taken(out);
    REQUIRE(summary(frame) == "R:11");
    const auto challenge = body_of(frame);
    Outcome outcome{challenge.substr(challenge.find(",s=")), ""};
    try {
        outcome.result = exchange.respond(client_final(password, first_bare, challenge), out) ? "ok" : "more";
        REQUIRE(summary(taken(out)) == "R:12");
    } catch (const protocol::SqlError& error) {
        REQUIRE(error.severity() == protocol::Severity::Fatal);
        outcome.result = error.sqlstate() + ":" + error.message();
        REQUIRE(out.view().empty());
    }
    return outcome;
}

std::string refusal(const std::string& user) {
    return "28000:password authentication failed for user \"" + user + "\"";
}

} // namespace

TEST_CASE("SCRAM-SHA-256") {
    const FakeUsers users;
    CHECK(scram_login(users, "ann", "Secret1pass").result == "ok");
    CHECK(scram_login(users, "ann", "secret1pass").result == refusal("ann"));
    CHECK(scram_login(users, "late", "Secret1pass").result == refusal("late")); // VALID UNTIL has passed
    CHECK(scram_login(users, "off", "anything").result == refusal("off"));      // PASSWORD DISABLE
    CHECK(scram_login(users, "rdsdb", "anything").result == refusal("rdsdb"));
}

TEST_CASE("a user who does not exist looks like any other") {
    const FakeUsers users;
    const auto first = scram_login(users, "nobody", "x");
    const auto second = scram_login(users, "nobody", "x");
    CHECK(first.result == refusal("nobody"));
    CHECK(first.challenge_shape == second.challenge_shape); // the same salt every time
    CHECK(first.challenge_shape.size() == scram_login(users, "ann", "x").challenge_shape.size());
    CHECK(first.challenge_shape != scram_login(users, "nobody2", "x").challenge_shape);
}

TEST_CASE("SCRAM with the mechanism named first") {
    const FakeUsers users;
    protocol::WireWriter out;
    AuthExchange exchange(kPassword, "ann", users.find("ann"), false);
    exchange.begin(out);
    out.clear();
    REQUIRE_FALSE(exchange.respond(std::string("SCRAM-SHA-256\0\xff\xff\xff\xff", 18), out));
    REQUIRE(summary(taken(out)) == "R:11");
    REQUIRE_FALSE(exchange.respond("n,,n=,r=clientnonce", out));
    const auto challenge = body_of(taken(out));
    CHECK(exchange.respond(client_final("Secret1pass", "n=,r=clientnonce", challenge), out));
}

TEST_CASE("malformed SCRAM messages are refused") {
    const FakeUsers users;
    protocol::WireWriter out;
    AuthExchange exchange(kPassword, "ann", users.find("ann"), false);
    exchange.begin(out);
    CHECK_THROWS_AS(exchange.respond("PLAIN", out), protocol::SqlError);
    CHECK_THROWS_AS(exchange.respond(sasl_initial("garbage"), out), protocol::SqlError);
}

TEST_CASE("MD5 for users stored with an md5 hash") {
    const FakeUsers users;
    protocol::WireWriter out;
    AuthExchange exchange(kPassword, "old", users.find("old"), false);
    CHECK(exchange.method_name() == "md5");
    REQUIRE_FALSE(exchange.begin(out));
    const auto frame = taken(out);
    REQUIRE(summary(frame) == "R:5");
    const auto inner = protocol::to_hex(protocol::md5({"Secret1pass", "old"}));
    const auto answer = "md5" + protocol::to_hex(protocol::md5({inner, body_of(frame)}));
    CHECK(exchange.respond(answer + '\0', out));
    CHECK_THROWS_AS(exchange.respond("md5" + std::string(32, '0') + '\0', out), protocol::SqlError);
    CHECK_THROWS_AS(exchange.respond("no terminator", out), protocol::SqlError);
}

TEST_CASE("a clear password is asked for only over TLS, when nothing but a salted digest is stored") {
    FakeUsers users;
    auto& user = users.add("digest", 110);
    user.password.sha256_salt = std::string(64, 'a');
    user.password.sha256_digest =
        protocol::to_hex(protocol::sha256({"Secret1pass", *protocol::from_hex(user.password.sha256_salt)}));
    protocol::WireWriter out;
    AuthExchange encrypted(kPassword, "digest", users.find("digest"), true);
    encrypted.begin(out);
    CHECK(summary(taken(out)) == "R:3");
    CHECK(encrypted.respond(std::string("Secret1pass\0", 12), out));
    CHECK_THROWS_AS(encrypted.respond(std::string("Secret2pass\0", 12), out), protocol::SqlError);

    AuthExchange plain(kPassword, "digest", users.find("digest"), false);
    plain.begin(out);
    CHECK(summary(taken(out)) == "R:10");
}

TEST_CASE("trust asks for nothing") {
    const FakeUsers users;
    const server::AuthPolicy trust{AuthMode::Trust, ""};
    protocol::WireWriter out;
    AuthExchange exchange(trust, "off", users.find("off"), false);
    CHECK(exchange.begin(out));
    CHECK(out.view().empty());
    CHECK_THROWS_AS(exchange.respond("x", out), protocol::SqlError);
}
