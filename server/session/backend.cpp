#include "server/session/backend.hpp"

#include "protocol/backend.hpp"
#include "server/config/log.hpp"
#include "server/net/socket_options.hpp"
#include "server/session/termination.hpp"
#include "sql/engine/freed_memory.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace redstart::server {
namespace {

// A client that was refused is given this long to take the reason.
constexpr std::chrono::seconds kLastWords{5};

// RFC 8446, 5.1: ContentType handshake.
constexpr char kTlsHandshakeRecord = 22;

// STL_SESSIONS.timed_out.
constexpr std::int32_t kTimedOut = 1, kClosedByClient = 2, kBackendError = 3;

std::shared_ptr<SessionEntry> register_connection(BackendRegistry& registry, Channel& channel, int socket) {
    RemoteAddress remote = remote_address(socket);
    return registry.open(channel, std::move(remote.host), std::move(remote.port));
}

Deadline earliest(Deadline a, Deadline b) { return a && b ? std::min(a, b) : a ? a : b; }
bool passed(Deadline deadline) { return deadline && *deadline <= SteadyClock::now(); }

std::string handshake_problem(IoStatus status) {
    if (status == IoStatus::TimedOut) return "the client took too long";
    if (status == IoStatus::Interrupted) return "the session was ended";
    const auto problem = tls_problem();
    return problem.empty() ? "the client closed the connection" : problem;
}

} // namespace

Backend::Backend(const BackendServices& services, FileDescriptor socket)
    : services_(services), channel_(std::move(socket)), started_(SteadyClock::now()),
      entry_(register_connection(services.registry, channel_, channel_.descriptor())),
      remote_host_(entry_->row().remote_host), stream_(channel_, *entry_), claim_(LargeMessages::shared()),
      session_(services.session, *this, stream_) {}

Backend::~Backend() { end(); }

void Backend::run() noexcept {
    try {
        serve();
    } catch (const std::exception& error) { // the session reports its own errors; this is a lack of memory
        log::event(LogLevel::Error, "session_lost", {{"pid", entry_->pid()}, {"what", error.what()}});
    }
    if (entry_->terminating()) channel_.finish(); // at once; rolling back may take its time
}

void Backend::serve() {
    for (;;) {
        if (entry_->terminating()) return say_goodbye();
        const Session::Next next = session_.step(input_);
        if (next != Session::Next::NeedInput) {
            waiting_since_.reset();
            message_began_.reset();
            if (claim_.any()) {
                input_.give_back();
                sql::note_freed(4 * claim_.bytes()); // with the copies that were made of it
            }
            claim_.give_back();
        }
        if (next == Session::Next::Close) {
            client_left_ = session_.closed_by_client();
            stream_.flush(entry_->terminating() ? SteadyClock::now() : SteadyClock::now() + kLastWords);
            return;
        }
        const bool must_flush = session_.take_flush() || next == Session::Next::StartTls;
        if (must_flush && stream_.flush(startup_deadline()) != IoStatus::Ok) continue; // the reason shows at the top
        if (next == Session::Next::StartTls && !start_tls()) return;
        if (next == Session::Next::NeedInput && !receive()) return;
    }
}

bool Backend::receive() {
    if (!first_byte_seen_) return look_at_first_byte();
    if (!waiting_since_) waiting_since_ = SteadyClock::now();
    if (entry_->signalled() && copying()) { // sending may have swallowed the wake-up
        interrupt_session();
        if (!copying()) return true;
    }
    if (input_.arrived() > 0 && !message_began_) message_began_ = SteadyClock::now();
    if (!make_room()) {
        const auto status = channel_.pause(SteadyClock::now() + LargeMessages::kPause);
        return status == IoStatus::TimedOut || go_on_after(status);
    }
    const auto space = input_.space();
    const IoResult result = channel_.read_some(space, read_deadline());
    input_.commit(result.bytes);
    return go_on_after(result.status);
}

// A statement is read, split and parsed, each time into a copy; data goes where it belongs.
bool Backend::make_room() {
    const auto wanted = input_.wanted();
    const bool counts = wanted > LargeMessages::kSmall && input_.arrived() >= LargeMessages::kBeginning;
    if (!counts || claim_.any()) return true;
    const auto cost = input_.statement() ? 2 * wanted : wanted;
    if (!claim_.take(cost)) {
        if (!turn_due_) turn_due_ = SteadyClock::now() + LargeMessages::kPatience;
        if (!passed(turn_due_)) return false;
        input_.refuse();
    }
    turn_due_.reset();
    message_began_ = SteadyClock::now(); // the wait was not the client's
    return true;
}

// Where a start-up packet begins with its length, a TLS handshake begins with the type of its record: a client that
// does not ask first (PostgreSQL 17's sslnegotiation=direct).
bool Backend::look_at_first_byte() {
    char first = 0;
    const IoResult result = channel_.peek(first, read_deadline());
    first_byte_seen_ = result.status == IoStatus::Ok;
    if (first_byte_seen_ && first == kTlsHandshakeRecord) return start_direct_tls();
    return go_on_after(result.status);
}

// False when the connection has ended.
bool Backend::go_on_after(IoStatus status) {
    switch (status) {
    case IoStatus::Ok: return true;
    case IoStatus::Closed: client_left_ = true; return false;
    case IoStatus::TimedOut: entry_->terminate(late_reason()); return true;
    case IoStatus::Interrupted: break;
    }
    if (!entry_->terminating()) interrupt_session();
    return true;
}

// Until it ends a COPY is a running statement: only then does its client begin to idle.
void Backend::interrupt_session() {
    const bool was_copying = copying();
    session_.interrupted();
    if (was_copying && !copying()) waiting_since_.reset();
}

bool Backend::start_tls() {
    const auto context = services_.tls.current();
    const IoStatus status = channel_.start_tls(context.get(), startup_deadline());
    if (status == IoStatus::Ok) return true;
    log::event(LogLevel::Info, "tls_handshake_failed",
               {{"pid", entry_->pid()}, {"host", remote_host_}, {"reason", handshake_problem(status)}});
    return false;
}

// Without ALPN another protocol's TLS client could be made to talk to us (PostgreSQL: direct connections require it).
bool Backend::start_direct_tls() {
    if (!services_.session.tls_available || !start_tls()) return false;
    if (channel_.tls_session().alpn == kAlpnProtocol) return true;
    log::event(LogLevel::Info, "tls_refused",
               {{"pid", entry_->pid()}, {"host", remote_host_}, {"reason", "direct TLS without ALPN"}});
    return false;
}

Deadline Backend::startup_deadline() const {
    if (session_.state() != Session::State::Login) return std::nullopt;
    return started_ + services_.limits.startup;
}

// Only whole messages count as activity. A COPY that waits for its data is a running statement.
Deadline Backend::read_deadline() const {
    if (session_.state() == Session::State::Login) return startup_deadline();
    const auto message = message_deadline();
    if (copying()) return message;
    const auto idle = idle_timeout_.count() == 0 ? std::nullopt : Deadline(*waiting_since_ + idle_timeout_);
    return earliest(message, earliest(idle, idle_in_transaction_deadline()));
}

// A large message may take longer, if it arrives.
Deadline Backend::message_deadline() const {
    if (!message_began_) return std::nullopt;
    return *message_began_ + services_.limits.message + std::chrono::seconds(input_.arrived() / kSlowestClient);
}

Deadline Backend::idle_in_transaction_deadline() const {
    const auto limit = services_.limits.idle_in_transaction;
    if (limit.count() == 0 || executor_->transaction_status() == 'I') return std::nullopt;
    return *waiting_since_ + limit;
}

// Why a wait for the client has ended.
EndReason Backend::late_reason() const {
    if (session_.state() == Session::State::Login) return EndReason::StartupTimeout;
    if (passed(message_deadline())) return EndReason::MessageTimeout;
    return passed(idle_in_transaction_deadline()) ? EndReason::IdleInTransactionTimeout : EndReason::IdleTimeout;
}

bool Backend::copying() const { return executor_ && executor_->copying(); }

// Without waiting: what does not go out at once, and between two frames, is not sent.
void Backend::say_goodbye() {
    if (has_goodbye(entry_->end_reason())) {
        const protocol::SqlError error = goodbye_error(entry_->end_reason());
        protocol::write(stream_.writer(), protocol::ErrorResponse{error});
    }
    stream_.flush(SteadyClock::now());
}

// The order matters: rolled back and unlocked first, then the slot is free, then the client sees the end.
void Backend::end() {
    entry_->detach_executor();
    executor_.reset();
    end_statement();
    log_session_end();
    entry_->detach_channel();
    services_.registry.close(*entry_);
    channel_.finish();
    const bool stopping = entry_->end_reason() == EndReason::ServerShutdown;
    if (logged_in_ && !stopping && services_.session_gone) services_.session_gone(entry_->row().database);
}

// An executor that dies with its session cannot report the statement it was in.
void Backend::end_statement() {
    if (!running_) return;
    auto row = std::make_shared<catalog::QueryRow>(*running_);
    row->end_time = now_micros();
    row->aborted = true;
    statement_finished(std::move(row));
}

void Backend::log_session_end() {
    const catalog::SessionRow row = entry_->row();
    if (!logged_in_) return;
    connection_event("disconnecting session", session_.login());
    const EndReason reason = entry_->end_reason();
    const bool left = client_left_ || reason == EndReason::ClientGone;
    const bool late = reason == EndReason::IdleTimeout || reason == EndReason::IdleInTransactionTimeout;
    const std::int32_t how = late ? kTimedOut : left ? kClosedByClient : kBackendError;
    services_.history.session_ended({.user_id = row.user_id,
                                     .start_time = row.start_time,
                                     .end_time = now_micros(),
                                     .pid = row.pid,
                                     .user_name = row.user_name,
                                     .database = row.database,
                                     .timeout_seconds = row.timeout_seconds,
                                     .timed_out = how});
}

} // namespace redstart::server
