#include "server/credentials.hpp"

#include "protocol/hashing.hpp"
#include "protocol/md5.hpp"
#include "server/clock.hpp"

#include <memory>
#include <vector>

namespace redstart::server {

using catalog::User;
using protocol::ScramVerifier;
using protocol::Sha256Password;

namespace {

constexpr std::size_t kMd5Size = 16;

bool has_password(const User& user) {
    const auto& stored = user.password;
    const bool any = !stored.scram.empty() || !stored.md5.empty() || !stored.sha256_digest.empty();
    return user.id != catalog::kBootstrapUserId && !user.password_disabled && any;
}

bool expired(const User& user) { return user.valid_until && *user.valid_until <= now_micros(); }

std::string made_up(std::string_view what, std::string_view name, std::string_view secret) {
    return protocol::hmac_sha256(secret, std::string(what) + ':' + std::string(name));
}

// Whom a stranger of this name looks like: always the same user while the users stay the same.
std::shared_ptr<const User> stand_in(std::string_view name, const catalog::UserDirectory& users,
                                     std::string_view secret) {
    std::vector<std::shared_ptr<const User>> candidates;
    for (auto& user : users.all())
        if (has_password(*user)) candidates.push_back(std::move(user));
    const std::string chance = made_up("stand-in", name, secret);
    std::size_t number = 0;
    for (int i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(chance[i]);
    return candidates.empty() ? nullptr : candidates[number * candidates.size() >> 32];
}

} // namespace

Credentials Credentials::of(std::string_view name, const User* user, const catalog::UserDirectory& users,
                            std::string_view secret) {
    Credentials made;
    made.scram = ScramVerifier::mock(name, secret);
    made.md5 = "md5" + protocol::to_hex(made_up("md5", name, secret).substr(0, kMd5Size));
    made.digest = {.digest = made_up("digest", name, secret), .salt = made_up("digest salt", name, secret)};
    const auto other = stand_in(name, users, secret);
    const User* shape = user != nullptr && has_password(*user) ? user : other.get();
    if (shape == nullptr) { // nobody has a password
        made.has_scram = made.has_digest = true;
        return made;
    }
    const auto& stored = shape->password;
    auto scram = ScramVerifier::parse(stored.scram);
    auto digest = Sha256Password::parse("sha256|" + stored.sha256_digest + "|" + stored.sha256_salt);
    made.has_scram = scram.has_value();
    made.has_md5 = protocol::is_md5_password(stored.md5);
    made.has_digest = digest.has_value();
    if (shape != user) return made;
    made.usable = !expired(*user);
    if (scram) made.scram = std::move(*scram);
    if (made.has_md5) made.md5 = stored.md5;
    if (digest) made.digest = std::move(*digest);
    return made;
}

bool Credentials::matches(std::string_view name, std::string_view password) const {
    const bool by_scram = scram.matches(password) && has_scram;
    const bool by_md5 = protocol::md5_password_matches(md5, name, password) && has_md5;
    const bool by_digest = digest.matches(password) && has_digest;
    return (by_scram || by_md5 || by_digest) && usable;
}

} // namespace redstart::server
