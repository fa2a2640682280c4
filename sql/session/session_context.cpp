#include "sql/session/session_context.hpp"

#include "catalog/state/clock.hpp"
#include "protocol/error.hpp"
#include "protocol/hashing.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/store/system_store.hpp"

#include <algorithm>
#include <utility>

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

TransactionInfo transaction_owner(const SessionIdentity& identity, std::uint32_t database_oid) {
    TransactionInfo owner;
    owner.pid = identity.pid;
    owner.user_name = identity.user_name;
    owner.database = identity.database;
    owner.database_oid = database_oid;
    return owner;
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

SessionContext::SessionContext(ExecutorServices services, const SessionIdentity& identity, ClientOutput& output,
                               StatementObserver& observer, LateColumns* late_columns)
    : services_(services), pid_(identity.pid), database_(identity.database), output_(output), observer_(observer),
      stay_(services.engine.enter_database(database_)),
      user_(services.engine, settings_, identity.user_id, identity.user_name),
      settings_(identity.user_name, user_.superuser(), services.engine.time_zones()), interrupts_(services.locks),
      transaction_(services.engine, services.locks, interrupts_, transaction_owner(identity, stay_.database())),
      record_(services.engine, interrupts_, transaction_, user_, {pid_, database_}, observer),
      functions_(services, {pid_, database_, user_, settings_, interrupts_, transaction_, record_}, output,
                 late_columns),
      definitions_(services.engine.definitions()),
      connection_(services.engine, database_, settings_, interrupts_, functions_) {
    settings_.apply_startup(identity.startup_settings);
    settings_.set_internal("session_id", random_uuid());
}

SessionContext::~SessionContext() {
    transaction_.rollback(connection_.if_open());
    interrupts_.watch_engine(nullptr);
    report_ended_transaction();
}

void SessionContext::drop_connection() noexcept {
    interrupts_.watch_engine(nullptr);
    transaction_.fail(connection_.if_open());
    connection_.close();
    definitions_.drop();
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

bool SessionContext::follow_user() {
    if (!user_.changed()) return true;
    connection_.set_results_aside(); // what still streams reads the name on the engine's workers
    report(user_.show());
    return services_.engine.users().find_by_id(user_.id()) != nullptr;
}

void SessionContext::start_statement(std::string shown_text) {
    transaction_.store().show_changes();
    functions_.forget_snapshots();
    record_.start(std::move(shown_text), settings_.get("query_group").value_or("default"));
}

void SessionContext::finish_statement(const SqlError* error) {
    settle_set_config(error == nullptr);
    record_.finish(error);
}

void SessionContext::report(const ReportedChanges& changes) {
    for (const auto& [name, value] : changes) output_.parameter_status(name, value);
}

void SessionContext::report_transaction() {
    observer_.transaction_changed(transaction_.status(), transaction_.start_time());
}

void SessionContext::transaction_ended(bool committed) {
    if (catalog_changed_ || store_changed_) services_.engine.bump_catalog_epoch();
    store_changed_ = catalog_changed_ = unmeasured_ = false;
    definitions_.transaction_ended(committed);
    report_ended_transaction();
    settle_set_config(committed);
    report(user_.transaction_ended(committed));
    report(committed ? settings_.commit() : settings_.rollback());
}

void SessionContext::report_ended_transaction() {
    const auto ended = transaction_.take_ended();
    if (!ended) return;
    auto row = std::make_shared<catalog::TransactionLogRow>();
    row->xid = ended->xid;
    row->user_id = user_.id();
    row->database = database_;
    row->start_time = ended->start;
    row->commit_time = ended->commit;
    row->end_time = now_micros();
    observer_.transaction_ended(std::move(row));
}

void SessionContext::settle_set_config(bool succeeded) {
    auto changed = functions_.take_settings();
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
    observer_.serialization_conflict({transaction_.xid(), pid_, transaction_.start_time(), now_micros(), table});
    std::string transactions;
    for (const Xid xid : cycle) transactions.append(transactions.empty() ? "" : ", ").append(std::to_string(xid));
    return SqlError(state::kInternalError, "1023")
        .detail(fmt::format(
            "Serializable isolation violation on table - {}, transactions forming the cycle are: {} (pid:{})", table,
            transactions, pid_));
}

void SessionContext::note_store_change() {
    store_changed_ = true;
    services_.engine.bump_catalog_epoch();
}

void SessionContext::note_ddl() {
    catalog_changed_ = unmeasured_ = true;
    services_.engine.bump_catalog_epoch();
}

void SessionContext::measure_definitions() {
    if (!std::exchange(unmeasured_, false) || !transaction_.engine_open()) return;
    definitions_.measure(connection(), database_);
}

} // namespace redstart::sql
