#include "sql/session/function_services.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/engine/engine.hpp"
#include "sql/engine/planning_guard.hpp"
#include "sql/lock/lock_manager.hpp"
#include "sql/parse/search_path.hpp"
#include "sql/session/client_output.hpp"
#include "sql/session/interrupts.hpp"
#include "sql/session/session_user.hpp"
#include "sql/session/statement_record.hpp"
#include "sql/session/transaction.hpp"

#include <utility>

#include <fmt/core.h>

namespace redstart::sql {

namespace state = protocol::sqlstate;
using protocol::SqlError;

void FunctionServices::forget_snapshots() {
    const MutexLock lock(snapshot_mutex_);
    live_.reset();
    history_.reset();
}

NameScope FunctionServices::names() const {
    NameScope scope;
    scope.database = facts_.database;
    scope.search_path = search_path();
    scope.user_name = facts_.user.name();
    scope.user_id = facts_.user.id();
    scope.superuser = facts_.user.superuser();
    scope.entered = facts_.transaction.entered();
    scope.functions = &services_.engine.functions();
    const auto directories = facts_.transaction.store().directories();
    scope.users = &directories.users;
    scope.databases = &directories.databases;
    scope.new_oid = [&engine = services_.engine] { return engine.next_oid(); };
    return scope;
}

std::optional<Settings> FunctionServices::take_settings() {
    const MutexLock lock(set_config_mutex_);
    return std::exchange(set_config_, std::nullopt);
}

std::int32_t FunctionServices::pid() const { return facts_.pid; }
const std::string& FunctionServices::user_name() const { return facts_.user.name(); }
std::int32_t FunctionServices::user_id() const { return facts_.user.id(); }
bool FunctionServices::superuser() const { return facts_.user.superuser(); }
std::optional<catalog::Directories> FunctionServices::own_directories() const {
    const auto& store = facts_.transaction.store();
    return store.changed() ? std::optional(store.directories()) : std::nullopt;
}
const std::string& FunctionServices::database() const { return facts_.database; }
std::vector<std::string> FunctionServices::search_path() const {
    return split_search_path(facts_.settings.get("search_path").value_or(""));
}

std::optional<std::string> FunctionServices::setting(std::string_view name) const {
    const MutexLock lock(set_config_mutex_);
    return set_config_ ? set_config_->get(name) : facts_.settings.get(name);
}

std::string FunctionServices::set_config(std::string_view name, std::string_view value, bool local) {
    const MutexLock lock(set_config_mutex_);
    auto changed = set_config_.value_or(facts_.settings);
    changed.set_config(name, value, local);
    set_config_ = std::move(changed);
    return set_config_->get(name).value_or("");
}

std::shared_ptr<const catalog::LiveSnapshot> FunctionServices::live() const {
    const MutexLock lock(snapshot_mutex_);
    if (!live_) live_ = services_.system_state.live();
    return live_;
}

std::shared_ptr<const catalog::HistorySnapshot> FunctionServices::history() const {
    const MutexLock lock(snapshot_mutex_);
    if (!history_) history_ = services_.system_state.history();
    return history_;
}

std::vector<std::int32_t> FunctionServices::blockers(std::int32_t pid) const { return services_.locks.blockers(pid); }

std::vector<catalog::ViewColumn> FunctionServices::late_columns(duckdb::ClientContext& engine,
                                                                const std::string& schema,
                                                                const std::string& view) const {
    const auto& interrupts = facts_.interrupts;
    PlanningAccount account(interrupts.pending_flag()); // the engine's workers may ask at the same time
    const PlanningGuard guard(account);
    auto columns = late_columns_(engine, names(), schema, view);
    interrupts.check(); // a view that cannot be bound has no columns; one that nobody tried to bind to the end has
    guard.require_budget();
    return columns;
}

std::int32_t FunctionServices::last_query_id() const { return facts_.record.last_query_id(); }
catalog::LastTransfer FunctionServices::last_load() const { return facts_.record.last_load(); }
catalog::LastTransfer FunctionServices::last_unload() const { return facts_.record.last_unload(); }
catalog::Micros FunctionServices::statement_start() const { return facts_.record.started_at(); }

catalog::Micros FunctionServices::transaction_start() const {
    const auto& transaction = facts_.transaction;
    return transaction.in_block() ? transaction.block_start() : statement_start();
}

std::int32_t FunctionServices::cancel_backend(std::int32_t pid) { return signal(SignalKind::Cancel, pid); }

std::int32_t FunctionServices::terminate_backend(std::int32_t pid) { return signal(SignalKind::Terminate, pid); }

std::int32_t FunctionServices::signal(SignalKind kind, std::int32_t pid) {
    switch (services_.signals.signal(kind, pid, user_id(), facts_.user.may(catalog::SystemPermission::Cancel),
                                     std::nullopt)) {
    case SignalOutcome::Sent: return 1;
    case SignalOutcome::PermissionDenied:
        throw SqlError(state::kInsufficientPrivilege, "must be superuser to signal other server processes");
    case SignalOutcome::NoSuchSession: break;
    }
    const MutexLock lock(notice_mutex_);
    output_.notice(SqlError::warning(state::kWarning, fmt::format("PID {} is not a Redstart server process", pid)));
    return 0;
}

} // namespace redstart::sql
