// LoginPhase: everything between the first byte of a connection and its first ReadyForQuery: encryption requests,
// CancelRequest, authentication, the choice of the database, the greeting. Bytes in, bytes out.
// Owned and used by one session. Errors are thrown as SqlError; every one ends the connection.
#pragma once

#include "catalog/state/databases.hpp"
#include "catalog/state/users.hpp"
#include "protocol/frame_reader.hpp"
#include "protocol/startup.hpp"
#include "server/login/auth.hpp"
#include "server/login/auth_policy.hpp"
#include "server/login/session_host.hpp"
#include "server/login/startup_options.hpp"
#include "sql/settings/time_zones.hpp"

#include <memory>
#include <optional>
#include <string>

namespace redstart::server {

// What logging in asks of the server, the same for every session; the referents outlive them.
struct LoginServices {
    const AuthPolicy& auth;
    const catalog::UserDirectory& users;
    const catalog::DatabaseDirectory& databases;
    bool tls_available = false;
    const sql::TimeZones& time_zones;
};

class LoginPhase {
public:
    enum class Step : unsigned char { NeedInput, Answered, StartTls, Done, Close };

    LoginPhase(const LoginServices& context, SessionHost& host, sql::ClientOutput& output);

    // Takes the next packet or frame from `input`, if there is a whole one.
    Step step(protocol::FrameReader& input);
    // After Done: the executor of the session, owned by the host.
    sql::Executor& executor() const { return *executor_; }
    const Login& login() const { return login_; }

private:
    Step handle(const protocol::SslRequest&, const protocol::FrameReader& input);
    Step handle(const protocol::GssEncRequest&, const protocol::FrameReader& input);
    Step handle(const protocol::CancelRequest& request, const protocol::FrameReader& input);
    Step handle(const protocol::StartupRequest& request, const protocol::FrameReader& input);
    Step handle_answer(const protocol::Frame& frame);
    void look_again();
    Step authenticated();
    void greet();

    const LoginServices& context_;
    SessionHost& host_;
    sql::ClientOutput& output_;
    bool asked_for_tls_ = false;
    Login login_;
    StartupSettings settings_;
    std::shared_ptr<const catalog::User> user_;
    std::optional<AuthExchange> auth_; // set once the start-up message has come
    sql::Executor* executor_ = nullptr;
};

} // namespace redstart::server
