#include "server/session/session.hpp"

#include "catalog/state/own_mistake.hpp"
#include "protocol/backend.hpp"
#include "protocol/sqlstate.hpp"
#include "server/config/log.hpp"
#include "server/net/large_messages.hpp"

#include <exception>
#include <new>
#include <string_view>
#include <variant>

#include <fmt/format.h>

namespace redstart::server {

using protocol::FrontendMessage;
using protocol::Severity;
using protocol::SqlError;
namespace sqlstate = protocol::sqlstate;

namespace {

bool is_extended(char tag) { return std::string_view("PBDECH").find(tag) != std::string_view::npos; }

// What a cluster takes of a statement at most.
constexpr std::size_t kMaxStatement = std::size_t{16} << 20;

[[noreturn]] void too_large(std::size_t bytes) {
    throw SqlError(sqlstate::kProgramLimitExceeded,
                   fmt::format("Statement is too large. Statement Size: {} bytes. Maximum Allowed: {} bytes", bytes,
                               kMaxStatement));
}

// The body has been thrown away; the connection is where the next message begins.
[[noreturn]] void refuse(const protocol::Frame& frame) {
    if (frame.refused == protocol::Refusal::NoRoom)
        throw SqlError(sqlstate::kOutOfMemory, "out of memory for large messages")
            .detail(fmt::format("The messages of all clients that are larger than {} kB may have {} MB together; this "
                                "one has {} bytes.",
                                LargeMessages::kSmall >> 10, LargeMessages::kTogether >> 20, frame.length));
    if (frame.tag == protocol::Query::kTag || frame.tag == protocol::Parse::kTag) too_large(frame.length);
    throw SqlError(sqlstate::kProgramLimitExceeded, fmt::format("message is too large: {} bytes", frame.length))
        .detail(fmt::format("The values of a Bind and the data of a CopyData may have {} bytes.",
                            protocol::FrameReader::kMaxData));
}

// The same error as the end of the connection.
SqlError as_fatal(const SqlError& error) {
    SqlError fatal = SqlError::fatal(error.sqlstate(), error.message());
    fatal.detail(error.detail()).hint(error.hint()).context(error.context());
    return fatal;
}

} // namespace

Session::Session(const LoginServices& context, SessionHost& host, sql::ClientOutput& output)
    : host_(host), output_(output), login_(context, host, output) {}

Session::Next Session::step(protocol::FrameReader& input) noexcept {
    return guarded([&] { return state_ == State::Login ? log_in(input) : serve(input); });
}

Session::Next Session::interrupted() noexcept {
    return guarded([&] {
        if (executor_ != nullptr && executor_->copying()) look_at_rows(); // and for interrupts, first
        return Next::Continue;
    });
}

// Whatever goes wrong in `work` is told to the client; nothing about the inside of the server is.
template <typename Work> Session::Next Session::guarded(Work work) noexcept {
    try {
        try {
            return work();
        } catch (const SqlError& error) { return failed(error); } catch (const std::bad_alloc&) {
            return failed(SqlError(sqlstate::kOutOfMemory, "out of memory"));
        } catch (const std::exception& error) {
            log::event(LogLevel::Error, "internal_error", {{"pid", host_.key().pid}, {"what", error.what()}});
            return failed(SqlError(sqlstate::kInternalError, "internal error"));
        }
    } catch (const std::exception& error) { // while reporting: the session is of no use any more
        log::event(LogLevel::Error, "session_lost", {{"pid", host_.key().pid}, {"what", error.what()}});
        state_ = State::Closed;
        return Next::Close;
    }
}

Session::Next Session::log_in(protocol::FrameReader& input) {
    switch (login_.step(input)) {
    case LoginPhase::Step::NeedInput: return Next::NeedInput;
    case LoginPhase::Step::StartTls: return Next::StartTls;
    case LoginPhase::Step::Answered: flush_ = true; return Next::Continue;
    case LoginPhase::Step::Close: state_ = State::Closed; return Next::Close;
    case LoginPhase::Step::Done: break;
    }
    executor_ = &login_.executor();
    ready();
    return Next::Continue;
}

Session::Next Session::serve(protocol::FrameReader& input) {
    const auto frame = input.take();
    if (!frame) {
        if (executor_->copying()) look_at_rows();
        return Next::NeedInput;
    }
    // Thrown away unread, so that a malformed message behind a failed one changes nothing; simple queries, too.
    const bool resets = frame->tag == protocol::Sync::kTag || frame->tag == protocol::Terminate::kTag;
    if (state_ == State::SkipToSync && !resets) return Next::Continue;
    state_ = State::Ready;
    const bool copying = executor_->copying();
    extended_ = copying ? copy_extended_ : is_extended(frame->tag);
    if (frame->refused != protocol::Refusal::None) refuse(*frame);
    const FrontendMessage message = protocol::decode(frame->tag, frame->body);
    if (copying) {
        copy_message(message, frame->tag);
    } else {
        std::visit([this](const auto& typed) { handle(typed); }, message);
    }
    if (!closed_by_client_) return Next::Continue;
    state_ = State::Closed;
    return Next::Close;
}

void Session::copy_message(const FrontendMessage& message, char tag) {
    if (const auto* data = std::get_if<protocol::CopyData>(&message)) {
        executor_->copy_data(data->data);
    } else if (std::holds_alternative<protocol::CopyDone>(message)) {
        executor_->copy_done();
        after_copy();
    } else if (const auto* fail = std::get_if<protocol::CopyFail>(&message)) {
        executor_->copy_fail(fail->message);
        after_copy();
    } else if (std::holds_alternative<protocol::Terminate>(message)) {
        closed_by_client_ = true;
    } else if (!std::holds_alternative<protocol::Flush>(message) && !std::holds_alternative<protocol::Sync>(message)) {
        throw SqlError(
            sqlstate::kProtocolViolation,
            fmt::format("unexpected message type 0x{:02X} during COPY from stdin", static_cast<unsigned char>(tag)));
    }
}

// A client may wait for the error of the rows that it has sent before it sends more.
void Session::look_at_rows() {
    extended_ = copy_extended_;
    executor_->copy_data({});
}

// The rest of a simple query may hold the next COPY.
void Session::after_copy() {
    if (executor_->copying()) {
        flush_ = true;
    } else if (!copy_extended_) {
        ready();
    }
}

void Session::handle(const protocol::Query& message) {
    copy_extended_ = false;
    if (message.sql.size() > kMaxStatement) too_large(message.sql.size());
    executor_->simple_query(message.sql);
    after_copy();
}

void Session::handle(const protocol::Parse& message) {
    if (message.sql.size() > kMaxStatement) too_large(message.sql.size());
    executor_->parse(message);
}
void Session::handle(const protocol::Bind& message) { executor_->bind(message); }
void Session::handle(const protocol::Describe& message) { executor_->describe(message); }
void Session::handle(const protocol::Close& message) { executor_->close(message); }

void Session::handle(const protocol::Execute& message) {
    copy_extended_ = true;
    executor_->execute(message);
    if (executor_->copying()) flush_ = true;
}

void Session::handle(const protocol::Sync&) {
    executor_->sync();
    ready();
}

void Session::handle(const protocol::Flush&) { flush_ = true; }

void Session::handle(const protocol::FunctionCall&) {
    throw SqlError(sqlstate::kFeatureNotSupported, "function call messages are not supported");
}

void Session::handle(const protocol::AuthenticationResponse&) {
    throw SqlError::fatal(sqlstate::kProtocolViolation, "unexpected authentication message");
}

Session::Next Session::failed(SqlError error) {
    output_.writer().abandon();
    if (executor_ != nullptr && error.context().empty()) error.context(executor_->copy_place());
    if (executor_ != nullptr && error.sqlstate() == sqlstate::kDataCorrupted && error.detail().empty())
        error.detail(executor_->files_in_use());
    if (executor_ != nullptr) executor_->fail(error);
    if (error.routine() == catalog::kOwnMistake)
        log::event(LogLevel::Error, "statement_refused", {{"pid", host_.key().pid}, {"what", error.message()}});
    const bool fatal = state_ == State::Login || error.severity() >= Severity::Fatal;
    protocol::write(output_.writer(), protocol::ErrorResponse{fatal ? as_fatal(error) : error});
    if (fatal) {
        log::event(LogLevel::Info, "session_failed",
                   {{"pid", host_.key().pid}, {"sqlstate", error.sqlstate()}, {"message", error.message()}});
        state_ = State::Closed;
        return Next::Close;
    }
    if (extended_) {
        state_ = State::SkipToSync;
        flush_ = true; // a client may wait for the answer to its Flush before it sends Sync
    } else {
        ready();
    }
    return Next::Continue;
}

void Session::ready() {
    const char status = executor_->transaction_status();
    protocol::write(output_.writer(), protocol::ReadyForQuery{status});
    host_.idle(status);
    state_ = State::Ready;
    flush_ = true;
}

} // namespace redstart::server
