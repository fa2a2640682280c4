// SessionClient: one connection in memory: a session, its host and what was answered. One owner, one thread.
#pragma once

#include "protocol/backend.hpp"
#include "server/session/session.hpp"
#include "tests/unit/server/fake_executor.hpp"
#include "tests/unit/server/fake_services.hpp"
#include "tests/unit/server/fakes.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace redstart::test {

class MemoryOutput final : public sql::ClientOutput {
public:
    protocol::WireWriter& writer() override { return writer_; }
    bool flush_if_full() override { return true; }
    void notice(const protocol::SqlError& notice) override {
        protocol::write(writer_, protocol::NoticeResponse{notice});
    }
    void parameter_status(std::string_view, std::string_view) override {}
    void enter_engine() override {}
    void leave_engine() override {}

    std::string take() {
        std::string bytes(writer_.view());
        writer_.clear();
        return bytes;
    }

private:
    protocol::WireWriter writer_;
};

class NoObserver final : public sql::StatementObserver {
    void statement_started(std::shared_ptr<const catalog::QueryRow>) override {}
    void statement_finished(std::shared_ptr<const catalog::QueryRow>) override {}
    void transaction_changed(char, catalog::Micros) override {}
    void transaction_ended(std::shared_ptr<const catalog::TransactionLogRow>) override {}
    void application_name_changed(std::string_view) override {}
    void statement_deadline(server::Deadline) override {}
    void cursors_changed(std::vector<catalog::CursorRow>) override {}
    void serialization_conflict(const catalog::ConflictRow&) override {}
    void load_ended(std::shared_ptr<const catalog::TransferRow>) override {}
    void unload_ended(std::shared_ptr<const catalog::TransferRow>) override {}
};

struct SessionClient final : server::SessionHost {
    explicit SessionClient(server::AuthMode mode = server::AuthMode::Trust, bool tls = true)
        : policy{mode, "the server's secret", false, nullptr}, context{policy, users, databases, tls, services.zones},
          session(context, *this, output) {}

    server::Peer peer() const override {
        return {.host = "10.1.2.3", .encrypted = is_encrypted, .server_end_point = {}, .certificate_name = {}};
    }
    void await_turn() override { events += "turn;"; }
    void password_was_right() override { events += "right;"; }
    server::BackendKey key() const override { return {77, 88}; }
    void cancel_request(const protocol::CancelRequest& request) override { cancelled = request.pid; }
    void connection_event(std::string_view event, const server::Login& login) override {
        events += std::string(event) + ";";
        method = login.auth_method;
    }
    void admit(const catalog::User& user, const catalog::Database&, const server::Login&) override {
        admitted = user.connection_limit.value_or(0);
        if (full) throw protocol::SqlError::fatal("53300", "too many connections for user \"" + user.name + "\"");
    }
    sql::Executor& open_executor(sql::SessionIdentity identity) override {
        executor = make_fake_executor(services.executor, std::move(identity), output, observer);
        return *executor;
    }
    void idle(char status) override { last_idle = status; }

    // Feeds bytes, works until more are needed, and says what was answered.
    std::string send(std::string_view bytes) {
        input.feed(bytes);
        for (;;) {
            next = session.step(input);
            flushed = session.take_flush() || flushed;
            if (next != server::Session::Next::Continue) return summary(output.take());
        }
    }
    std::string log_in(const std::string& user = "admin") {
        return send(startup_packet({{"user", user}, {"database", "dev"}}));
    }

    FakeServices services;
    FakeUsers users;
    FakeDatabases databases;
    server::AuthPolicy policy;
    server::LoginServices context;
    MemoryOutput output;
    NoObserver observer;
    std::unique_ptr<sql::Executor> executor;
    protocol::FrameReader input;
    server::Session session;
    server::Session::Next next = server::Session::Next::NeedInput;
    bool is_encrypted = false;
    bool full = false;
    bool flushed = false;
    std::int32_t cancelled = 0;
    std::int32_t admitted = 0; // the connection limit of who was
    char last_idle = 0;
    std::string events, method;
};

} // namespace redstart::test
