// Passwords stored as Redshift's salted SHA-256 digest, and the digest's answer to authentication code 13.
// A value and pure functions; safe from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace redstart::protocol {

// Source: Redshift, CREATE USER: 'sha256|digest|salt', digest and salt (256 bits each) in hex.
struct Sha256Password {
    std::string digest; // 32 bytes: SHA256(password || salt)
    std::string salt;   // 32 bytes

    // `salt` should be 32 random bytes.
    static Sha256Password make(std::string_view password, std::string_view salt);
    // Reads "sha256|<64 hex digits>|<64 hex digits>"; nullopt for anything else, "sha256|clear" included.
    static std::optional<Sha256Password> parse(std::string_view stored);
    std::string to_string() const;

    // Checks a clear password.
    bool matches(std::string_view password) const;
    // What a Redshift driver answers to code 13: SHA256(digest || server_nonce || client_nonce), raw.
    std::string response(std::string_view server_nonce, std::string_view client_nonce) const;
};

// What a Redshift driver sends after code 13, in a message of type 'd'.
struct DigestResponse {
    static constexpr char kTag = 'd';
    std::string_view digest;
    std::string_view client_nonce;
};

// Throws a FATAL SqlError 08P01 for a body that does not match.
DigestResponse decode_digest_response(std::string_view body);

} // namespace redstart::protocol
