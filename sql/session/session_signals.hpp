// BackendSignals: how a session reaches other sessions: to cancel or terminate them, or to tell them that the engine
// has failed. Implemented by the server's backend registry; thread-safe.
#pragma once

#include "sql/engine/engine_events.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace redstart::sql {

enum class SignalKind : unsigned char { Cancel, Terminate };
enum class SignalOutcome : unsigned char { Sent, NoSuchSession, PermissionDenied };
class BackendSignals : public EngineEvents {
public:
    // `message` replaces the victim's default text (CANCEL pid 'message'); nullopt keeps it.
    // `all`: the caller may signal sessions of others; whether it is a superuser's does not matter.
    virtual SignalOutcome signal(SignalKind kind, std::int32_t pid, std::int32_t caller_user_id, bool all,
                                 std::optional<std::string> message) = 0;
};

} // namespace redstart::sql
