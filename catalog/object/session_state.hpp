// How code that runs inside the engine finds the session it runs for: a SessionServices registered in the engine's
// client context. The services are owned by the caller and must outlive the context. Any thread.
#pragma once

#include "catalog/state/session_services.hpp"

namespace duckdb {
class ClientContext;
} // namespace duckdb

namespace redstart::catalog {

// Makes `services` the session of this client context; replaces an earlier one.
void attach_session(duckdb::ClientContext& context, SessionServices& services);

// The session of this client context; nullptr when none was attached.
SessionServices* find_session(duckdb::ClientContext& context);
// The same. Throws the engine's internal error when none was attached: an error of ours.
SessionServices& session_of(duckdb::ClientContext& context);

} // namespace redstart::catalog
