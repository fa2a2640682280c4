#include "server/login/login_phase.hpp"

#include "protocol/backend.hpp"
#include "protocol/client_text.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/parse/token_text.hpp"
#include "sql/settings/settings.hpp"
#include "sql/settings/startup_check.hpp"

#include <utility>
#include <variant>

#include <fmt/format.h>

namespace redstart::server {

using protocol::FrameReader;
using protocol::SqlError;
namespace sqlstate = protocol::sqlstate;

namespace {

// PostgreSQL's PG_MAX_AUTH_TOKEN_LENGTH: a stranger cannot make the server buffer more.
constexpr std::uint32_t kMaxAnswerLength = 65535;

// What STL_CONNECTION_LOG has of a driver's and a system's version: what strangers send is remembered as well.
constexpr std::size_t kMaxVersionLength = 64;

std::string text_of(const protocol::StartupRequest& request, std::string_view name) {
    return std::string(request.find(name).value_or(std::string_view{}));
}

// Cut to the length of a name, at a character, as everywhere (PostgreSQL cuts them here, too).
std::string name_from(std::string name) {
    if (name.size() <= sql::kMaxNameBytes) return name;
    auto length = sql::kMaxNameBytes;
    while (length > 0 && (static_cast<unsigned char>(name[length]) & 0xC0U) == 0x80U) --length;
    name.resize(length);
    return name;
}

} // namespace

LoginPhase::LoginPhase(const LoginServices& context, SessionHost& host, sql::ClientOutput& output)
    : context_(context), host_(host), output_(output) {}

LoginPhase::Step LoginPhase::step(FrameReader& input) {
    if (!auth_) {
        const auto packet = input.take_startup();
        if (!packet) return Step::NeedInput;
        const auto request = protocol::decode_startup(packet->body);
        return std::visit([&](const auto& message) { return handle(message, input); }, request);
    }
    input.set_limit(kMaxAnswerLength);
    const auto frame = input.take();
    if (!frame) return Step::NeedInput;
    const Step next = handle_answer(*frame);
    if (next == Step::Done) input.set_limit(FrameReader::kMaxLength);
    return next;
}

// Bytes behind the request came before the encryption and may be anybody's (CVE-2021-23222).
LoginPhase::Step LoginPhase::handle(const protocol::SslRequest&, const FrameReader& input) {
    if (asked_for_tls_ || host_.peer().encrypted)
        throw SqlError::fatal(sqlstate::kProtocolViolation, "repeated SSL request");
    asked_for_tls_ = true;
    if (!context_.tls_available) {
        output_.writer().byte('N');
        return Step::Answered;
    }
    if (input.buffered() > 0) {
        throw SqlError::fatal(sqlstate::kProtocolViolation, "received unencrypted data after SSL request")
            .detail("This could be either a client-software bug or evidence of an attempted man-in-the-middle attack.");
    }
    output_.writer().byte('S');
    return Step::StartTls;
}

LoginPhase::Step LoginPhase::handle(const protocol::GssEncRequest&, const FrameReader&) {
    output_.writer().byte('N');
    return Step::Answered;
}

LoginPhase::Step LoginPhase::handle(const protocol::CancelRequest& request, const FrameReader&) {
    host_.cancel_request(request);
    return Step::Close;
}

LoginPhase::Step LoginPhase::handle(const protocol::StartupRequest& request, const FrameReader&) {
    login_.user_name = name_from(text_of(request, "user"));
    login_.database = name_from(text_of(request, "database"));
    if (login_.database.empty()) login_.database = login_.user_name;
    login_.application_name = sql::cut_application_name(text_of(request, "application_name"));
    login_.driver_version = protocol::cut_text(text_of(request, "driver_version"), kMaxVersionLength);
    login_.os_version = protocol::cut_text(text_of(request, "os_version"), kMaxVersionLength);
    settings_ = startup_settings(request);
    if (request.needs_negotiation()) {
        protocol::write(output_.writer(), protocol::NegotiateProtocolVersion{0, request.protocol_options()});
    }
    if (login_.user_name.empty()) {
        throw SqlError::fatal(sqlstate::kInvalidAuthorizationSpecification,
                              "no PostgreSQL user name specified in startup packet");
    }
    Peer peer = host_.peer();
    const AuthMethod method = choose_method(context_.auth, peer, login_);
    user_ = context_.users.find(login_.user_name);
    host_.connection_event("initiating session", login_);
    auth_.emplace(AuthRequest{.user_name = login_.user_name,
                              .user_exists = user_ && user_->id != catalog::kBootstrapUserId,
                              .method = method,
                              .peer = std::move(peer),
                              .redshift_driver = request.find("client_protocol_version").has_value()},
                  Credentials::of(login_.user_name, user_.get(), context_.users, context_.auth.mock_secret));
    login_.auth_method = auth_->method_name();
    return auth_->begin(output_.writer()) ? authenticated() : Step::Answered;
}

LoginPhase::Step LoginPhase::handle_answer(const protocol::Frame& frame) {
    if (frame.tag == protocol::Terminate::kTag) return Step::Close;
    if (frame.tag != auth_->answer_tag()) {
        throw SqlError::fatal(
            sqlstate::kProtocolViolation,
            fmt::format("expected password response, got message type {}", static_cast<unsigned char>(frame.tag)));
    }
    if (auth_->decides()) host_.await_turn();
    try {
        if (!auth_->respond(frame.body, output_.writer())) return Step::Answered;
        look_again();
    } catch (const SqlError&) {
        host_.connection_event("authentication failure", login_);
        throw;
    }
    host_.password_was_right();
    return authenticated();
}

// The exchange may have taken a minute, and what was asked for was the user as it was then.
void LoginPhase::look_again() {
    const auto now = context_.users.find_by_id(user_->id);
    if (!now || now->name != login_.user_name)
        throw SqlError::fatal(sqlstate::kInvalidAuthorizationSpecification,
                              fmt::format("user \"{}\" does not exist", login_.user_name));
    if (!may_log_in(*now) || now->password != user_->password) throw wrong_password(login_.user_name);
    user_ = now;
}

LoginPhase::Step LoginPhase::authenticated() {
    host_.connection_event("authenticated", login_);
    protocol::write(output_.writer(), protocol::AuthenticationOk{});
    const auto database = context_.databases.find(login_.database);
    if (!database) {
        throw SqlError::fatal(sqlstate::kInvalidCatalogName,
                              fmt::format("database \"{}\" does not exist", login_.database));
    }
    if (!database->allow_connections) {
        throw SqlError::fatal(sqlstate::kObjectNotInPrerequisiteState,
                              fmt::format("database \"{}\" is not currently accepting connections", login_.database));
    }
    sql::check_startup_settings(settings_, context_.time_zones);
    host_.admit(*user_, *database, login_);
    // What comes later wins: the database's, the user's, the client's own.
    settings_.insert(settings_.begin(), user_->settings.begin(), user_->settings.end());
    settings_.insert(settings_.begin(), database->settings.begin(), database->settings.end());
    executor_ = &host_.open_executor({.pid = host_.key().pid,
                                      .user_id = user_->id,
                                      .user_name = user_->name,
                                      .database = login_.database,
                                      .startup_settings = std::move(settings_)});
    greet();
    return Step::Done;
}

void LoginPhase::greet() {
    for (const auto& [name, value] : executor_->reported_parameters()) {
        protocol::write(output_.writer(), protocol::ParameterStatus{name, value});
        if (name == "session_id") login_.session_id = value;
    }
    const BackendKey key = host_.key();
    protocol::write(output_.writer(), protocol::BackendKeyData{key.pid, key.secret});
}

} // namespace redstart::server
