// SessionExecutor: the Executor of a real session, over the engine.
// Owned by the backend of one connection; threads as Executor says.
#pragma once

#include "sql/executor/executor.hpp"
#include "sql/session/statement_passes.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redstart::sql {

struct ExecutorImpl;

class SessionExecutor final : public Executor {
public:
    // Throws FATAL 3D000 when the database does not exist.
    SessionExecutor(ExecutorServices services, SessionIdentity identity, ClientOutput& output,
                    StatementObserver& observer);
    ~SessionExecutor() override;
    SessionExecutor(const SessionExecutor&) = delete;
    SessionExecutor& operator=(const SessionExecutor&) = delete;

    std::vector<std::pair<std::string, std::string>> reported_parameters() const override;
    void simple_query(std::string_view sql) override;
    bool copying() const override;
    std::string copy_place() const override;
    std::string files_in_use() const override;
    void copy_data(std::string_view data) override;
    void copy_done() override;
    void copy_fail(std::string_view message) override;
    void parse(const protocol::Parse& message) override;
    void bind(const protocol::Bind& message) override;
    void describe(const protocol::Describe& message) override;
    void execute(const protocol::Execute& message) override;
    void close(const protocol::Close& message) override;
    void sync() override;
    void fail(const protocol::SqlError& error) override;
    char transaction_status() const override;
    bool cancel(std::optional<std::string> message) override;
    bool expire() override;
    bool lose_engine() override;
    void announce_termination() override;
    void terminate() override;
    bool nudge() override;
    // What its statements took so far.
    const StatementPasses& passes() const;

private:
    std::unique_ptr<ExecutorImpl> impl_;
};

// The ExecutorFactory of the server.
std::unique_ptr<Executor> make_session_executor(ExecutorServices services, SessionIdentity identity,
                                                ClientOutput& output, StatementObserver& observer);

} // namespace redstart::sql
