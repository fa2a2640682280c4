#include "sql/session/transaction.hpp"

#include "catalog/engine/errors.hpp"
#include "catalog/state/clock.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/engine/engine.hpp"
#include "sql/engine/fault_functions.hpp"
#include "sql/engine/redo.hpp"
#include "sql/session/engine_transaction.hpp"

#include <duckdb.hpp>
#include <duckdb/main/settings.hpp>
#include <duckdb/transaction/meta_transaction.hpp>
#include <duckdb/transaction/transaction.hpp>
#include <fmt/core.h>

namespace redstart::sql {

using protocol::SqlError;

namespace {

// The engine ends its transaction: no interrupt reaches it. One that came while it commits would have it report as
// failed what is done; one while it rolls back would leave the transaction open.
class EndingEngine {
public:
    EndingEngine(Interrupts& interrupts, duckdb::Connection* connection)
        : interrupts_(interrupts), connection_(connection) {
        interrupts_.watch_engine(nullptr);
    }
    ~EndingEngine() { interrupts_.watch_engine(connection_); }
    EndingEngine(const EndingEngine&) = delete;
    EndingEngine& operator=(const EndingEngine&) = delete;

private:
    Interrupts& interrupts_;
    duckdb::Connection* connection_;
};

// Whether the engine was free to write a log into its file at the commit (CommitRoom).
bool may_checkpoint(duckdb::Connection& connection) {
    return !duckdb::DBConfig::GetSetting<duckdb::DebugSkipCheckpointOnCommitSetting>(*connection.context->db);
}

// The first access to a database takes the engine's snapshot of it.
void touch(duckdb::ClientContext& context, const std::string& database) {
    duckdb::Transaction::Get(context, duckdb::Catalog::GetCatalog(context, database));
}

} // namespace

Transaction::~Transaction() { release_locks(); }

void Transaction::ensure_registered() {
    if (xid_ != 0) return;
    started_ = now_micros();
    owner_.start = started_;
    xid_ = locks_.begin(owner_);
    serializable_ = engine_.isolation_of(owner_.database) == catalog::IsolationLevel::Serializable;
    interrupts_.watch_transaction(xid_);
}

// The transactions of the other database need not be serializable: what this one writes must not depend on them, except
// in a statement of its own.
void Transaction::check_databases(const LockPlan& plan) {
    writes_ |= plan.writes;
    if (serializable_ && in_block_ && writes_ && !entered_.empty())
        throw SqlError(protocol::sqlstate::kFeatureNotSupported,
                       "a transaction block of a SERIALIZABLE database cannot both write and read another database")
            .hint("Copy the rows in a statement of its own, outside of a transaction block.");
}

bool Transaction::lock(const LockPlan& plan) {
    if (!plan.uses.empty() || plan.takes_snapshot) ensure_registered();
    check_databases(plan);
    bool waited = false;
    for (const auto& use : plan.uses) {
        interrupts_.check();
        const auto result = locks_.acquire(xid_, use.relation.oid, use.mode, std::nullopt, &interrupts_.pending_flag());
        waited |= result.waited;
        if (result.outcome == LockOutcome::Granted) continue;
        if (result.outcome == LockOutcome::Deadlock)
            throw SqlError(protocol::sqlstate::kDeadlockDetected, "deadlock detected").detail(result.detail);
        interrupts_.check();
        throw SqlError(protocol::sqlstate::kQueryCanceled, "Query cancelled on user's request");
    }
    return waited;
}

bool Transaction::needs_engine(const LockPlan& plan) const {
    return serializable_ || !entered_.empty() || plan.writes || engine_open_;
}

// The lock comes before any look-up, so that a database that is being dropped or renamed is never touched.
void Transaction::enter_database(const std::string& name, duckdb::Connection& connection) {
    if (entered_.contains(name)) return;
    const SqlError missing(protocol::sqlstate::kInvalidCatalogName,
                           fmt::format("database \"{}\" does not exist", name));
    const auto database = engine_.databases().find(name);
    if (!database) throw missing;
    LockPlan plan;
    plan.uses.push_back({database_lock(*database), LockMode::AccessShare});
    lock(plan);
    const auto now = engine_.databases().find(name);
    if (!now || now->oid != database->oid) throw missing;
    if (!now->damage.empty()) throw SqlError(protocol::sqlstate::kSystemError, now->damage);
    entered_.insert(name);
    check_databases({});
    if (engine_open_) open_engine(connection);
}

// A snapshot whose place among the commits must be known, and one of several databases, is taken while nobody commits.
void Transaction::open_engine(duckdb::Connection& connection) {
    auto wanted = entered_;
    wanted.insert(owner_.database);
    std::erase_if(wanted, [this](const std::string& database) { return snapshots_.contains(database); });
    if (wanted.empty()) return;
    ensure_registered();
    std::optional<Turn> turn;
    if (serializable_ || wanted.size() > 1) turn.emplace(engine_.isolation().turns(), Turns::Kind::Snapshot);
    try {
        if (!engine_open_) begin_engine(connection);
        engine_open_ = true;
        if (snapshot_epoch_ == 0) snapshot_epoch_ = engine_.catalog_epoch();
        connection.context->RunFunctionInTransaction([&] {
            for (const auto& database : wanted) touch(*connection.context, database);
        });
    } catch (const std::exception& error) { throw to_sql_error(error); }
    const auto order = serializable_ ? engine_.isolation().snapshot(xid_) : 0;
    for (const auto& database : wanted) snapshots_.emplace(database, order);
}

std::optional<SerializableViolation> Transaction::declare(const LockPlan& plan) {
    std::vector<TableRead> reads;
    std::vector<RelationId> writes;
    for (const auto& [relation, mode, reads_rows] : plan.uses) {
        if (relation.catalog == "system" || relation.catalog == "temp") continue;
        if (mode != LockMode::ShareRowExclusive || reads_rows)
            reads.push_back({relation.oid, snapshots_.at(relation.catalog)});
        if (mode == LockMode::AccessShare) continue;
        writes.push_back(relation.oid);
        last_written_ = relation.oid;
        if (plan.ddl) changed_.insert(relation.oid);
    }
    if (!serializable_) return std::nullopt;
    return engine_.isolation().access(xid_, reads, writes);
}

// The engine's commit and its place in the order are one step to everybody who takes a snapshot in turn.
void Transaction::commit_engine(duckdb::Connection& connection) {
    const Turn turn(engine_.isolation().turns(), Turns::Kind::Commit);
    const auto log_only = engine_.commit_room().before_commit(*connection.context);
    try {
        sql::commit_engine(connection);
    } catch (const std::exception& error) {
        // A checkpoint that the disk has interrupted leaves tables in memory without their rows (measured), and the
        // error does not tell it from a log that did not fit.
        if (may_checkpoint(connection) && to_sql_error(error).sqlstate() == protocol::sqlstate::kDiskFull)
            engine_.distrust("the disk was full");
        throw;
    }
    engine_open_ = false;
    if (serializable_) engine_.isolation().commit(xid_);
}

// Whether the engine's transaction has to write anything when it commits.
bool Transaction::changes_tables(duckdb::Connection& connection) const {
    return engine_open_ && connection.context->transaction.HasActiveTransaction() &&
           connection.context->transaction.ActiveTransaction().ModifiedDatabase();
}

// Tables and users are in databases of their own, and the engine commits one at a time: the tables first, with what is
// to be done to the users, which the next start does where the server ends before this has.
void Transaction::commit_with_redo(duckdb::Connection& connection) {
    const auto number = store_.number();
    connection.context->RunFunctionInTransaction(
        [&] { note_redo(*connection.context, owner_.database, number, store_.changes()); });
    fault_point("redo noted");
    commit_engine(connection);
    fault_point("tables committed");
    try {
        store_.commit();
    } catch (const SqlError& error) {
        engine_.distrust("users could not be changed with their tables"); // they are as it is opened again
        throw SqlError(protocol::sqlstate::kSystemError, error.message())
            .detail("The transaction's changes of tables are committed; those of users are made when the engine is "
                    "opened again.");
    }
    fault_point("users committed");
    forget_redo(connection, owner_.database, number);
    fault_point("redo forgotten");
}

void Transaction::commit_all(duckdb::Connection* connection) {
    if (store_.changed() && connection != nullptr && changes_tables(*connection)) return commit_with_redo(*connection);
    if (engine_open_) commit_engine(*connection);
    store_.commit();
}

void Transaction::commit(duckdb::Connection* connection) {
    committing_ = xid_ != 0 ? now_micros() : 0;
    if (engine_open_ || store_.changed()) {
        try {
            const EndingEngine ending(interrupts_, connection);
            commit_all(connection);
        } catch (const std::exception& error) {
            auto reported = to_sql_error(error);
            committing_ = 0;
            rollback(connection);
            throw std::move(reported);
        }
    }
    in_block_ = failed_ = false;
    release_locks();
}

void Transaction::roll_engine_back(duckdb::Connection* connection) noexcept {
    store_.rollback();
    if (!engine_open_) return;
    engine_open_ = false;
    try {
        const EndingEngine ending(interrupts_, connection);
        if (connection->HasActiveTransaction()) connection->Rollback();
    } catch (const std::exception&) {
        // The engine has ended the transaction itself, or it is invalid and holds nothing any more.
    }
}

void Transaction::rollback(duckdb::Connection* connection) noexcept {
    roll_engine_back(connection);
    in_block_ = failed_ = false;
    release_locks();
}

void Transaction::fail(duckdb::Connection* connection) noexcept {
    roll_engine_back(connection);
    failed_ = in_block_;
    release_locks();
}

void Transaction::release_locks() noexcept {
    store_.rollback(); // no effect after a commit
    if (xid_ == 0) return;
    interrupts_.watch_transaction(0);
    if (serializable_) engine_.isolation().abort(xid_);  // no effect after a commit
    if (!changed_.empty()) engine_.bump_catalog_epoch(); // before anybody else gets at what was changed
    locks_.end(xid_);
    ended_ = Ended{xid_, started_, committing_};
    xid_ = 0;
    started_ = committing_ = 0;
    serializable_ = writes_ = false;
    entered_.clear();
    snapshots_.clear();
    changed_.clear();
    granted_ = false;
    last_written_ = 0;
    snapshot_epoch_ = 0;
}

} // namespace redstart::sql
