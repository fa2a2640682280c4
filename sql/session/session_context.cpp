#include "sql/session/session_context.hpp"

#include "catalog/engine/errors.hpp"
#include "catalog/object/session_state.hpp"
#include "catalog/state/clock.hpp"
#include "catalog/state/transfers.hpp"
#include "protocol/client_text.hpp"
#include "protocol/error.hpp"
#include "protocol/hashing.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/engine/system_store.hpp"
#include "sql/parse/search_path.hpp"
#include "sql/parse/shown_text.hpp"
#include "sql/rule/row_slices.hpp"

#include <algorithm>
#include <atomic>
#include <utility>

#include <duckdb.hpp>
#include <duckdb/main/client_config.hpp>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

// What logs and views remember of a statement: as much as STL_QUERYTEXT has of one on a cluster, and STL_QUERY of its
// label.
constexpr std::size_t kLongestShown = 65535;
constexpr std::size_t kLongestLabel = 320;
constexpr std::size_t kLongestMessage = 4096; // of its error, which may quote a value

// Orders the statements of all sessions by their start.
std::int64_t next_statement_sequence() {
    static std::atomic<std::int64_t> sequence{0};
    return ++sequence;
}

TransactionInfo transaction_owner(const SessionIdentity& identity, std::uint32_t database_oid) {
    TransactionInfo owner;
    owner.pid = identity.pid;
    owner.user_name = identity.user_name;
    owner.database = identity.database;
    owner.database_oid = database_oid;
    return owner;
}

// The engine turns moments into clock times, and back, by a setting of its own.
void pass_time_zone(const Settings& settings, duckdb::ClientContext& context) {
    auto& zone = duckdb::ClientConfig::GetConfig(context).set_variables["TimeZone"];
    const auto wanted = settings.get("TimeZone").value_or("UTC");
    if (zone.IsNull() || duckdb::StringValue::Get(zone) != wanted) zone = duckdb::Value(wanted);
}

// RFC 9562, version 4.
std::string random_uuid() {
    auto bytes = protocol::random_bytes(16);
    bytes[6] = static_cast<char>((bytes[6] & 0x0F) | 0x40);
    bytes[8] = static_cast<char>((bytes[8] & 0x3F) | 0x80);
    auto text = protocol::to_hex(bytes);
    for (const std::size_t at : {8, 13, 18, 23}) text.insert(at, 1, '-');
    return text;
}

} // namespace

SessionContext::SessionContext(ExecutorServices services, SessionIdentity identity, ClientOutput& output,
                               StatementObserver& observer, LateColumns* late_columns)
    : services_(services), identity_(std::move(identity)), login_id_(identity_.user_id), committed_id_(login_id_),
      output_(output), observer_(observer), late_columns_(late_columns),
      stay_(services.engine.enter_database(identity_.database)),
      settings_(identity_.user_name, superuser(), services.engine.time_zones()), interrupts_(services.locks),
      transaction_(services.engine, services.locks, interrupts_, transaction_owner(identity_, stay_.database())) {
    settings_.apply_startup(identity_.startup_settings);
    settings_.set_internal("session_id", random_uuid());
}

SessionContext::~SessionContext() {
    transaction_.rollback(connection_.get());
    interrupts_.watch_engine(nullptr);
    report_ended_transaction();
}

duckdb::Connection& SessionContext::connection() {
    if (connection_user_ != nullptr) std::exchange(connection_user_, nullptr)->leave_connection();
    if (connection_) {
        pass_time_zone(settings_, *connection_->context);
        return *connection_;
    }
    connection_ = services_.engine.connect(identity_.database);
    catalog::attach_session(*connection_->context, *this);
    account_streams(*connection_->context, stream_memory_);
    interrupts_.watch_engine(connection_.get());
    pass_time_zone(settings_, *connection_->context);
    return *connection_;
}

void SessionContext::drop_connection() noexcept {
    interrupts_.watch_engine(nullptr);
    transaction_.fail(connection_.get());
    connection_.reset();
}

NameScope SessionContext::names() const {
    NameScope scope;
    scope.database = identity_.database;
    scope.search_path = search_path();
    scope.user_name = identity_.user_name;
    scope.user_id = identity_.user_id;
    scope.superuser = superuser();
    scope.entered = transaction_.entered();
    scope.functions = &services_.engine.functions();
    scope.new_oid = [&engine = services_.engine] { return engine.next_oid(); };
    return scope;
}

std::vector<std::string> SessionContext::search_path() const {
    return split_search_path(settings_.get("search_path").value_or(""));
}

std::optional<std::string> SessionContext::setting(std::string_view name) const {
    const std::lock_guard lock(set_config_mutex_);
    return set_config_ ? set_config_->get(name) : settings_.get(name);
}

void SessionContext::start_timeout() {
    const auto limit = settings_.statement_timeout();
    if (limit.count() == 0 || (timed_ && interrupts_.has_deadline())) return;
    const auto due = std::chrono::steady_clock::now() + limit;
    timed_ = true;
    interrupts_.set_deadline(due);
    observer_.statement_deadline(due);
}

void SessionContext::stop_timeout() {
    if (!timed_) return;
    timed_ = false;
    interrupts_.set_deadline(std::nullopt);
    observer_.statement_deadline(std::nullopt);
}

void SessionContext::start_statement(std::string shown_text) {
    forget_snapshots();
    statement_start_ = now_micros();
    auto row = std::make_shared<catalog::QueryRow>();
    row->sequence = next_statement_sequence();
    row->xid = transaction_.xid();
    row->pid = identity_.pid;
    row->user_id = identity_.user_id;
    row->user_name = identity_.user_name;
    row->database = identity_.database;
    row->label = settings_.get("query_group").value_or("default");
    row->label = protocol::cut_text(std::move(row->label), kLongestLabel);
    if (row->label == "unset" || row->label.empty()) row->label = "default";
    row->text = protocol::cut_text(std::move(shown_text), kLongestShown);
    row->start_time = statement_start_;
    statement_ = row;
    observer_.statement_started(std::move(row));
}

void SessionContext::mark_compute() {
    if (!statement_ || statement_->query_id != 0) return;
    auto row = std::make_shared<catalog::QueryRow>(*statement_); // the published one may be read at any time
    row->query_id = last_query_id_ = services_.engine.next_query_id();
    row->xid = transaction_.xid();
    interrupts_.set_query_id(row->query_id);
    statement_ = row;
    observer_.statement_started(std::move(row));
}

void SessionContext::finish_statement(const SqlError* error) {
    settle_set_config(error == nullptr);
    if (!statement_) return;
    auto row = std::make_shared<catalog::QueryRow>(*statement_);
    statement_.reset();
    row->end_time = now_micros();
    if (error != nullptr) {
        row->aborted = true;
        row->sqlstate = error->sqlstate();
        row->error_message = protocol::cut_text(error->message(), kLongestMessage);
        if (row->text.find(kMask) != std::string::npos) // it may quote what is masked
            row->error_message.resize(std::min(row->error_message.find(" at or near "), row->error_message.size()));
    }
    observer_.statement_finished(std::move(row));
}

std::shared_ptr<const catalog::TransferRow> SessionContext::transferred(catalog::TransferRow row,
                                                                        catalog::LastTransfer& last) {
    if (statement_) row.query_id = statement_->query_id;
    row.xid = transaction_.xid();
    row.pid = identity_.pid;
    row.user_id = identity_.user_id;
    row.database = identity_.database;
    row.start_time = statement_start_;
    row.end_time = now_micros();
    if (row.status == "completed") last = {row.query_id, row.rows};
    return std::make_shared<const catalog::TransferRow>(std::move(row));
}

void SessionContext::load_ended(catalog::TransferRow row) {
    observer_.load_ended(transferred(std::move(row), last_load_));
}

void SessionContext::unload_ended(catalog::TransferRow row) {
    observer_.unload_ended(transferred(std::move(row), last_unload_));
}

void SessionContext::report_transaction() {
    observer_.transaction_changed(transaction_.status(), transaction_.start_time());
}

void SessionContext::transaction_ended(bool committed) {
    if (users_changed_ && committed) services_.engine.store().reload();
    users_changed_ = false;
    if (catalog_changed_) services_.engine.bump_catalog_epoch();
    catalog_changed_ = false;
    report_ended_transaction();
    settle_set_config(committed);
    if (committed && !local_authorization_) committed_id_ = identity_.user_id;
    local_authorization_ = false;
    for (const auto& [name, value] : become(committed_id_)) output_.parameter_status(name, value);
    for (const auto& [name, value] : committed ? settings_.commit() : settings_.rollback())
        output_.parameter_status(name, value);
}

void SessionContext::report_ended_transaction() {
    const auto ended = transaction_.take_ended();
    if (!ended) return;
    auto row = std::make_shared<catalog::TransactionLogRow>();
    row->xid = ended->xid;
    row->user_id = identity_.user_id;
    row->database = identity_.database;
    row->start_time = ended->start;
    row->commit_time = ended->commit;
    row->end_time = now_micros();
    observer_.transaction_ended(std::move(row));
}

std::string SessionContext::set_config(std::string_view name, std::string_view value, bool local) {
    const std::lock_guard lock(set_config_mutex_);
    auto changed = set_config_.value_or(settings_);
    changed.set_config(name, value, local);
    set_config_ = std::move(changed);
    return set_config_->get(name).value_or("");
}

void SessionContext::settle_set_config(bool succeeded) {
    const std::lock_guard lock(set_config_mutex_);
    auto changed = std::exchange(set_config_, std::nullopt);
    if (!changed || !succeeded) return;
    const auto before = settings_.reported();
    const auto application_name = settings_.get("application_name");
    settings_ = *std::move(changed);
    for (const auto& parameter : settings_.reported())
        if (std::ranges::find(before, parameter) == before.end())
            output_.parameter_status(parameter.first, parameter.second);
    if (settings_.get("application_name") != application_name) application_name_changed();
}

void SessionContext::application_name_changed() {
    observer_.application_name_changed(settings_.get("application_name").value_or(""));
}

SqlError SessionContext::conflict(RelationId table, std::vector<Xid> cycle) {
    if (cycle.empty()) cycle.push_back(transaction_.xid());
    observer_.serialization_conflict(
        {transaction_.xid(), identity_.pid, transaction_.start_time(), now_micros(), table});
    std::string transactions;
    for (const Xid xid : cycle) transactions.append(transactions.empty() ? "" : ", ").append(std::to_string(xid));
    return SqlError(state::kInternalError, "1023")
        .detail("Serializable isolation violation on table - " + std::to_string(table) +
                ", transactions forming the cycle are: " + transactions + " (pid:" + std::to_string(identity_.pid) +
                ")");
}

void SessionContext::note_ddl() {
    catalog_changed_ = true;
    services_.engine.bump_catalog_epoch();
}

void SessionContext::forget_snapshots() {
    const std::lock_guard lock(snapshot_mutex_);
    live_.reset();
    history_.reset();
}

std::shared_ptr<const catalog::LiveSnapshot> SessionContext::live() const {
    const std::lock_guard lock(snapshot_mutex_);
    if (!live_) live_ = services_.system_state.live();
    return live_;
}

std::shared_ptr<const catalog::HistorySnapshot> SessionContext::history() const {
    const std::lock_guard lock(snapshot_mutex_);
    if (!history_) history_ = services_.system_state.history();
    return history_;
}

std::vector<std::int32_t> SessionContext::blockers(std::int32_t pid) const { return services_.locks.blockers(pid); }

std::vector<catalog::ViewColumn> SessionContext::late_columns(duckdb::ClientContext& engine, const std::string& schema,
                                                              const std::string& view) const {
    PlanningAccount account(interrupts_.pending_flag()); // the engine's workers may ask at the same time
    const PlanningGuard guard(account);
    auto columns = late_columns_(engine, names(), schema, view);
    interrupts_.check(); // a view that cannot be bound has no columns; one that nobody tried to bind to the end has
    guard.require_budget();
    return columns;
}

catalog::Micros SessionContext::transaction_start() const {
    return transaction_.in_block() ? transaction_.block_start() : statement_start_;
}

std::int32_t SessionContext::cancel_backend(std::int32_t pid) { return signal(SignalKind::Cancel, pid); }

std::int32_t SessionContext::terminate_backend(std::int32_t pid) { return signal(SignalKind::Terminate, pid); }

std::int32_t SessionContext::signal(SignalKind kind, std::int32_t pid) {
    switch (services_.signals.signal(kind, pid, identity_.user_id, superuser(), std::nullopt)) {
    case SignalOutcome::Sent: return 1;
    case SignalOutcome::PermissionDenied:
        throw SqlError(state::kInsufficientPrivilege, "must be superuser to signal other server processes");
    case SignalOutcome::NoSuchSession: break;
    }
    const std::lock_guard lock(notice_mutex_);
    output_.notice(
        SqlError::warning(state::kWarning, "PID " + std::to_string(pid) + " is not a Redstart server process"));
    return 0;
}

} // namespace redstart::sql
