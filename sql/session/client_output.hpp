// ClientOutput: where an executor writes what its client shall receive. Implemented by the server's
// ClientStream; used on the backend's thread only.
#pragma once

#include "protocol/backend.hpp"
#include "protocol/error.hpp"

#include <string_view>

namespace redstart::sql {

class ClientOutput {
public:
    virtual ~ClientOutput() = default;
    virtual protocol::WireWriter& writer() = 0;
    // Called between frames while rows stream: hands full buffers to the socket and may block on a slow client.
    // Returns false when the statement was cancelled or the session terminated while it was blocked; the caller then
    // stops producing rows and throws what Interrupts::check() says.
    virtual bool flush_if_full() = 0;
    virtual void notice(const protocol::SqlError& notice) = 0;
    // A reported parameter changed (ParameterStatus).
    virtual void parameter_status(std::string_view name, std::string_view value) = 0;
    // The backend is about to enter, or has left, a call into the engine that may take long: the owner token of the
    // channel is lent to whoever terminates this session meanwhile (see docs/architecture.md, Threads).
    virtual void enter_engine() = 0;
    virtual void leave_engine() = 0;
};

} // namespace redstart::sql
