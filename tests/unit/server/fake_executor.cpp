#include "tests/unit/server/fake_executor.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/executor/executor.hpp"

#include <chrono>
#include <new>
#include <stdexcept>
#include <thread>

namespace redstart::test {

FakeEngine& fake_engine() {
    static FakeEngine engine;
    return engine;
}

} // namespace redstart::test

namespace redstart::sql {

using protocol::SqlError;
using test::fake_engine;
namespace sqlstate = protocol::sqlstate;

struct Executor::Impl {
    SessionIdentity identity;
    ClientOutput& output;
    StatementObserver& observer;
    std::atomic<bool> armed{false};
    std::atomic<bool> cancelled{false};
    std::atomic<bool> terminated{false};
    char status = 'I';
    bool copying = false;

    void check() {
        if (terminated) {
            throw SqlError::fatal(sqlstate::kAdminShutdown, "terminating connection due to administrator command");
        }
        if (cancelled) throw SqlError(sqlstate::kQueryCanceled, "Query cancelled on user's request");
    }

    void answer(const char* tag) { protocol::write(output.writer(), protocol::CommandComplete{tag}); }

    void wait_in_engine(bool heeds_signals) {
        output.enter_engine();
        ++fake_engine().inside;
        while (!fake_engine().release && !(heeds_signals && (cancelled || terminated))) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        --fake_engine().inside;
        output.leave_engine();
        check();
    }

    void flood() {
        const std::string row(1000, 'x');
        for (;;) {
            auto& writer = output.writer();
            writer.begin('D');
            writer.i16(1);
            writer.field(row);
            writer.end();
            if (!output.flush_if_full()) break;
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
        if (sql == "half") output.writer().begin('D'), throw SqlError(sqlstate::kDivisionByZero, "division by zero");
        if (sql == "begin") status = 'T';
        if (sql == "rollback") status = 'I';
        if (sql == "engine") wait_in_engine(true);
        if (sql == "stuck") wait_in_engine(false);
        if (sql == "flood") flood();
        if (sql == "copy") {
            copying = true;
            fake_engine().copied.clear();
            return protocol::write(output.writer(), protocol::CopyInResponse{protocol::Format::Text, 1});
        }
        answer("OK");
    }

    void run(std::string_view sql) {
        auto row = std::make_shared<catalog::QueryRow>();
        row->sequence = ++fake_engine().sequence;
        row->pid = identity.pid;
        row->text = sql;
        observer.statement_started(row);
        armed = true;
        try {
            carry_out(sql);
        } catch (...) {
            armed = cancelled = false;
            observer.statement_finished(row);
            throw;
        }
        if (!copying) armed = cancelled = false;
        observer.statement_finished(row);
        observer.transaction_changed(status, 1);
    }
};

Executor::Executor(ExecutorServices, SessionIdentity identity, ClientOutput& output, StatementObserver& observer)
    : impl_(new Impl{.identity = std::move(identity), .output = output, .observer = observer}) {
    ++fake_engine().executors;
}
Executor::~Executor() { --fake_engine().executors; }

std::vector<std::pair<std::string, std::string>> Executor::reported_parameters() const {
    std::vector<std::pair<std::string, std::string>> parameters = {{"server_version", "8.0.2"}, {"session_id", "u-u"}};
    for (const auto& setting : impl_->identity.startup_settings) parameters.push_back(setting);
    return parameters;
}

void Executor::simple_query(std::string_view sql) { impl_->run(sql); }
std::string Executor::copy_place() const { return {}; }
bool Executor::copying() const { return impl_->copying; }
void Executor::copy_data(std::string_view data) {
    impl_->check();
    fake_engine().copied += data;
}
void Executor::copy_done() {
    impl_->copying = false;
    impl_->answer("COPY");
}
void Executor::copy_fail(std::string_view message) {
    throw SqlError(sqlstate::kQueryCanceled, "COPY from stdin failed: " + std::string(message));
}

void Executor::parse(const protocol::Parse& message) {
    if (message.sql == "error") throw SqlError(sqlstate::kSyntaxError, "no good");
    protocol::write(impl_->output.writer(), protocol::ParseComplete{});
}
void Executor::bind(const protocol::Bind&) { protocol::write(impl_->output.writer(), protocol::BindComplete{}); }
void Executor::describe(const protocol::Describe&) { protocol::write(impl_->output.writer(), protocol::NoData{}); }
void Executor::execute(const protocol::Execute& message) { impl_->run(message.portal); }
void Executor::close(const protocol::Close&) { protocol::write(impl_->output.writer(), protocol::CloseComplete{}); }
void Executor::sync() {}

void Executor::fail(const SqlError&) {
    impl_->copying = false;
    impl_->armed = impl_->cancelled = false;
    if (impl_->status == 'T') impl_->status = 'E';
}
char Executor::transaction_status() const { return impl_->status; }

bool Executor::cancel(std::optional<std::string>) {
    if (!impl_->armed) return false;
    impl_->cancelled = true;
    return true;
}
bool Executor::lose_engine() { return cancel(std::nullopt); }
bool Executor::expire() { return cancel(std::nullopt); }
void Executor::terminate() { impl_->terminated = true; }
void Executor::nudge() {}

} // namespace redstart::sql
