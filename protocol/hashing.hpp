// The hashes and encodings that the password exchanges are made of, over OpenSSL's libcrypto.
// Pure functions except random_bytes(), which reads OpenSSL's own generator; safe from any thread.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace redstart::protocol {

inline constexpr std::size_t kSha256Size = 32;

// Raw digests of the parts one after the other. All functions that hash throw SqlError XX000 when libcrypto refuses
// (for example MD5 on a FIPS-only machine).
std::string md5(std::initializer_list<std::string_view> parts);
std::string sha256(std::initializer_list<std::string_view> parts);
std::string hmac_sha256(std::string_view key, std::string_view message);
// PBKDF2 with HMAC-SHA-256, 32 bytes. `iterations` >= 1.
std::string pbkdf2_sha256(std::string_view password, std::string_view salt, int iterations);

std::string to_hex(std::string_view raw); // lower case
// Either case; nullopt when a character is no hex digit or one is missing.
std::optional<std::string> from_hex(std::string_view hex);
std::string to_base64(std::string_view raw);
// Padded base64 without white space; nullopt for anything else.
std::optional<std::string> from_base64(std::string_view text);

// Compares without telling by its duration where the difference is. Lengths are not secret.
bool equal_constant_time(std::string_view a, std::string_view b) noexcept;

// `count` unpredictable bytes, for salts, nonces and secrets. Throws SqlError XX000 when the machine has none to give.
std::string random_bytes(std::size_t count);

} // namespace redstart::protocol
