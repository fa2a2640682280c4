// EndReason: why the server ends a session. A value.
#pragma once

namespace redstart::server {

enum class EndReason : unsigned char {
    None,
    Terminated,
    ServerShutdown,
    ClientGone,
    StartupTimeout,
    MessageTimeout,
    IdleTimeout,
    IdleInTransactionTimeout
};

} // namespace redstart::server
