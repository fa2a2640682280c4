#include "server/session/termination.hpp"

#include "protocol/backend.hpp"
#include "protocol/sqlstate.hpp"

namespace redstart::server {

using protocol::SqlError;

bool has_goodbye(EndReason reason) noexcept {
    return reason == EndReason::Terminated || reason == EndReason::ServerShutdown ||
           reason == EndReason::StartupTimeout || reason == EndReason::MessageTimeout ||
           reason == EndReason::IdleInTransactionTimeout;
}

SqlError goodbye_error(EndReason reason) {
    if (reason == EndReason::StartupTimeout) {
        return SqlError::fatal(protocol::sqlstate::kQueryCanceled, "canceling authentication due to timeout");
    }
    if (reason == EndReason::IdleInTransactionTimeout) {
        return SqlError::fatal(protocol::sqlstate::kIdleInTransactionSessionTimeout,
                               "terminating connection due to idle-in-transaction timeout");
    }
    if (reason == EndReason::MessageTimeout) {
        return SqlError::fatal(protocol::sqlstate::kProtocolViolation, "the rest of a message did not come in time");
    }
    return SqlError::fatal(protocol::sqlstate::kAdminShutdown, "terminating connection due to administrator command");
}

std::string goodbye_message(EndReason reason) {
    if (!has_goodbye(reason)) return {};
    protocol::WireWriter writer;
    const SqlError error = goodbye_error(reason);
    protocol::write(writer, protocol::ErrorResponse{error});
    return std::string(writer.view());
}

} // namespace redstart::server
