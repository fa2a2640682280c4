#include "server/login/credentials.hpp"

#include "protocol/hashing.hpp"
#include "protocol/md5.hpp"
#include "server/net/clock.hpp"

#include <map>
#include <memory>

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

// The digests of an empty password can be stored as such; PostgreSQL lets nobody in with one.
bool has_empty_password(const User& user) {
    const auto& stored = user.password;
    if (!stored.md5.empty() && protocol::md5_password_matches(stored.md5, user.name, "")) return true;
    const auto digest = Sha256Password::parse("sha256|" + stored.sha256_digest + "|" + stored.sha256_salt);
    return digest && digest->matches("");
}

std::string made_up(std::string_view what, std::string_view name, std::string_view secret) {
    return protocol::hmac_sha256(secret, std::string(what) + ':' + std::string(name));
}

// Which forms of its password are stored, as a word.
std::string forms_of(const User& user) {
    const auto& stored = user.password;
    return std::string(stored.scram.empty() ? "" : "scram ") + (stored.md5.empty() ? "" : "md5 ") +
           (stored.sha256_digest.empty() ? "" : "digest");
}

// Whom a stranger of this name looks like: one of those whose forms are the most like the name. So one user more
// changes nothing for the strangers, and the first with other forms only for those who look like it from then on.
std::shared_ptr<const User> stand_in(std::string_view name, const catalog::UserDirectory& users,
                                     std::string_view secret) {
    std::map<std::string, std::shared_ptr<const User>> by_forms;
    for (auto& user : users.all())
        if (has_password(*user)) by_forms.emplace(forms_of(*user), user);
    std::shared_ptr<const User> chosen;
    std::string most;
    for (const auto& [forms, user] : by_forms) {
        auto likeness = made_up("stand-in " + forms, name, secret);
        if (likeness <= most) continue;
        most = std::move(likeness);
        chosen = user;
    }
    return chosen;
}

} // namespace

bool may_log_in(const User& user) { return has_password(user) && !expired(user); }

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
    made.usable = !expired(*user) && !has_empty_password(*user);
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
