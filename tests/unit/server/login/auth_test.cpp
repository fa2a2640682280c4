// Authentication exchanges, with the client's side computed by the same primitives a driver uses.
#include "protocol/error.hpp"
#include "protocol/hashing.hpp"
#include "server/login/auth.hpp"
#include "tests/unit/server/fakes.hpp"

#include <map>

#include <catch2/catch.hpp>

using namespace redstart;
using namespace redstart::test;
using server::AuthExchange;
using server::AuthMethod;

namespace {

// By it the strangers of these tests look like users with SCRAM.
const std::string kSecret = "the server's secret, q";

// What a client asks with; by default what is stored for the user decides.
struct Asked {
    AuthMethod method = AuthMethod::Stored;
    bool encrypted = false;
    bool redshift_driver = false;
    std::string end_point = {};
    std::string certificate = {};
};

AuthExchange exchange_of(const FakeUsers& users, const std::string& name, const Asked& asked = {}) {
    const auto user = users.find(name);
    return AuthExchange({.user_name = name,
                         .user_exists = user && user->id != catalog::kBootstrapUserId,
                         .method = asked.method,
                         .peer = {.host = "10.1.2.3",
                                  .encrypted = asked.encrypted,
                                  .server_end_point = asked.end_point,
                                  .certificate_name = asked.certificate},
                         .redshift_driver = asked.redshift_driver},
                        server::Credentials::of(name, user.get(), users, kSecret));
}

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
    AuthExchange exchange = exchange_of(users, user);
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
    AuthExchange exchange = exchange_of(users, "ann");
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
    AuthExchange exchange = exchange_of(users, "ann");
    exchange.begin(out);
    CHECK_THROWS_AS(exchange.respond("PLAIN", out), protocol::SqlError);
    CHECK_THROWS_AS(exchange.respond(sasl_initial("garbage"), out), protocol::SqlError);
}

TEST_CASE("MD5 for users stored with an md5 hash") {
    const FakeUsers users;
    protocol::WireWriter out;
    AuthExchange exchange = exchange_of(users, "old");
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
    AuthExchange encrypted = exchange_of(users, "digest", {.encrypted = true});
    encrypted.begin(out);
    CHECK(summary(taken(out)) == "R:3");
    CHECK(encrypted.respond(std::string("Secret1pass\0", 12), out));
    CHECK_THROWS_AS(encrypted.respond(std::string("Secret2pass\0", 12), out), protocol::SqlError);

    AuthExchange plain = exchange_of(users, "digest");
    plain.begin(out);
    CHECK(summary(taken(out)) == "R:10");
}

TEST_CASE("trust and certificates ask for nothing") {
    const FakeUsers users;
    protocol::WireWriter out;
    AuthExchange trusted = exchange_of(users, "off", {.method = AuthMethod::Trust});
    CHECK(trusted.begin(out));
    CHECK(out.view().empty());
    CHECK_THROWS_AS(trusted.respond("x", out), protocol::SqlError);
    CHECK_THROWS_WITH(exchange_of(users, "nobody", {.method = AuthMethod::Trust}), "user \"nobody\" does not exist");

    AuthExchange certified =
        exchange_of(users, "ann", {.method = AuthMethod::Cert, .encrypted = true, .certificate = "ann"});
    CHECK(certified.begin(out));
    CHECK(certified.method_name() == "cert");
    for (const auto& [name, certificate] :
         {std::pair("ann", "old"), std::pair("ann", ""), std::pair("nobody", "nobody"), std::pair("rdsdb", "rdsdb")}) {
        CHECK_THROWS_WITH(
            exchange_of(users, name, {.method = AuthMethod::Cert, .encrypted = true, .certificate = certificate}),
            "certificate authentication failed for user \"" + std::string(name) + "\"");
    }
}

namespace {

FakeUsers with_digest() {
    FakeUsers users;
    auto& user = users.add("digest", 110);
    user.password.sha256_salt = std::string(64, 'a');
    user.password.sha256_digest =
        protocol::to_hex(protocol::sha256({"Secret1pass", *protocol::from_hex(user.password.sha256_salt)}));
    return users;
}

// A Redshift driver's answer to code 13.
std::string digest_answer(const std::string& request, const std::string& password) {
    const std::string body = body_of(request);
    REQUIRE(body.substr(0, 8) == std::string("\0\0\0\0\0\0\0\x20", 8)); // SHA-256, 32 bytes of salt
    const std::string salt = body.substr(8, 32);
    const std::string server_nonce = body.substr(44);
    const std::string client_nonce = "1700000000000";
    protocol::WireWriter answer;
    answer.field(protocol::sha256({protocol::sha256({password, salt}), server_nonce, client_nonce}));
    answer.field(client_nonce);
    return std::string(answer.view());
}

std::string digest_login(const FakeUsers& users, const std::string& name, const std::string& password) {
    protocol::WireWriter out;
    AuthExchange exchange = exchange_of(users, name, {.method = AuthMethod::Digest});
    exchange.begin(out);
    const auto request = taken(out);
    REQUIRE(summary(request) == "R:13");
    REQUIRE(exchange.answer_tag() == 'd');
    REQUIRE(exchange.decides());
    try {
        return exchange.respond(digest_answer(request, password), out) ? "ok" : "more";
    } catch (const protocol::SqlError& error) { return error.sqlstate() + ":" + error.message(); }
}

std::string clear_login(const FakeUsers& users, const std::string& name, const std::string& password) {
    protocol::WireWriter out;
    AuthExchange exchange = exchange_of(users, name, {.method = AuthMethod::Password, .encrypted = true});
    exchange.begin(out);
    REQUIRE(summary(taken(out)) == "R:3");
    try {
        return exchange.respond(password + '\0', out) ? "ok" : "more";
    } catch (const protocol::SqlError& error) { return error.sqlstate() + ":" + error.message(); }
}

} // namespace

TEST_CASE("Redshift's digest") {
    const FakeUsers users = with_digest();
    CHECK(digest_login(users, "digest", "Secret1pass") == "ok");
    for (const char* name : {"digest", "nobody", "ann", "old", "off", "rdsdb"})
        CHECK(digest_login(users, name, "secret1pass") == refusal(name));
    protocol::WireWriter out;
    AuthExchange exchange = exchange_of(users, "digest", {.redshift_driver = true});
    exchange.begin(out);
    CHECK(summary(taken(out)) == "R:13");
    for (const auto& body : {std::string(), std::string("\0\0\0\1", 4), std::string("\xff\xff\xff\xff", 4)}) {
        try {
            exchange.respond(body, out);
            FAIL("taken");
        } catch (const protocol::SqlError& error) { CHECK(error.sqlstate() == "08P01"); }
    }
}

TEST_CASE("clear passwords are checked against whatever is stored") {
    const FakeUsers users = with_digest();
    for (const char* name : {"digest", "ann", "old"}) {
        CHECK(clear_login(users, name, "Secret1pass") == "ok");
        CHECK(clear_login(users, name, "secret1pass") == refusal(name));
    }
    for (const char* name : {"late", "off", "nobody", "rdsdb"})
        CHECK(clear_login(users, name, "Secret1pass") == refusal(name));
}

TEST_CASE("the rule scram-sha-256 asks everybody by SCRAM") {
    const FakeUsers users = with_digest();
    for (const char* name : {"ann", "old", "digest", "off", "nobody"}) {
        protocol::WireWriter out;
        AuthExchange exchange = exchange_of(users, name, {.method = AuthMethod::Scram, .redshift_driver = true});
        exchange.begin(out);
        CHECK(summary(taken(out)) == "R:10");
    }
}

TEST_CASE("channel binding is offered where the channel can be bound to") {
    const FakeUsers users;
    protocol::WireWriter out;
    AuthExchange exchange = exchange_of(users, "ann", {.encrypted = true, .end_point = "hash"});
    exchange.begin(out);
    CHECK(body_of(taken(out)) == std::string("SCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0", 34));
    AuthExchange plain = exchange_of(users, "ann");
    plain.begin(out);
    CHECK(body_of(taken(out)) == std::string("SCRAM-SHA-256\0\0", 15));
}

TEST_CASE("strangers look like the users there are, each always the same way") {
    const auto shape = [](const server::Credentials& has) {
        return std::string(has.has_scram ? "s" : "") + (has.has_md5 ? "m" : "") + (has.has_digest ? "d" : "");
    };
    const FakeUsers users = with_digest(); // ann and late have SCRAM, old an md5 hash, digest a digest
    std::map<std::string, int> seen;
    for (int i = 0; i < 400; ++i) {
        const std::string name = "stranger" + std::to_string(i);
        const auto made = server::Credentials::of(name, nullptr, users, kSecret);
        const auto again = server::Credentials::of(name, nullptr, users, kSecret);
        CHECK(made.md5 == again.md5);
        CHECK(made.digest.salt == again.digest.salt);
        CHECK(shape(made) == shape(again));
        CHECK_FALSE(made.usable);
        ++seen[shape(made)];
    }
    CHECK(seen["s"] > 90);
    CHECK(seen["m"] > 90);
    CHECK(seen["d"] > 90);
    CHECK(seen.size() == 3);
}

TEST_CASE("a new user changes no stranger, the first of its kind only those who look like it") {
    const auto shapes = [](const FakeUsers& users) {
        std::vector<std::string> all;
        for (int i = 0; i < 200; ++i) {
            const auto made = server::Credentials::of("stranger" + std::to_string(i), nullptr, users, kSecret);
            all.push_back(std::string(made.has_scram ? "s" : "") + (made.has_md5 ? "m" : "") +
                          (made.has_digest ? "d" : ""));
        }
        return all;
    };
    FakeUsers users;
    const auto before = shapes(users);
    users.add("aaa", 120).password = users.user("old").password;
    users.add("zzz", 121).password = users.user("ann").password;
    CHECK(shapes(users) == before);
    users.add("first", 122).password = with_digest().user("digest").password;
    const auto after = shapes(users);
    int changed = 0;
    for (std::size_t i = 0; i < after.size(); ++i) {
        if (after[i] == before[i]) continue;
        CHECK(after[i] == "d");
        ++changed;
    }
    CHECK(changed > 0);
}

TEST_CASE("an empty password that is stored as a digest lets nobody in") {
    FakeUsers users;
    users.add("empty", 120).password.md5 = protocol::make_md5_password("", "empty");
    const auto has = server::Credentials::of("empty", users.find("empty").get(), users, kSecret);
    CHECK(has.has_md5);
    CHECK_FALSE(has.usable);
    CHECK_FALSE(has.matches("empty", ""));
}
