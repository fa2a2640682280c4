// Credentials: what AuthExchange checks a client's answer against. A user who does not exist or cannot log in gets some
// as well: they look like those of any user, and no answer matches them. A value; making one reads the directory of
// users.
#pragma once

#include "catalog/state/users.hpp"
#include "protocol/digest.hpp"
#include "protocol/scram.hpp"

#include <string>
#include <string_view>

namespace redstart::server {

// Has a password that is neither disabled nor expired.
bool may_log_in(const catalog::User& user);

struct Credentials {
    // All three are always there, made up where nothing is stored; `has_...` says which ones the user seems to have.
    protocol::ScramVerifier scram;
    std::string md5; // "md5" and 32 hex digits
    protocol::Sha256Password digest;
    bool has_scram = false;
    bool has_md5 = false;
    bool has_digest = false;
    bool usable = false; // else nothing matches

    // `user` is nullptr when there is none of that name; `secret` is the server's, see AuthPolicy. Takes the same time
    // for everyone. A stranger's forms follow from name, secret and the forms that users have: asking twice gives the
    // same answer, and another user changes it only when it is the first with its forms.
    static Credentials of(std::string_view name, const catalog::User* user, const catalog::UserDirectory& users,
                          std::string_view secret);

    // Checks a clear password against every form, so that the time does not tell which one there is.
    bool matches(std::string_view name, std::string_view password) const;
};

} // namespace redstart::server
