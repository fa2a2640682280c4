#include "sql/executor/unattended.hpp"

#include "sql/executor/session_executor.hpp"

namespace redstart::sql {
namespace {

class NoClient final : public ClientOutput, public StatementObserver {
public:
    protocol::WireWriter& writer() override { return writer_; }
    bool flush_if_full() override { return true; }
    void notice(const protocol::SqlError&) override {}
    void parameter_status(std::string_view, std::string_view) override {}
    void enter_engine() override {}
    void leave_engine() override {}
    void statement_started(std::shared_ptr<const catalog::QueryRow>) override {}
    void statement_finished(std::shared_ptr<const catalog::QueryRow>) override {}
    void transaction_changed(char, catalog::Micros) override {}
    void transaction_ended(std::shared_ptr<const catalog::TransactionLogRow>) override {}
    void application_name_changed(std::string_view) override {}
    void statement_deadline(std::optional<std::chrono::steady_clock::time_point>) override {}
    void cursors_changed(std::vector<catalog::CursorRow>) override {}
    void serialization_conflict(const catalog::ConflictRow&) override {}

private:
    protocol::WireWriter writer_;
};

SessionIdentity identity_of(const std::string& user, std::int32_t user_id, const std::string& database) {
    SessionIdentity identity;
    identity.user_id = user_id;
    identity.user_name = user;
    identity.database = database;
    return identity;
}

} // namespace

struct Unattended::Impl {
    Impl(const ExecutorServices& services, SessionIdentity identity)
        : executor(services, std::move(identity), nobody, nobody) {}
    NoClient nobody;
    SessionExecutor executor;
};

Unattended::Unattended(const ExecutorServices& services, const std::string& user, std::int32_t user_id,
                       const std::string& database)
    : impl_(std::make_unique<Impl>(services, identity_of(user, user_id, database))) {}

Unattended::~Unattended() = default;

void Unattended::run(std::string_view sql) {
    try {
        impl_->executor.simple_query(sql);
    } catch (const protocol::SqlError& error) {
        impl_->executor.fail(error);
        throw;
    }
    impl_->nobody.writer().clear();
}

} // namespace redstart::sql
