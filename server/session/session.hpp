// Session: the state machine of one connection: messages in, bytes out through the ClientOutput; no socket, no thread.
// Owned and used by one backend. step() is the one place where errors become ErrorResponses.
#pragma once

#include "protocol/error.hpp"
#include "protocol/frame_reader.hpp"
#include "protocol/frontend.hpp"
#include "server/login/login_phase.hpp"

#include <optional>
#include <utility>

namespace redstart::server {

class Session {
public:
    enum class State : unsigned char {
        Login,      // no ReadyForQuery yet
        Ready,      // messages are carried out
        SkipToSync, // an extended-query message failed: everything up to Sync is thrown away
        Closed
    };
    // What the backend does next.
    enum class Next : unsigned char {
        NeedInput, // step() needs more bytes
        Continue,  // call step() again; look at take_flush()
        StartTls,  // send what is written, run the handshake, call step() again
        Close      // send what is written, close the connection
    };

    Session(const LoginServices& context, SessionHost& host, sql::ClientOutput& output);

    // Carries out the next message of `input`, if there is a whole one. Never throws.
    Next step(protocol::FrameReader& input) noexcept;
    // The backend's wait for input was interrupted: a COPY that waits for data must look whether it was cancelled.
    Next interrupted() noexcept;
    // True once after the client has to see what was written.
    bool take_flush() noexcept { return std::exchange(flush_, false); }

    State state() const noexcept { return state_; }
    // Closed because the client said so, not because of an error.
    bool closed_by_client() const noexcept { return closed_by_client_; }
    const Login& login() const noexcept { return login_.login(); }

private:
    template <typename Work> Next guarded(Work work) noexcept;
    Next log_in(protocol::FrameReader& input);
    Next serve(protocol::FrameReader& input);
    void copy_message(const protocol::FrontendMessage& message, char tag);
    void after_copy();
    void look_at_rows();

    void handle(const protocol::Query& message);
    void handle(const protocol::Parse& message);
    void handle(const protocol::Bind& message);
    void handle(const protocol::Describe& message);
    void handle(const protocol::Execute& message);
    void handle(const protocol::Close& message);
    void handle(const protocol::Sync& message);
    void handle(const protocol::Flush& message);
    void handle(const protocol::Terminate&) { closed_by_client_ = true; }
    void handle(const protocol::CopyData&) {} // left over from a COPY that failed
    void handle(const protocol::CopyDone&) {}
    void handle(const protocol::CopyFail&) {}
    void handle(const protocol::FunctionCall& message);
    void handle(const protocol::AuthenticationResponse& message);

    Next failed(protocol::SqlError error);
    void ready();

    SessionHost& host_;
    sql::ClientOutput& output_;
    LoginPhase login_;
    sql::Executor* executor_ = nullptr; // set when the login is done
    State state_ = State::Login;
    bool extended_ = false; // the message being carried out belongs to the extended protocol
    bool copy_extended_ = false;
    bool flush_ = false;
    bool closed_by_client_ = false;
};

} // namespace redstart::server
