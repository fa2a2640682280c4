// First start: makes the superuser when the data directory has none. Used by the main thread before anyone connects.
#pragma once

#include "catalog/state/databases.hpp"
#include "catalog/state/users.hpp"
#include "server/config/options.hpp"
#include "sql/executor/executor.hpp"

#include <cstdint>
#include <string>

namespace redstart::server {

// Creates the superuser when there is no superuser who could log in, as at the first start; a user of that name who is
// there becomes one, with a new password (a line in the log says so). Later starts change nobody. The password comes
// from --password-file; otherwise it is random and kept in DATADIR/superuser.password, readable by the owner alone.
// Returns what to tell the person who started the server, empty when nothing was made. Throws std::exception with one
// clear line, for example when the password breaks Redshift's rule.
std::string create_superuser(const Options& options, std::uint16_t port, const catalog::UserDirectory& users,
                             const catalog::DatabaseDirectory& databases, const sql::ExecutorServices& services);

// What to tell the person who names with --database one that is neither there nor made, since others are there.
std::string unused_database(const Options& options, const catalog::DatabaseDirectory& databases);

// Creates the sample database of --sample unless a database of that name exists. Returns what to tell the person who
// started the server, empty when nothing was made. Throws std::exception.
std::string create_sample(const Options& options, const catalog::UserDirectory& users,
                          const sql::ExecutorServices& services);

} // namespace redstart::server
