#include "sql/executor/unattended.hpp"

#include "sql/executor/no_client.hpp"
#include "sql/executor/session_executor.hpp"

namespace redstart::sql {
namespace {

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
