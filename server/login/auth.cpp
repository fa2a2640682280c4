#include "server/login/auth.hpp"

#include "protocol/backend.hpp"
#include "protocol/hashing.hpp"
#include "protocol/md5.hpp"
#include "protocol/sqlstate.hpp"

#include <utility>

#include <fmt/format.h>

namespace redstart::server {

using protocol::SqlError;
namespace sqlstate = protocol::sqlstate;

namespace {

constexpr std::size_t kMd5SaltSize = 4;
constexpr std::size_t kDigestNonceSize = 16;

// A PasswordMessage is one NUL-terminated string.
std::string_view password_of(std::string_view body) {
    if (body.empty() || body.find('\0') != body.size() - 1) {
        throw SqlError::fatal(sqlstate::kProtocolViolation, "invalid password packet size");
    }
    return body.substr(0, body.size() - 1);
}

SqlError refused(std::string message) {
    return SqlError::fatal(sqlstate::kInvalidAuthorizationSpecification, std::move(message));
}

} // namespace

AuthExchange::AuthExchange(AuthRequest request, Credentials credentials)
    : request_(std::move(request)), credentials_(std::move(credentials)),
      scram_(credentials_.scram, protocol::to_base64(protocol::random_bytes(protocol::kScramNonceSize)),
             request_.peer.server_end_point) {
    step_ = first_step();
    if (step_ == Step::Md5) challenge_ = protocol::random_bytes(kMd5SaltSize);
    if (step_ == Step::Digest) challenge_ = protocol::to_hex(protocol::random_bytes(kDigestNonceSize));
}

AuthExchange::Step AuthExchange::first_step() const {
    const Credentials& has = credentials_;
    switch (request_.method) {
    case AuthMethod::Trust:
        if (!request_.user_exists) throw refused(fmt::format("user \"{}\" does not exist", request_.user_name));
        return Step::Trusted;
    case AuthMethod::Cert: require_certificate(); return Step::Trusted;
    case AuthMethod::Digest: return Step::Digest;
    case AuthMethod::Password: return Step::Clear;
    case AuthMethod::Stored: break;
    case AuthMethod::Scram:
    case AuthMethod::Reject: return Step::ScramInitial;
    }
    if (request_.redshift_driver && has.has_digest) return Step::Digest;
    if (has.has_scram) return Step::ScramInitial;
    if (has.has_md5) return Step::Md5;
    return has.has_digest && request_.peer.encrypted ? Step::Clear : Step::ScramInitial;
}

void AuthExchange::require_certificate() const {
    if (request_.user_exists && request_.peer.certificate_name == request_.user_name) return;
    throw refused(fmt::format("certificate authentication failed for user \"{}\"", request_.user_name));
}

bool AuthExchange::begin(protocol::WireWriter& out) {
    using namespace protocol;
    switch (step_) {
    case Step::Trusted: return true;
    case Step::Md5: write(out, AuthenticationMd5Password{challenge_}); break;
    case Step::Digest: write(out, AuthenticationDigest{credentials_.digest.salt, challenge_}); break;
    case Step::Clear: write(out, AuthenticationCleartextPassword{}); break;
    default:
        if (request_.peer.server_end_point.empty()) {
            write(out, AuthenticationSasl{{kScramMechanism}});
        } else {
            write(out, AuthenticationSasl{{kScramPlusMechanism, kScramMechanism}});
        }
    }
    return false;
}

char AuthExchange::answer_tag() const noexcept {
    return step_ == Step::Digest ? protocol::DigestResponse::kTag : protocol::AuthenticationResponse::kTag;
}

bool AuthExchange::decides() const noexcept {
    return step_ == Step::ScramFinal || step_ == Step::Md5 || step_ == Step::Digest || step_ == Step::Clear;
}

bool AuthExchange::respond(std::string_view body, protocol::WireWriter& out) {
    switch (step_) {
    case Step::Trusted: break;
    case Step::ScramInitial: return scram_initial(body, out), false;
    case Step::ScramFirst: return scram_first(body, out), false;
    case Step::ScramFinal: return scram_final(body, out), true;
    case Step::Md5:
        require(protocol::md5_response_matches(credentials_.md5, challenge_, password_of(body)) &&
                credentials_.has_md5);
        return true;
    case Step::Digest: require(digest_matches(body)); return true;
    case Step::Clear: require(credentials_.matches(request_.user_name, password_of(body))); return true;
    }
    throw SqlError::fatal(sqlstate::kProtocolViolation, "unexpected authentication message");
}

void AuthExchange::scram_initial(std::string_view body, protocol::WireWriter& out) {
    const auto initial = protocol::decode_sasl_initial_response(body, !request_.peer.server_end_point.empty());
    if (initial.mechanism == protocol::kScramPlusMechanism) scram_.bind_channel();
    if (initial.data) return scram_first(*initial.data, out);
    protocol::write(out, protocol::AuthenticationSaslContinue{""}); // the client only named the mechanism
    step_ = Step::ScramFirst;
}

void AuthExchange::scram_first(std::string_view message, protocol::WireWriter& out) {
    const std::string challenge = scram_.challenge(message);
    protocol::write(out, protocol::AuthenticationSaslContinue{challenge});
    step_ = Step::ScramFinal;
}

void AuthExchange::scram_final(std::string_view body, protocol::WireWriter& out) {
    const auto proof = scram_.verify(body);
    require(proof && credentials_.has_scram);
    protocol::write(out, protocol::AuthenticationSaslFinal{*proof});
}

bool AuthExchange::digest_matches(std::string_view body) const {
    const auto answer = protocol::decode_digest_response(body);
    const std::string expected = credentials_.digest.response(challenge_, answer.client_nonce);
    return protocol::equal_constant_time(expected, answer.digest) && credentials_.has_digest;
}

void AuthExchange::require(bool matches) const {
    if (!matches || !credentials_.usable) throw wrong_password(request_.user_name);
}

SqlError wrong_password(std::string_view user_name) {
    return refused(fmt::format("password authentication failed for user \"{}\"", user_name));
}

std::string_view AuthExchange::method_name() const noexcept {
    switch (step_) {
    case Step::Trusted: return request_.method == AuthMethod::Cert ? "cert" : "trust";
    case Step::Md5: return "md5";
    default: return "password";
    }
}

} // namespace redstart::server
