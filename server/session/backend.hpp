// Backend: one connection from its first byte to its last: the loop that reads, lets the session work, and sends.
// Owns the channel, the session and the executor; run() is the whole life of its thread.
#pragma once

#include "protocol/frame_reader.hpp"
#include "server/config/session_limits.hpp"
#include "server/login/login_throttle.hpp"
#include "server/login/session_host.hpp"
#include "server/net/channel.hpp"
#include "server/net/large_messages.hpp"
#include "server/net/tls_context.hpp"
#include "server/session/backend_registry.hpp"
#include "server/session/client_stream.hpp"
#include "server/session/history.hpp"
#include "server/session/session.hpp"
#include "server/session/statement_timers.hpp"
#include "sql/executor/executor.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace redstart::server {

// What every backend of a server shares; the referents outlive all backends.
struct BackendServices {
    LoginServices session;
    sql::ExecutorServices executor;
    sql::ExecutorFactory* make_executor;
    BackendRegistry& registry;
    History& history;
    TlsContext& tls;
    LoginThrottle& throttle;
    StatementTimers& timers;
    SessionLimits limits{};
    // Called on the backend's thread after everything else, with the database of a session that was logged in.
    std::function<void(const std::string& database)> session_gone{};
};

// Bytes a second that a client must send of a message at least.
inline constexpr std::size_t kSlowestClient = 16 * 1024;

class Backend final : private SessionHost, private sql::StatementObserver {
public:
    // Registers the connection. Throws std::exception when a resource is missing.
    Backend(const BackendServices& services, FileDescriptor socket);
    ~Backend() override;

    void run() noexcept;

private:
    Peer peer() const override;
    BackendKey key() const override { return {entry_->pid(), entry_->secret()}; }
    void await_turn() override;
    void password_was_right() override;
    void cancel_request(const protocol::CancelRequest& request) override;
    void connection_event(std::string_view event, const Login& login) override;
    void admit(const catalog::User& user, const catalog::Database& database, const Login& login) override;
    sql::Executor& open_executor(sql::SessionIdentity identity) override;
    void idle(char transaction_status) override;

    void statement_started(std::shared_ptr<const catalog::QueryRow> row) override;
    void statement_finished(std::shared_ptr<const catalog::QueryRow> row) override;
    void transaction_changed(char status, catalog::Micros transaction_start) override;
    void transaction_ended(std::shared_ptr<const catalog::TransactionLogRow> row) override;
    void application_name_changed(std::string_view name) override;
    void statement_deadline(Deadline due) override;
    void cursors_changed(std::vector<catalog::CursorRow> cursors) override;
    void serialization_conflict(const catalog::ConflictRow& row) override;
    void load_ended(std::shared_ptr<const catalog::TransferRow> row) override;
    void unload_ended(std::shared_ptr<const catalog::TransferRow> row) override;

    void serve();
    bool receive();
    // Waits until there is memory for the message that arrives; false when that is not yet so.
    bool make_room();
    bool look_at_first_byte();
    bool go_on_after(IoStatus status);
    void interrupt_session();
    bool start_tls();
    bool copying() const;
    bool start_direct_tls();
    Deadline message_deadline() const;
    Deadline read_deadline() const;
    Deadline idle_in_transaction_deadline() const;
    EndReason late_reason() const;
    Deadline startup_deadline() const;
    void say_goodbye();
    void end();
    void end_statement();
    void log_session_end();

    const BackendServices& services_;
    Channel channel_;
    const SteadyClock::time_point started_;
    const std::shared_ptr<SessionEntry> entry_;
    const std::string remote_host_;
    ClientStream stream_;
    protocol::FrameReader input_;
    LargeMessages::Claim claim_; // for the message that arrives or is carried out
    Deadline turn_due_;          // until when it waits for it
    Session session_;
    std::unique_ptr<sql::Executor> executor_;
    std::shared_ptr<const catalog::QueryRow> running_; // the statement that has started and not finished
    std::chrono::milliseconds idle_timeout_{0};        // 0: none
    Deadline waiting_since_;                           // nullopt while messages are carried out
    Deadline statement_due_;                           // what the timers were asked for
    Deadline message_began_;                           // of a message of which a part is missing
    bool first_byte_seen_ = false;
    bool logged_in_ = false;
    bool client_left_ = false; // the client ended the connection, not the server
};

} // namespace redstart::server
