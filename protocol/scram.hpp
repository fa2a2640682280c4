// The server's side of SCRAM-SHA-256 (RFC 5802, RFC 7677) as PostgreSQL speaks it, with or without binding to
// the TLS channel (tls-server-end-point, RFC 5929).
// Verifiers are values; a ScramServer is one exchange and belongs to one thread. No randomness inside: nonces and salts
// are passed in (see random_bytes in hashing.hpp).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace redstart::protocol {

inline constexpr std::string_view kScramMechanism = "SCRAM-SHA-256";
inline constexpr std::string_view kScramPlusMechanism = "SCRAM-SHA-256-PLUS";
inline constexpr int kScramIterations = 4096;
inline constexpr std::size_t kScramSaltSize = 16;
inline constexpr std::size_t kScramNonceSize = 18; // random bytes in the server's part of the nonce

// What is stored instead of a password.
struct ScramVerifier {
    int iterations = kScramIterations;
    std::string salt;       // raw
    std::string stored_key; // 32 bytes
    std::string server_key; // 32 bytes
    // No password matches; an exchange with it differs from a wrong password in nothing a client can see.
    bool is_mock = false;

    // `password` is taken as it is: for ASCII, all that Redshift allows in a password, SASLprep changes nothing.
    static ScramVerifier make(std::string_view password, std::string_view salt, int iterations = kScramIterations);
    // PostgreSQL's stored form "SCRAM-SHA-256$4096:salt$StoredKey:ServerKey"; nullopt for anything else.
    static std::optional<ScramVerifier> parse(std::string_view stored);
    // For a user who does not exist or has no usable password. The salt follows from the name and a secret that the
    // server keeps for its lifetime, so that asking twice gives the same answer, as for a real user.
    static ScramVerifier mock(std::string_view user, std::string_view secret);

    std::string to_string() const;
    // Checks a clear password (AuthenticationCleartextPassword).
    bool matches(std::string_view password) const;
};

// The body of a SASLInitialResponse; `data` is nullopt when the client sent no initial response.
struct SaslInitialResponse {
    std::string_view mechanism;
    std::optional<std::string_view> data;
};

// Throws a FATAL SqlError 08P01 for a body that does not match or a mechanism that was not offered: SCRAM-SHA-256
// always is, SCRAM-SHA-256-PLUS where `binding_offered`.
SaslInitialResponse decode_sasl_initial_response(std::string_view body, bool binding_offered = false);

// One exchange: challenge() with the client's first message, then verify() with its final one. Both throw a FATAL
// SqlError in PostgreSQL's words: 08P01 for a malformed message (channel binding data with the mechanism without it,
// and the reverse, included), 0A000 for an unsupported extension, 28000 when somebody in between hid that binding is
// offered or the client is bound to another channel.
class ScramServer {
public:
    // `nonce` is the server's part: printable, no comma, fresh for every exchange. `end_point` is the hash of the
    // server's certificate; empty where binding is not offered.
    ScramServer(ScramVerifier verifier, std::string nonce, std::string end_point = {})
        : verifier_(std::move(verifier)), server_nonce_(std::move(nonce)), end_point_(std::move(end_point)) {}

    // The client chose SCRAM-SHA-256-PLUS; before challenge(). Only where binding is offered.
    void bind_channel() noexcept { bound_ = true; }

    // client-first-message in, server-first-message out.
    std::string challenge(std::string_view client_first);
    // client-final-message in, server-final-message out; nullopt when the password is wrong (or the user a mock).
    std::optional<std::string> verify(std::string_view client_final);

private:
    char take_gs2_header(std::string_view& rest) const;

    // Constant when the exchange has begun.
    ScramVerifier verifier_;
    std::string server_nonce_;
    std::string end_point_;
    bool bound_ = false;
    // Set by challenge().
    std::string binding_; // what the client's "c=" must be
    std::string client_first_bare_;
    std::string server_first_;
    std::string nonce_; // client's part and ours
};

} // namespace redstart::protocol
