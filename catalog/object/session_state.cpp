#include "catalog/object/session_state.hpp"

#include <duckdb.hpp>
#include <duckdb/main/client_context_state.hpp>

namespace redstart::catalog {

namespace {

constexpr const char* kStateKey = "redstart";

class SessionState final : public duckdb::ClientContextState {
public:
    explicit SessionState(SessionServices& services) : services_(services) {}
    SessionServices& services() const { return services_; }

private:
    SessionServices& services_;
};

} // namespace

void attach_session(duckdb::ClientContext& context, SessionServices& services) {
    context.registered_state->Remove(kStateKey);
    context.registered_state->Insert(kStateKey, duckdb::make_shared_ptr<SessionState>(services));
}

SessionServices* find_session(duckdb::ClientContext& context) {
    const auto state = context.registered_state->Get<SessionState>(kStateKey);
    return state ? &state->services() : nullptr;
}

SessionServices& session_of(duckdb::ClientContext& context) {
    auto* session = find_session(context);
    // Not an internal error: where a log is done again the engine tries to compute defaults, and goes on without.
    if (session == nullptr) throw duckdb::InvalidInputException("no session is attached to this connection");
    return *session;
}

} // namespace redstart::catalog
