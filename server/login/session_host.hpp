// SessionHost: what a session asks of the connection it belongs to; implemented by the backend, and by tests.
// Used on the backend's thread only.
#pragma once

#include "catalog/state/databases.hpp"
#include "catalog/state/users.hpp"
#include "protocol/startup.hpp"
#include "sql/executor/executor.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace redstart::server {

// Who wants to log in, from the start-up packet; also what the connection log shows.
struct Login {
    std::string user_name;
    std::string database;
    std::string application_name;
    std::string driver_version;
    std::string os_version;
    std::string auth_method;
    std::string session_id; // the uuid the client is told
};

// What identifies the connection to a CancelRequest.
struct BackendKey {
    std::int32_t pid = 0;
    std::int32_t secret = 0;
};

// The other end of the connection, as the rules of authentication see it.
struct Peer {
    std::string host; // a numeric address, or "[local]"
    bool encrypted = false;
    std::string server_end_point; // what SCRAM binds to; empty when it cannot
    std::string certificate_name; // of the client's verified certificate; empty without one
};

class SessionHost {
public:
    virtual ~SessionHost() = default;

    virtual Peer peer() const = 0;
    virtual BackendKey key() const = 0;
    // Returns when the client's answer may be judged: guessing is slowed down. Throws a FATAL error when it is not
    // judged at all. After it, password_was_right() or the end of the session.
    virtual void await_turn() = 0;
    virtual void password_was_right() = 0;
    virtual void cancel_request(const protocol::CancelRequest& request) = 0;
    // A stage of the connection as STL_CONNECTION_LOG names it: "initiating session", "authenticated", ...
    virtual void connection_event(std::string_view event, const Login& login) = 0;
    // Takes a slot for a user who has proved who it is. Throws FATAL 53300 when there is none.
    virtual void admit(const catalog::User& user, const catalog::Database& database, const Login& login) = 0;
    // Makes the session's one executor, which lives until the connection ends; others may signal it from now on.
    virtual sql::Executor& open_executor(sql::SessionIdentity identity) = 0;
    // ReadyForQuery is being sent: 'I', 'T' or 'E'.
    virtual void idle(char transaction_status) = 0;
};

} // namespace redstart::server
