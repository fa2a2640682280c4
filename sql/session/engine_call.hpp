// EngineCall: a stretch of work inside the engine that may take long. While one exists the backend does not touch its
// channel, so that whoever terminates the session may (ClientOutput::enter_engine), and the session counts among those
// that a want of memory may end. On the backend's stack.
#pragma once

#include <chrono>

namespace duckdb {
class Connection;
} // namespace duckdb

namespace redstart::sql {

class SessionContext;

class EngineCall {
public:
    explicit EngineCall(SessionContext& session);
    ~EngineCall();
    EngineCall(const EngineCall&) = delete;
    EngineCall& operator=(const EngineCall&) = delete;

private:
    SessionContext& session_;
    std::chrono::steady_clock::time_point since_;
};

// Throws away what a failed call left in the connection; harmless for nullptr.
void abandon_call(duckdb::Connection* connection) noexcept;

} // namespace redstart::sql
