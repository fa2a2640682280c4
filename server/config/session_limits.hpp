// SessionLimits: how long what a session does may take, as the server's options say. A plain value.
// Source: Redshift management guide, "Quotas and limits"; 0 stands for no limit.
#pragma once

#include <chrono>

namespace redstart::server {

struct SessionLimits {
    std::chrono::milliseconds startup{60'000};        // from the first byte to ReadyForQuery
    std::chrono::milliseconds message{60'000};        // for the rest of a message that has begun
    std::chrono::milliseconds idle{0};                // of users without a SESSION TIMEOUT of their own
    std::chrono::milliseconds idle_in_transaction{0}; // between two statements of a block
    std::chrono::milliseconds statement{0};           // the initial statement_timeout of every session
    bool cluster_rules = true;                        // the initial cluster_rules of every session
    bool throttle_logins = true;                      // guesses are slowed down (LoginThrottle)
};

} // namespace redstart::server
