// The session's state machine and a real executor, driven by bytes.
#include "protocol/backend.hpp"
#include "protocol/frame_reader.hpp"
#include "server/config/log.hpp"
#include "server/session/backend_registry.hpp"
#include "server/session/history.hpp"
#include "server/session/server_state.hpp"
#include "server/session/session.hpp"
#include "sql/engine/engine.hpp"
#include "sql/executor/engine_install.hpp"
#include "sql/executor/no_client.hpp"
#include "sql/executor/session_executor.hpp"
#include "sql/executor/unattended.hpp"
#include "sql/lock/lock_manager.hpp"
#include "tests/wire/answer_text.hpp"
#include "tests/wire/peer.hpp"

#include <utility>

namespace redstart::wire {
namespace {

using server::Session;

// A whole server but for its sockets.
struct House final : PeerSource {
    House() {
        server::log::configure(server::LogLevel::Off);
        sql::Unattended system(executor, "rdsdb", catalog::kBootstrapUserId, "dev");
        system.run("create user admin password 'Secret1pass' createdb createuser");
        system.run("create user plain password 'Secret1pass'");
    }
    std::unique_ptr<Peer> connect() override;

    sql::Engine engine{sql::EngineOptions(), sql::engine_installers()};
    sql::LockManager locks;
    server::History history{100};
    server::BackendRegistry registry{100, history};
    server::ServerState state{registry, history, locks};
    sql::ExecutorServices executor{engine, locks, state, registry};
    server::AuthPolicy policy{server::AuthMode::Trust, "secret", false, nullptr};
    server::LoginServices context{policy, engine.users(), engine.databases(), false, engine.time_zones()};
};

// The conversation has what a client is sent besides rows, too.
class BufferOutput final : public sql::NoClient {
public:
    void notice(const protocol::SqlError& notice) override {
        protocol::write(writer(), protocol::NoticeResponse{notice});
    }
    void parameter_status(std::string_view name, std::string_view value) override {
        protocol::write(writer(), protocol::ParameterStatus{name, value});
    }
};

class SessionPeer final : public Peer, private server::SessionHost {
public:
    explicit SessionPeer(House& house) : house_(house), session_(house.context, *this, output_) {}

    void send(std::string_view bytes) override {
        if (closed_) return;
        input_.feed(bytes);
        auto next = Session::Next::Continue;
        while (next == Session::Next::Continue) next = session_.step(input_);
        answers_.feed(output_.writer().view());
        output_.writer().clear();
        while (const auto frame = answers_.take()) lines_.push_back(answer_text(frame->tag, frame->body));
        closed_ = next == Session::Next::Close;
        if (closed_) lines_.emplace_back("Closed");
    }

    std::vector<std::string> receive(std::size_t) override { return std::exchange(lines_, {}); }

private:
    server::Peer peer() const override {
        return {.host = "127.0.0.1", .encrypted = false, .server_end_point = {}, .certificate_name = {}};
    }
    void await_turn() override {}
    void password_was_right() override {}
    server::BackendKey key() const override { return {77, 88}; }
    void cancel_request(const protocol::CancelRequest&) override {}
    void connection_event(std::string_view, const server::Login&) override {}
    void admit(const catalog::User&, const catalog::Database&, const server::Login&) override {}
    sql::Executor& open_executor(sql::SessionIdentity identity) override {
        // The scripts speak of messages, in whatever SQL PostgreSQL takes as well.
        identity.startup_settings.insert(identity.startup_settings.begin(), {"cluster_rules", "off"});
        executor_ = sql::make_session_executor(house_.executor, std::move(identity), output_, output_);
        return *executor_;
    }
    void idle(char) override {}

    House& house_;
    BufferOutput output_;
    std::unique_ptr<sql::Executor> executor_;
    protocol::FrameReader input_;
    protocol::FrameReader answers_{protocol::FrameReader::Sender::Backend};
    Session session_;
    std::vector<std::string> lines_;
    bool closed_ = false;
};

std::unique_ptr<Peer> House::connect() { return std::make_unique<SessionPeer>(*this); }

} // namespace

std::unique_ptr<PeerSource> make_session_source() { return std::make_unique<House>(); }

} // namespace redstart::wire
