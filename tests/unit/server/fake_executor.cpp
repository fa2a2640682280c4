#include "tests/unit/server/fake_executor.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <chrono>
#include <new>
#include <stdexcept>
#include <thread>

namespace redstart::test {

FakeEngine& fake_engine() {
    static FakeEngine engine;
    return engine;
}

namespace {

using protocol::SqlError;
namespace sqlstate = protocol::sqlstate;

class FakeExecutor final : public sql::Executor {
public:
    FakeExecutor(sql::SessionIdentity who, sql::ClientOutput& where, sql::StatementObserver& whom)
        : identity_(std::move(who)), output_(where), observer_(whom) {
        ++fake_engine().executors;
    }
    ~FakeExecutor() override { --fake_engine().executors; }

    std::vector<std::pair<std::string, std::string>> reported_parameters() const override;
    void simple_query(std::string_view sql) override;
    bool copying() const override;
    std::string copy_place() const override;
    std::string files_in_use() const override { return {}; }
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

private:
    sql::SessionIdentity identity_;
    sql::ClientOutput& output_;
    sql::StatementObserver& observer_;
    std::atomic<bool> armed_{false};
    std::atomic<bool> cancelled_{false};
    std::atomic<bool> terminated_{false};
    char status_ = 'I';
    bool copying_ = false;

    void check() {
        if (terminated_) {
            throw SqlError::fatal(sqlstate::kAdminShutdown, "terminating connection due to administrator command");
        }
        if (cancelled_) throw SqlError(sqlstate::kQueryCanceled, "Query cancelled on user's request");
    }

    void answer(const char* tag) { protocol::write(output_.writer(), protocol::CommandComplete{tag}); }

    void wait_in_engine(bool heeds_signals) {
        output_.enter_engine();
        ++fake_engine().inside;
        while (!fake_engine().release && !(heeds_signals && (cancelled_ || terminated_))) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        --fake_engine().inside;
        output_.leave_engine();
        check();
    }

    void flood() {
        const std::string row(1000, 'x');
        for (;;) {
            auto& writer = output_.writer();
            writer.begin('D');
            writer.i16(1);
            writer.field(row);
            writer.end();
            if (!output_.flush_if_full()) break;
            check();
        }
        check();
        throw std::logic_error("flush_if_full() was false without a reason");
    }

    void carry_out(std::string_view sql) {
        if (sql == "error") throw SqlError(sqlstate::kSyntaxError, "no good");
        if (sql == "fatal") throw SqlError::fatal(sqlstate::kInternalError, "the end");
        if (sql == "boom") throw std::runtime_error("secret of the engine");
        if (sql == "oom") throw std::bad_alloc();
        if (sql == "half") output_.writer().begin('D'), throw SqlError(sqlstate::kDivisionByZero, "division by zero");
        if (sql == "begin") status_ = 'T';
        if (sql == "rollback") status_ = 'I';
        if (sql == "engine") wait_in_engine(true);
        if (sql == "stuck") wait_in_engine(false);
        if (sql == "flood") flood();
        if (sql == "copy") {
            copying_ = true;
            fake_engine().copied.clear();
            return protocol::write(output_.writer(), protocol::CopyInResponse{protocol::Format::Text, 1});
        }
        answer("OK");
    }

    void run(std::string_view sql) {
        auto row = std::make_shared<catalog::QueryRow>();
        row->sequence = ++fake_engine().sequence;
        row->pid = identity_.pid;
        row->text = sql;
        observer_.statement_started(row);
        armed_ = true;
        try {
            carry_out(sql);
        } catch (...) {
            armed_ = cancelled_ = false;
            observer_.statement_finished(row);
            throw;
        }
        if (!copying_) armed_ = cancelled_ = false;
        observer_.statement_finished(row);
        observer_.transaction_changed(status_, 1);
    }
};

std::vector<std::pair<std::string, std::string>> FakeExecutor::reported_parameters() const {
    std::vector<std::pair<std::string, std::string>> parameters = {{"server_version", "8.0.2"}, {"session_id", "u-u"}};
    for (const auto& setting : identity_.startup_settings) parameters.push_back(setting);
    return parameters;
}

void FakeExecutor::simple_query(std::string_view sql) { run(sql); }
std::string FakeExecutor::copy_place() const { return {}; }
bool FakeExecutor::copying() const { return copying_; }
void FakeExecutor::copy_data(std::string_view data) {
    check();
    fake_engine().copied += data;
}
void FakeExecutor::copy_done() {
    copying_ = false;
    answer("COPY");
}
void FakeExecutor::copy_fail(std::string_view message) {
    throw SqlError(sqlstate::kQueryCanceled, "COPY from stdin failed: " + std::string(message));
}

void FakeExecutor::parse(const protocol::Parse& message) {
    if (message.sql == "error") throw SqlError(sqlstate::kSyntaxError, "no good");
    protocol::write(output_.writer(), protocol::ParseComplete{});
}
void FakeExecutor::bind(const protocol::Bind&) { protocol::write(output_.writer(), protocol::BindComplete{}); }
void FakeExecutor::describe(const protocol::Describe&) { protocol::write(output_.writer(), protocol::NoData{}); }
void FakeExecutor::execute(const protocol::Execute& message) { run(message.portal); }
void FakeExecutor::close(const protocol::Close&) { protocol::write(output_.writer(), protocol::CloseComplete{}); }
void FakeExecutor::sync() {}

void FakeExecutor::fail(const SqlError&) {
    copying_ = false;
    armed_ = cancelled_ = false;
    if (status_ == 'T') status_ = 'E';
}
char FakeExecutor::transaction_status() const { return status_; }

bool FakeExecutor::cancel(std::optional<std::string>) {
    if (!armed_) return false;
    cancelled_ = true;
    return true;
}
bool FakeExecutor::lose_engine() { return cancel(std::nullopt); }
bool FakeExecutor::expire() { return cancel(std::nullopt); }
void FakeExecutor::announce_termination() { terminated_ = true; }
void FakeExecutor::terminate() {
    if (!terminated_) ++fake_engine().unannounced;
    terminated_ = true;
}
bool FakeExecutor::nudge() { return false; }

} // namespace

std::unique_ptr<sql::Executor> make_fake_executor(sql::ExecutorServices, sql::SessionIdentity identity,
                                                  sql::ClientOutput& output, sql::StatementObserver& observer) {
    return std::make_unique<FakeExecutor>(std::move(identity), output, observer);
}

} // namespace redstart::test
