// The server's secret, from which it makes up what users who do not exist are asked (salts), so that nobody can tell.
// Stateless; for the main thread.
#pragma once

#include "server/config/options.hpp"

#include <string>

namespace redstart::server {

// Kept in DATADIR/login.secret (mode 0600), so that a stranger is asked the same before and after a restart, as a user
// is; made when it is missing, or damaged, of which the log tells. Random for ":memory:", where users do not outlive
// the server either. Throws std::runtime_error naming the file.
std::string login_secret(const Options& options);

} // namespace redstart::server
