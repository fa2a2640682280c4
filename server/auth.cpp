#include "server/auth.hpp"

#include "protocol/backend.hpp"
#include "protocol/digest.hpp"
#include "protocol/hashing.hpp"
#include "protocol/md5.hpp"
#include "protocol/sqlstate.hpp"
#include "server/clock.hpp"

#include <utility>

#include <fmt/format.h>

namespace redstart::server {

using protocol::ScramVerifier;
using protocol::SqlError;
namespace sqlstate = protocol::sqlstate;

namespace {

constexpr std::size_t kMd5SaltSize = 4;

// A PasswordMessage is one NUL-terminated string.
std::string_view password_of(std::string_view body) {
    if (body.empty() || body.find('\0') != body.size() - 1) {
        throw SqlError::fatal(sqlstate::kProtocolViolation, "invalid password packet size");
    }
    return body.substr(0, body.size() - 1);
}

} // namespace

AuthExchange::AuthExchange(const AuthPolicy& policy, std::string user_name, std::shared_ptr<const catalog::User> user,
                           bool encrypted)
    : user_name_(std::move(user_name)), user_(std::move(user)) {
    if (policy.mode == AuthMode::Password) {
        choose_password_method(policy, encrypted);
    } else if (!user_ || user_->id == catalog::kBootstrapUserId) {
        throw SqlError::fatal(sqlstate::kInvalidAuthorizationSpecification,
                              fmt::format("user \"{}\" does not exist", user_name_));
    }
}

bool AuthExchange::has_password() const {
    return user_ && user_->id != catalog::kBootstrapUserId && !user_->password_disabled;
}

bool AuthExchange::expired() const { return user_->valid_until && *user_->valid_until <= now_micros(); }

void AuthExchange::choose_password_method(const AuthPolicy& policy, bool encrypted) {
    std::optional<ScramVerifier> verifier;
    if (has_password()) {
        const catalog::PasswordVerifiers& stored = user_->password;
        verifier = ScramVerifier::parse(stored.scram);
        if (!verifier && protocol::is_md5_password(stored.md5)) {
            method_ = Method::Md5;
            md5_salt_ = protocol::random_bytes(kMd5SaltSize);
            return;
        }
        if (!verifier && !stored.sha256_digest.empty() && encrypted) {
            method_ = Method::Clear;
            return;
        }
    }
    if (!verifier) verifier = ScramVerifier::mock(user_name_, policy.mock_secret);
    method_ = Method::ScramInitial;
    scram_.emplace(std::move(*verifier), protocol::to_base64(protocol::random_bytes(protocol::kScramNonceSize)));
}

bool AuthExchange::begin(protocol::WireWriter& out) {
    switch (method_) {
    case Method::Trust: return true;
    case Method::Md5: protocol::write(out, protocol::AuthenticationMd5Password{md5_salt_}); break;
    case Method::Clear: protocol::write(out, protocol::AuthenticationCleartextPassword{}); break;
    default: protocol::write(out, protocol::AuthenticationSasl{{protocol::kScramMechanism}}); break;
    }
    return false;
}

bool AuthExchange::respond(std::string_view body, protocol::WireWriter& out) {
    switch (method_) {
    case Method::Trust: break;
    case Method::ScramInitial: return scram_initial(body, out), false;
    case Method::ScramFirst: return scram_first(body, out), false;
    case Method::ScramFinal: return scram_final(body, out), true;
    case Method::Md5: {
        require(protocol::md5_response_matches(user_->password.md5, md5_salt_, password_of(body)));
        return true;
    }
    case Method::Clear: {
        const auto& stored = user_->password;
        const auto digest =
            protocol::Sha256Password::parse("sha256|" + stored.sha256_digest + "|" + stored.sha256_salt);
        require(digest && digest->matches(password_of(body)));
        return true;
    }
    }
    throw SqlError::fatal(sqlstate::kProtocolViolation, "unexpected authentication message");
}

void AuthExchange::scram_initial(std::string_view body, protocol::WireWriter& out) {
    const auto initial = protocol::decode_sasl_initial_response(body);
    if (initial.data) return scram_first(*initial.data, out);
    protocol::write(out, protocol::AuthenticationSaslContinue{""}); // the client only named the mechanism
    method_ = Method::ScramFirst;
}

void AuthExchange::scram_first(std::string_view message, protocol::WireWriter& out) {
    const std::string challenge = scram_->challenge(message);
    protocol::write(out, protocol::AuthenticationSaslContinue{challenge});
    method_ = Method::ScramFinal;
}

void AuthExchange::scram_final(std::string_view body, protocol::WireWriter& out) {
    const auto proof = scram_->verify(body);
    require(proof.has_value());
    protocol::write(out, protocol::AuthenticationSaslFinal{*proof});
}

void AuthExchange::require(bool matches) const {
    if (matches && !expired()) return;
    throw SqlError::fatal(sqlstate::kInvalidAuthorizationSpecification,
                          fmt::format("password authentication failed for user \"{}\"", user_name_));
}

std::string_view AuthExchange::method_name() const noexcept {
    switch (method_) {
    case Method::Trust: return "trust";
    case Method::Md5: return "md5";
    default: return "password";
    }
}

} // namespace redstart::server
