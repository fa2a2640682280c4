// The part of Backend that its session and its executor call.
#include "protocol/sqlstate.hpp"
#include "server/config/log.hpp"
#include "server/session/backend.hpp"
#include "server/session/termination.hpp"

#include <algorithm>
#include <utility>

namespace redstart::server {

Peer Backend::peer() const {
    return {.host = remote_host_,
            .encrypted = channel_.encrypted(),
            .server_end_point = channel_.tls_session().server_end_point,
            .certificate_name = channel_.tls_session().client_name};
}

void Backend::await_turn() {
    if (!services_.limits.throttle_logins) return;
    const auto turn = services_.throttle.begin(remote_host_, SteadyClock::now());
    if (!turn) {
        log::event(LogLevel::Warning, "login_throttled", {{"pid", entry_->pid()}, {"host", remote_host_}});
        throw protocol::SqlError::fatal(protocol::sqlstate::kInvalidAuthorizationSpecification,
                                        "too many failed login attempts from this address, try again later");
    }
    while (SteadyClock::now() < *turn) {
        const IoStatus status = channel_.pause(std::min(*turn, *startup_deadline()));
        if (status == IoStatus::Closed) entry_->terminate(EndReason::ClientGone);
        if (SteadyClock::now() >= *startup_deadline()) entry_->terminate(EndReason::StartupTimeout);
        if (entry_->terminating()) throw goodbye_error(entry_->end_reason());
    }
}

void Backend::password_was_right() {
    if (services_.limits.throttle_logins) services_.throttle.succeeded(remote_host_, SteadyClock::now());
}

void Backend::cancel_request(const protocol::CancelRequest& request) {
    services_.registry.cancel_request(request.pid, request.secret, remote_host_);
}

void Backend::connection_event(std::string_view event, const Login& login) {
    const catalog::SessionRow row = entry_->row();
    const auto now = now_micros();
    services_.history.connection_event(
        {.event = std::string(event),
         .record_time = now,
         .remote_host = row.remote_host,
         .remote_port = row.remote_port,
         .pid = row.pid,
         .database = login.database,
         .user_name = login.user_name,
         .auth_method = login.auth_method,
         .duration = now - row.start_time,
         .ssl_version = channel_.tls_session().version,
         .ssl_cipher = channel_.tls_session().cipher,
         .application_name = row.application_name.empty() ? login.application_name : row.application_name,
         .driver_version = login.driver_version,
         .os_version = login.os_version,
         .session_id = login.session_id});
    log::event(event == "authentication failure" ? LogLevel::Info : LogLevel::Debug, "connection",
               {{"pid", row.pid},
                {"what", event},
                {"user", login.user_name},
                {"database", login.database},
                {"host", row.remote_host},
                {"port", row.remote_port}});
}

void Backend::admit(const catalog::User& user, const catalog::Database& database, const Login& login) {
    services_.registry.admit(*entry_, user, database);
    idle_timeout_ = user.session_timeout > 0 ? std::chrono::seconds(user.session_timeout) : services_.limits.idle;
    entry_->set_identity(user.id, user.name, login.database,
                         static_cast<std::int32_t>(std::chrono::ceil<std::chrono::seconds>(idle_timeout_).count()));
    entry_->set_application_name(login.application_name);
    logged_in_ = true;
}

sql::Executor& Backend::open_executor(sql::SessionIdentity identity) {
    auto& settings = identity.startup_settings; // what comes later wins
    const auto& limits = services_.limits;
    if (limits.statement.count() > 0)
        settings.insert(settings.begin(), {"statement_timeout", std::to_string(limits.statement.count())});
    if (!limits.cluster_rules) settings.insert(settings.begin(), {"cluster_rules", "off"});
    executor_ = services_.make_executor(services_.executor, std::move(identity), stream_,
                                        static_cast<sql::StatementObserver&>(*this));
    entry_->attach_executor(*executor_);
    return *executor_;
}

void Backend::idle(char transaction_status) { entry_->set_idle(transaction_status); }

void Backend::statement_started(std::shared_ptr<const catalog::QueryRow> row) {
    entry_->set_status(catalog::SessionStatus::Active);
    running_ = row;
    services_.history.statement_started(std::move(row));
}

void Backend::statement_finished(std::shared_ptr<const catalog::QueryRow> row) {
    if (running_ && running_->sequence == row->sequence) running_.reset();
    log::event(LogLevel::Debug, "statement",
               {{"pid", row->pid},
                {"query", row->query_id},
                {"microseconds", row->end_time - row->start_time},
                {"sqlstate", row->sqlstate}});
    services_.history.statement_finished(std::move(row));
}

void Backend::transaction_changed(char status, catalog::Micros transaction_start) {
    entry_->set_transaction(status, transaction_start);
}

void Backend::transaction_ended(std::shared_ptr<const catalog::TransactionLogRow> row) {
    services_.history.transaction_ended(std::move(row));
}

void Backend::statement_deadline(Deadline due) {
    if (statement_due_) services_.timers.stop(*entry_, *statement_due_);
    statement_due_ = due;
    if (due) services_.timers.start(entry_, *due);
}

void Backend::cursors_changed(std::vector<catalog::CursorRow> cursors) { entry_->set_cursors(std::move(cursors)); }

void Backend::application_name_changed(std::string_view name) {
    entry_->set_application_name(std::string(name));
    connection_event("set application_name", session_.login());
}

void Backend::load_ended(std::shared_ptr<const catalog::TransferRow> row) {
    services_.history.load_ended(std::move(row));
}

void Backend::unload_ended(std::shared_ptr<const catalog::TransferRow> row) {
    services_.history.unload_ended(std::move(row));
}

void Backend::serialization_conflict(const catalog::ConflictRow& row) {
    services_.history.conflict(row);
    log::event(LogLevel::Info, "serialization_conflict", {{"pid", row.pid}, {"xid", row.xid}, {"table", row.table}});
}

} // namespace redstart::server
