// What a client is told when the server ends its session. Pure functions, any thread.
#pragma once

#include "protocol/error.hpp"
#include "server/session/end_reason.hpp"

#include <string>

namespace redstart::server {

// Whether the client is told anything: a session that was idle too long just sees its socket close, as on a cluster.
bool has_goodbye(EndReason reason) noexcept;
// FATAL 57P01 and its text. A block that was idle too long ends with PostgreSQL's 25P03: INF, the guide has no text.
protocol::SqlError goodbye_error(EndReason reason);
// The ErrorResponse frame, empty when nothing is to be said.
std::string goodbye_message(EndReason reason);

} // namespace redstart::server
