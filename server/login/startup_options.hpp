// Reads the start-up parameters that become settings of the session. Pure functions, any thread.
#pragma once

#include "protocol/startup.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redstart::server {

// Names and values as the packet has them; sql::Settings decides what becomes of them.
using StartupSettings = std::vector<std::pair<std::string, std::string>>;

// The `options` parameter: "-c name=value", "-cname=value" and "--name=value", separated by blanks; a backslash keeps
// the next character. Anything else in it is ignored. Source: PostgreSQL, pg_split_opts and process_postgres_switches.
StartupSettings parse_command_line_options(std::string_view options);

// Every parameter but user, database, options, replication and the protocol's own, then those of `options`.
StartupSettings startup_settings(const protocol::StartupRequest& request);

} // namespace redstart::server
