#include "server/login/auth_policy.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <fmt/format.h>

namespace redstart::server {
namespace {

// "SSL off" as a cluster says it (OBS) and PostgreSQL said it before 14.
protocol::SqlError refusal(const char* what, const Peer& peer, const Login& login) {
    return protocol::SqlError::fatal(protocol::sqlstate::kInvalidAuthorizationSpecification,
                                     fmt::format("{} for host \"{}\", user \"{}\", database \"{}\", SSL {}", what,
                                                 peer.host, login.user_name, login.database,
                                                 peer.encrypted ? "on" : "off"));
}

} // namespace

AuthMethod choose_method(const AuthPolicy& policy, const Peer& peer, const Login& login) {
    constexpr const char* kNoEntry = "no pg_hba.conf entry";
    if (policy.require_ssl && !peer.encrypted) throw refusal(kNoEntry, peer, login);
    if (policy.rules == nullptr) return policy.mode == AuthMode::Trust ? AuthMethod::Trust : AuthMethod::Stored;
    const auto method = policy.rules->current()->method_for(
        {.address = peer.host, .encrypted = peer.encrypted, .database = login.database, .user = login.user_name});
    if (!method) throw refusal(kNoEntry, peer, login);
    if (*method == AuthMethod::Reject) throw refusal("pg_hba.conf rejects connection", peer, login);
    return *method;
}

} // namespace redstart::server
