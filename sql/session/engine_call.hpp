// EngineCall: a stretch of work inside the engine that may take long. While one exists the backend does not touch its
// channel, so that whoever terminates the session may (ClientOutput::enter_engine). On the backend's stack.
#pragma once

#include "sql/session/client_output.hpp"

namespace duckdb {
class Connection;
} // namespace duckdb

namespace redstart::sql {

class EngineCall {
public:
    explicit EngineCall(ClientOutput& output) : output_(output) { output_.enter_engine(); }
    ~EngineCall() { output_.leave_engine(); }
    EngineCall(const EngineCall&) = delete;
    EngineCall& operator=(const EngineCall&) = delete;

private:
    ClientOutput& output_;
};

// Throws away what a failed call left in the connection; harmless for nullptr.
void abandon_call(duckdb::Connection* connection) noexcept;

} // namespace redstart::sql
