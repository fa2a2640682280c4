#include "sql/session/engine_call.hpp"

#include "sql/engine/freed_memory.hpp"
#include "sql/rule/stream_memory.hpp"
#include "sql/session/session_context.hpp"

#include <duckdb.hpp>

namespace redstart::sql {

EngineCall::EngineCall(SessionContext& session) : session_(session), since_(std::chrono::steady_clock::now()) {
    session_.engine_connection().stream_memory()->call_began();
    session_.output().enter_engine();
}

EngineCall::~EngineCall() {
    if (std::chrono::steady_clock::now() - since_ > kLongCall) note_long_call();
    session_.output().leave_engine();
    session_.engine_connection().stream_memory()->call_ended();
}

void abandon_call(duckdb::Connection* connection) noexcept {
    if (connection == nullptr) return;
    try {
        connection->context->CancelTransaction();
    } catch (const std::exception&) {
        // Nothing is left to abandon: the engine ended the call itself.
    }
}

} // namespace redstart::sql
