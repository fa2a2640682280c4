// EngineEvents: whom the engine tells that it has failed and been replaced. Implemented by the server's backend
// registry; thread-safe. The engine calls it without holding a mutex of its own.
#pragma once

#include <string_view>

namespace redstart::sql {

enum class EngineEvent : unsigned char { Failed, FailedForGood, Reopened, NotReopened, DatabaseDamaged };

class EngineEvents {
public:
    virtual ~EngineEvents() = default;
    // The engine has failed: every running statement is to end (Executor::lose_engine).
    virtual void engine_lost() = 0;
    // For the log; `detail` says why it could not be opened again.
    virtual void engine_event(EngineEvent event, std::string_view detail) = 0;
};

} // namespace redstart::sql
