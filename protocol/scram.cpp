#include "protocol/scram.hpp"

#include "protocol/error.hpp"
#include "protocol/hashing.hpp"
#include "protocol/sqlstate.hpp"
#include "protocol/wire_reader.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/core.h>

namespace redstart::protocol {

namespace {

constexpr std::string_view kBindingType = "tls-server-end-point";
constexpr const char* kBindingFailed = "SCRAM channel binding check failed";
constexpr std::size_t kMostShown = 30;

SqlError malformed(std::string detail) {
    return SqlError::fatal(sqlstate::kProtocolViolation, "malformed SCRAM message").detail(std::move(detail));
}

SqlError unsupported(const char* message) { return SqlError::fatal(sqlstate::kFeatureNotSupported, message); }

// A byte of a client's message, fit to be shown: PostgreSQL's sanitize_char.
std::string shown(std::string_view rest) {
    if (rest.empty()) return "0x00";
    const auto byte = rest.front();
    if (byte >= 0x21 && byte <= 0x7E) return "\"" + std::string(1, byte) + "\"";
    return "0x" + to_hex(rest.substr(0, 1));
}

// Takes the next "x=value" off `rest`, with the comma behind it if there is one.
struct Attribute {
    char name;
    std::string_view value;
};
Attribute take_any(std::string_view& rest) {
    if (rest.empty()) throw malformed("Attribute expected, but found end of string.");
    const char name = rest.front();
    if (!((name >= 'A' && name <= 'Z') || (name >= 'a' && name <= 'z')))
        throw malformed(fmt::format("Attribute expected, but found invalid character {}.", shown(rest)));
    rest.remove_prefix(1);
    if (!rest.starts_with('=')) throw malformed(fmt::format("Expected character \"=\" for attribute \"{}\".", name));
    rest.remove_prefix(1);
    const auto end = std::min(rest.find(','), rest.size());
    const auto value = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return {name, value};
}

std::string_view take(std::string_view& rest, char name) {
    if (!rest.starts_with(name))
        throw malformed(fmt::format("Expected attribute \"{}\" but found {}.", name, shown(rest)));
    return take_any(rest).value;
}

void check_message(std::string_view message) {
    if (message.empty()) throw malformed("The message is empty.");
    if (message.find('\0') != std::string_view::npos) throw malformed("Message length does not match input length.");
}

// 'y' says "I could bind the channel but you do not offer it": somebody in between took the offer away.
SqlError binding_hidden() {
    return SqlError::fatal(sqlstate::kInvalidAuthorizationSpecification, "SCRAM channel binding negotiation error")
        .detail("The client supports SCRAM channel binding but thinks the server does not.  However, this server does "
                "support channel binding.");
}

// A client's bytes, fit to be shown: PostgreSQL's sanitize_str.
std::string printable(std::string_view text) {
    std::string shown(text.substr(0, kMostShown));
    for (char& byte : shown)
        if (byte < 0x21 || byte > 0x7E) byte = '?';
    return shown;
}

std::string xor_bytes(std::string a, std::string_view b) {
    for (std::size_t i = 0; i < a.size(); ++i) a[i] = static_cast<char>(a[i] ^ b[i]);
    return a;
}

} // namespace

ScramVerifier ScramVerifier::make(std::string_view password, std::string_view salt, int iterations) {
    const auto salted = pbkdf2_sha256(password, salt, iterations);
    return {.iterations = iterations,
            .salt = std::string(salt),
            .stored_key = sha256({hmac_sha256(salted, "Client Key")}),
            .server_key = hmac_sha256(salted, "Server Key")};
}

std::optional<ScramVerifier> ScramVerifier::parse(std::string_view stored) {
    const auto cut = [&](char until) -> std::optional<std::string_view> {
        const auto at = stored.find(until);
        if (at == std::string_view::npos) return std::nullopt;
        const auto part = stored.substr(0, at);
        stored.remove_prefix(at + 1);
        return part;
    };
    const auto mechanism = cut('$');
    const auto iterations = cut(':');
    const auto salt = cut('$');
    const auto stored_key = cut(':');
    if (mechanism != kScramMechanism || !iterations || !salt || !stored_key) return std::nullopt;
    ScramVerifier verifier;
    const auto number =
        std::from_chars(iterations->data(), iterations->data() + iterations->size(), verifier.iterations);
    auto raw_salt = from_base64(*salt);
    auto raw_stored = from_base64(*stored_key);
    auto raw_server = from_base64(stored);
    if (number.ec != std::errc{} || number.ptr != iterations->data() + iterations->size() || verifier.iterations < 1 ||
        !raw_salt || !raw_stored || !raw_server || raw_stored->size() != kSha256Size ||
        raw_server->size() != kSha256Size)
        return std::nullopt;
    verifier.salt = std::move(*raw_salt);
    verifier.stored_key = std::move(*raw_stored);
    verifier.server_key = std::move(*raw_server);
    return verifier;
}

ScramVerifier ScramVerifier::mock(std::string_view user, std::string_view secret) {
    return {.salt = hmac_sha256(secret, user).substr(0, kScramSaltSize),
            .stored_key = std::string(kSha256Size, '\0'),
            .server_key = std::string(kSha256Size, '\0'),
            .is_mock = true};
}

std::string ScramVerifier::to_string() const {
    return std::string(kScramMechanism) + "$" + std::to_string(iterations) + ":" + to_base64(salt) + "$" +
           to_base64(stored_key) + ":" + to_base64(server_key);
}

bool ScramVerifier::matches(std::string_view password) const {
    const auto other = make(password, salt, iterations);
    return equal_constant_time(stored_key, other.stored_key) && !is_mock;
}

SaslInitialResponse decode_sasl_initial_response(std::string_view body, bool binding_offered) {
    WireReader reader(body);
    SaslInitialResponse response{.mechanism = reader.text(), .data = std::nullopt};
    const auto length = reader.i32();
    const bool offered =
        response.mechanism == kScramMechanism || (binding_offered && response.mechanism == kScramPlusMechanism);
    if (reader.ok() && !offered)
        throw SqlError::fatal(sqlstate::kProtocolViolation, "client selected an invalid SASL authentication mechanism");
    if (length != -1) response.data = reader.bytes(static_cast<std::uint32_t>(length));
    if (!reader.ok() || reader.left() > 0)
        throw SqlError::fatal(sqlstate::kProtocolViolation, "invalid SASLInitialResponse message");
    return response;
}

// The GS2 header "n,,", "y,," or "p=tls-server-end-point,,": no authorization identity. Returns the flag.
char ScramServer::take_gs2_header(std::string_view& rest) const {
    const char flag = rest.front();
    if (flag == 'p') {
        if (!bound_) {
            throw malformed("The client selected SCRAM-SHA-256 without channel binding, but the SCRAM message "
                            "includes channel binding data.");
        }
        const auto type = take_any(rest).value;
        if (type != kBindingType) {
            throw SqlError::fatal(sqlstate::kProtocolViolation,
                                  fmt::format("unsupported SCRAM channel-binding type \"{}\"", printable(type)));
        }
    } else if (flag == 'n' || flag == 'y') {
        if (bound_) {
            throw malformed("The client selected SCRAM-SHA-256-PLUS, but the SCRAM message does not include channel "
                            "binding data.");
        }
        if (flag == 'y' && !end_point_.empty()) throw binding_hidden();
        rest.remove_prefix(1);
        if (!rest.starts_with(','))
            throw malformed(fmt::format("Comma expected, but found character {}.", shown(rest)));
        rest.remove_prefix(1);
    } else {
        throw malformed(fmt::format("Unexpected channel-binding flag {}.", shown(rest)));
    }
    if (rest.starts_with('a')) throw unsupported("client uses authorization identity, but it is not supported");
    if (!rest.starts_with(','))
        throw malformed(fmt::format("Unexpected attribute {} in client-first-message.", shown(rest)));
    rest.remove_prefix(1);
    return flag;
}

std::string ScramServer::challenge(std::string_view client_first) {
    check_message(client_first);
    auto rest = client_first;
    const char flag = take_gs2_header(rest);
    const auto header = client_first.substr(0, client_first.size() - rest.size());
    binding_ = to_base64(std::string(header) + (flag == 'p' ? end_point_ : std::string()));
    client_first_bare_ = rest;
    if (rest.starts_with('m')) throw unsupported("client requires an unsupported SCRAM extension");
    take(rest, 'n'); // the user name of the start-up packet counts, as in PostgreSQL
    const auto nonce = take(rest, 'r');
    const auto printable = [](char byte) { return byte >= 0x21 && byte <= 0x7E; };
    if (!std::all_of(nonce.begin(), nonce.end(), printable))
        throw SqlError::fatal(sqlstate::kProtocolViolation, "non-printable characters in SCRAM nonce");
    while (!rest.empty()) take_any(rest); // extensions that need not be understood
    nonce_ = std::string(nonce) + server_nonce_;
    server_first_ = "r=" + nonce_ + ",s=" + to_base64(verifier_.salt) + ",i=" + std::to_string(verifier_.iterations);
    return server_first_;
}

std::optional<std::string> ScramServer::verify(std::string_view client_final) {
    check_message(client_final);
    auto rest = client_final;
    // "c=" repeats the GS2 header, with what the client is bound to behind it, in base64.
    if (take(rest, 'c') != binding_) {
        if (bound_) throw SqlError::fatal(sqlstate::kInvalidAuthorizationSpecification, kBindingFailed);
        throw SqlError::fatal(sqlstate::kProtocolViolation,
                              "unexpected SCRAM channel-binding attribute in client-final-message");
    }
    const auto nonce = take(rest, 'r');
    std::string_view before_proof;
    Attribute attribute{};
    do {
        before_proof = client_final.substr(0, client_final.size() - rest.size() - 1);
        attribute = take_any(rest);
    } while (attribute.name != 'p');
    const auto proof = from_base64(attribute.value);
    if (!proof || proof->size() != kSha256Size) throw malformed("Malformed proof in client-final-message.");
    if (!rest.empty()) throw malformed("Garbage found at the end of client-final-message.");
    if (nonce != nonce_)
        throw SqlError::fatal(sqlstate::kProtocolViolation, "invalid SCRAM response").detail("Nonce does not match.");

    const auto auth_message = client_first_bare_ + "," + server_first_ + "," + std::string(before_proof);
    const auto client_key = xor_bytes(*proof, hmac_sha256(verifier_.stored_key, auth_message));
    const bool same = equal_constant_time(sha256({client_key}), verifier_.stored_key);
    if (!same || verifier_.is_mock) return std::nullopt;
    return "v=" + to_base64(hmac_sha256(verifier_.server_key, auth_message));
}

} // namespace redstart::protocol
