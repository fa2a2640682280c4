// AuthPolicy: what decides for every connection of this server how it must prove who it is. Constant but for the rules,
// which have their own synchronization; any thread.
#pragma once

#include "server/config/options.hpp"
#include "server/login/hba_file.hpp"
#include "server/login/session_host.hpp"

#include <string>

namespace redstart::server {

struct AuthPolicy {
    AuthMode mode = AuthMode::Password; // counts only where there are no rules
    std::string mock_secret;            // random and kept (login_secret.hpp): makes the salts of users who do not exist
    bool require_ssl = false;
    const HbaFile* rules = nullptr; // outlives this; nullptr: none
};

// The method for this client. Throws FATAL 28000 in a cluster's and PostgreSQL's words when it is not let in.
AuthMethod choose_method(const AuthPolicy& policy, const Peer& peer, const Login& login);

} // namespace redstart::server
