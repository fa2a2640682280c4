#include "protocol/scram.hpp"
#include "tests/unit/protocol/bytes.hpp"

using namespace redstart::protocol;
using namespace redstart::protocol::testing;

namespace {

// The example of RFC 7677, section 3 (user "user", password "pencil").
const std::string kSalt = from_base64("W22ZaJ0SNY7soEsUEjb6gQ==").value();
const std::string kServerNonce = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
const std::string kClientFirst = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
const std::string kServerFirst =
    "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
const std::string kFinalStart = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
const std::string kProof = ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";

ScramServer server(const ScramVerifier& verifier = ScramVerifier::make("pencil", kSalt)) {
    return {verifier, kServerNonce};
}

// The proof a client computes, for exchanges other than the RFC's.
std::string proof(std::string_view password, const std::string& salt, const std::string& auth_message) {
    const auto client_key = hmac_sha256(pbkdf2_sha256(password, salt, kScramIterations), "Client Key");
    auto result = hmac_sha256(sha256({client_key}), auth_message);
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = static_cast<char>(result[i] ^ client_key[i]);
    return to_base64(result);
}

std::string challenge_error(const std::string& message) {
    auto exchange = server();
    const auto error = error_of([&] { exchange.challenge(message); });
    CHECK(error.severity() == Severity::Fatal);
    return error.sqlstate() + " " + error.message() + " " + error.detail();
}

std::string final_error(const std::string& message) {
    auto exchange = server();
    exchange.challenge(kClientFirst);
    const auto error = error_of([&] { exchange.verify(message); });
    CHECK(error.severity() == Severity::Fatal);
    CHECK(error.sqlstate() == "08P01");
    return error.message() + " " + error.detail();
}

} // namespace

TEST_CASE("the exchange of RFC 7677", "[scram]") {
    auto exchange = server();
    CHECK(exchange.challenge(kClientFirst) == kServerFirst);
    CHECK(exchange.verify(kFinalStart + kProof) == "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
}

TEST_CASE("a wrong proof is refused", "[scram]") {
    auto exchange = server();
    exchange.challenge(kClientFirst);
    CHECK_FALSE(exchange.verify(kFinalStart + ",p=" + to_base64(std::string(32, 'x'))).has_value());
    auto other = server(ScramVerifier::make("Pencil", kSalt));
    other.challenge(kClientFirst);
    CHECK_FALSE(other.verify(kFinalStart + kProof).has_value());
}

TEST_CASE("an unknown user looks like a wrong password", "[scram]") {
    const auto mock = ScramVerifier::mock("nobody", "secret");
    CHECK(mock.salt.size() == kScramSaltSize);
    CHECK(mock.salt == ScramVerifier::mock("nobody", "secret").salt);
    CHECK(mock.salt != ScramVerifier::mock("somebody", "secret").salt);
    CHECK(mock.salt != ScramVerifier::mock("nobody", "other").salt);
    // With the same salt the challenge has the same bytes, and no proof is ever right.
    auto exchange = server(mock);
    auto real = server(ScramVerifier::make("pencil", mock.salt));
    CHECK(exchange.challenge(kClientFirst) == real.challenge(kClientFirst));
    CHECK_FALSE(exchange.verify(kFinalStart + kProof).has_value());
    CHECK_FALSE(mock.matches("pencil"));
    CHECK_FALSE(mock.matches(""));
}

TEST_CASE("a mock refuses even the proof that fits its keys", "[scram]") {
    auto verifier = ScramVerifier::make("pencil", kSalt);
    verifier.is_mock = true;
    auto exchange = server(verifier);
    exchange.challenge(kClientFirst);
    CHECK_FALSE(exchange.verify(kFinalStart + kProof).has_value());
    CHECK_FALSE(verifier.matches("pencil"));
}

TEST_CASE("verifiers have PostgreSQL's stored form", "[scram]") {
    // Made by PostgreSQL 15: create role u1 password 'pencil'.
    const std::string stored =
        "SCRAM-SHA-256$4096:/jLBj/oyaGLo26bCwpgEEQ==$w8vr9KooyGi4KGrZ+uTkH3ciVujvdQLK24wA6NJxMqY="
        ":y5dahmJ2OTEcLyP5oONrB+O5apUf5xIjK9Ug5/I2POE=";
    const auto verifier = ScramVerifier::parse(stored);
    REQUIRE(verifier.has_value());
    CHECK(verifier->to_string() == stored);
    CHECK(verifier->matches("pencil"));
    CHECK_FALSE(verifier->matches("Pencil"));
    CHECK(ScramVerifier::make("pencil", verifier->salt).to_string() == stored);
}

TEST_CASE("what is not a verifier", "[scram]") {
    const auto key = to_base64(std::string(32, 'k'));
    const std::string good = "SCRAM-SHA-256$4096:c2FsdA==$" + key + ":" + key;
    CHECK(ScramVerifier::parse(good).has_value());
    for (const auto& text :
         {std::string(), std::string("md5"), std::string("SCRAM-SHA-256"), std::string("SCRAM-SHA-256$4096"),
          std::string("SCRAM-SHA-256$4096:c2FsdA==$") + key, "SCRAM-SHA-1$4096:c2FsdA==$" + key + ":" + key,
          "SCRAM-SHA-256$x:c2FsdA==$" + key + ":" + key, "SCRAM-SHA-256$0:c2FsdA==$" + key + ":" + key,
          "SCRAM-SHA-256$4096x:c2FsdA==$" + key + ":" + key, "SCRAM-SHA-256$4096:c2FsdA=$" + key + ":" + key,
          "SCRAM-SHA-256$4096:c2FsdA==$" + key + ":c2hvcnQ=", good + "x"}) {
        INFO(text);
        CHECK_FALSE(ScramVerifier::parse(text).has_value());
    }
}

TEST_CASE("a client that could bind the channel is served, one that does is refused", "[scram]") {
    auto exchange = server();
    const auto first = exchange.challenge("y,," + kClientFirst.substr(3));
    CHECK(first == kServerFirst);
    const auto start = "c=eSws" + kFinalStart.substr(6);
    const auto message = kClientFirst.substr(3) + "," + first + "," + start;
    CHECK(exchange.verify(start + ",p=" + proof("pencil", kSalt, message)).has_value());
    CHECK(challenge_error("p=tls-server-end-point,,n=,r=abc") ==
          "08P01 malformed SCRAM message The client selected SCRAM-SHA-256 without channel binding, but the SCRAM "
          "message includes channel binding data.");
    // Changing the flag on the way is noticed.
    auto changed = server();
    changed.challenge("y,," + kClientFirst.substr(3));
    CHECK(error_of([&] { changed.verify(kFinalStart + kProof); }).message() ==
          "unexpected SCRAM channel-binding attribute in client-final-message");
}

TEST_CASE("binding to the channel", "[scram]") {
    const std::string end_point = "hash of the certificate";
    const std::string header = "p=tls-server-end-point,,";
    const std::string bare = kClientFirst.substr(3);
    const auto bound = [&] {
        ScramServer exchange(ScramVerifier::make("pencil", kSalt), kServerNonce, end_point);
        exchange.bind_channel();
        return exchange;
    };
    const auto finish = [&](const std::string& their_end_point) {
        auto exchange = bound();
        const auto first = exchange.challenge(header + bare);
        CHECK(first == kServerFirst);
        const auto start = "c=" + to_base64(header + their_end_point) + kFinalStart.substr(6);
        return exchange.verify(start + ",p=" + proof("pencil", kSalt, bare + "," + first + "," + start));
    };
    CHECK(finish(end_point).has_value());
    const auto error = error_of([&] { finish("another certificate"); });
    CHECK(error.sqlstate() == "28000");
    CHECK(error.message() == "SCRAM channel binding check failed");
    const auto refusal = [&](const std::string& first, bool plus) {
        ScramServer exchange(ScramVerifier::make("pencil", kSalt), kServerNonce, end_point);
        if (plus) exchange.bind_channel();
        const auto thrown = error_of([&] { exchange.challenge(first); });
        return thrown.sqlstate() + " " + thrown.message() + " " + thrown.detail();
    };
    CHECK(refusal("y,," + bare, false) ==
          "28000 SCRAM channel binding negotiation error The client supports SCRAM channel binding but thinks the "
          "server does not.  However, this server does support channel binding.");
    for (const std::string flag : {"n", "y"}) {
        CHECK(refusal(flag + ",," + bare, true) ==
              "08P01 malformed SCRAM message The client selected SCRAM-SHA-256-PLUS, but the SCRAM message does not "
              "include channel binding data.");
    }
    CHECK(refusal("p=tls-unique,," + bare, true) == "08P01 unsupported SCRAM channel-binding type \"tls-unique\" ");
    CHECK(
        refusal(header + bare, false).starts_with("08P01 malformed SCRAM message The client selected SCRAM-SHA-256 w"));
    // A client that does not want to bind is served; nothing was hidden from it.
    ScramServer plain(ScramVerifier::make("pencil", kSalt), kServerNonce, end_point);
    CHECK(plain.challenge(kClientFirst) == kServerFirst);
    CHECK(plain.verify(kFinalStart + kProof).has_value());
    CHECK(decode_sasl_initial_response(cstr("SCRAM-SHA-256-PLUS") + field("x"), true).mechanism == kScramPlusMechanism);
}

TEST_CASE("extensions a client does not insist on are passed over", "[scram]") {
    auto exchange = server();
    const auto first = exchange.challenge(kClientFirst + ",x=ignored");
    CHECK(first == kServerFirst);
    const auto start = kFinalStart + ",y=ignored";
    const auto message = kClientFirst.substr(3) + ",x=ignored," + first + "," + start;
    CHECK(exchange.verify(start + ",p=" + proof("pencil", kSalt, message)).has_value());
}

TEST_CASE("malformed first messages", "[scram]") {
    CHECK(challenge_error("") == "08P01 malformed SCRAM message The message is empty.");
    CHECK(challenge_error(std::string("n,,n=\0,r=a", 10)) ==
          "08P01 malformed SCRAM message Message length does not match input length.");
    CHECK(challenge_error("x,,n=,r=a") == "08P01 malformed SCRAM message Unexpected channel-binding flag \"x\".");
    CHECK(challenge_error("n") == "08P01 malformed SCRAM message Comma expected, but found character 0x00.");
    CHECK(challenge_error("n,a=admin,n=,r=a") == "0A000 client uses authorization identity, but it is not supported ");
    CHECK(challenge_error("n,b") ==
          "08P01 malformed SCRAM message Unexpected attribute \"b\" in client-first-message.");
    CHECK(challenge_error("n,,m=x,n=,r=a") == "0A000 client requires an unsupported SCRAM extension ");
    CHECK(challenge_error("n,,r=a") == "08P01 malformed SCRAM message Expected attribute \"n\" but found \"r\".");
    CHECK(challenge_error("n,,n=") == "08P01 malformed SCRAM message Expected attribute \"r\" but found 0x00.");
    CHECK(challenge_error("n,,nx") == "08P01 malformed SCRAM message Expected character \"=\" for attribute \"n\".");
    CHECK(challenge_error("n,,n=,r=a b") == "08P01 non-printable characters in SCRAM nonce ");
    CHECK(challenge_error("n,,n=,r=a,\x01=b") ==
          "08P01 malformed SCRAM message Attribute expected, but found invalid character 0x01.");
}

TEST_CASE("malformed final messages", "[scram]") {
    CHECK(final_error("") == "malformed SCRAM message The message is empty.");
    CHECK(final_error("c=eSws,r=x") == "unexpected SCRAM channel-binding attribute in client-final-message ");
    CHECK(final_error("c=biws") == "malformed SCRAM message Expected attribute \"r\" but found 0x00.");
    CHECK(final_error(kFinalStart) == "malformed SCRAM message Attribute expected, but found end of string.");
    CHECK(final_error(kFinalStart + ",p=????") == "malformed SCRAM message Malformed proof in client-final-message.");
    CHECK(final_error(kFinalStart + ",p=eA==") == "malformed SCRAM message Malformed proof in client-final-message.");
    CHECK(final_error(kFinalStart + kProof + ",x=y") ==
          "malformed SCRAM message Garbage found at the end of client-final-message.");
    CHECK(final_error("c=biws,r=other" + kProof) == "invalid SCRAM response Nonce does not match.");
}

TEST_CASE("SASLInitialResponse", "[scram]") {
    const auto body = cstr("SCRAM-SHA-256") + field(kClientFirst);
    CHECK(decode_sasl_initial_response(body).data == kClientFirst);
    CHECK_FALSE(decode_sasl_initial_response(cstr("SCRAM-SHA-256") + i32(-1)).data.has_value());
    CHECK(error_of([] { decode_sasl_initial_response(cstr("SCRAM-SHA-256-PLUS") + field("")); }).message() ==
          "client selected an invalid SASL authentication mechanism");
    for (std::size_t size = 0; size < body.size(); ++size)
        CHECK_THROWS_AS(decode_sasl_initial_response(std::string_view(body).substr(0, size)), SqlError);
    CHECK_THROWS_AS(decode_sasl_initial_response(body + "x"), SqlError);
    CHECK_THROWS_AS(decode_sasl_initial_response(cstr("SCRAM-SHA-256") + i32(-2)), SqlError);
}
