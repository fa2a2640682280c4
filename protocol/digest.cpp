#include "protocol/digest.hpp"

#include "protocol/error.hpp"
#include "protocol/hashing.hpp"
#include "protocol/sqlstate.hpp"
#include "protocol/wire_reader.hpp"

namespace redstart::protocol {

namespace {

constexpr std::string_view kPrefix = "sha256|";
constexpr std::size_t kHexSize = 2 * kSha256Size;

} // namespace

Sha256Password Sha256Password::make(std::string_view password, std::string_view salt) {
    return {.digest = sha256({password, salt}), .salt = std::string(salt)};
}

std::optional<Sha256Password> Sha256Password::parse(std::string_view stored) {
    if (!stored.starts_with(kPrefix)) return std::nullopt;
    stored.remove_prefix(kPrefix.size());
    if (stored.size() != 2 * kHexSize + 1 || stored[kHexSize] != '|') return std::nullopt;
    auto digest = from_hex(stored.substr(0, kHexSize));
    auto salt = from_hex(stored.substr(kHexSize + 1));
    if (!digest || !salt) return std::nullopt;
    return Sha256Password{.digest = std::move(*digest), .salt = std::move(*salt)};
}

std::string Sha256Password::to_string() const { return std::string(kPrefix) + to_hex(digest) + "|" + to_hex(salt); }

bool Sha256Password::matches(std::string_view password) const {
    return equal_constant_time(digest, sha256({password, salt}));
}

std::string Sha256Password::response(std::string_view server_nonce, std::string_view client_nonce) const {
    return sha256({digest, server_nonce, client_nonce});
}

DigestResponse decode_digest_response(std::string_view body) {
    WireReader reader(body);
    DigestResponse response;
    response.digest = reader.bytes(reader.u32());
    response.client_nonce = reader.bytes(reader.u32());
    if (!reader.ok() || reader.left() > 0)
        throw SqlError::fatal(sqlstate::kProtocolViolation, "invalid password packet size");
    return response;
}

} // namespace redstart::protocol
