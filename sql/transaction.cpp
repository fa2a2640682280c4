#include "sql/transaction.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/clock.hpp"
#include "sql/errors.hpp"

#include <duckdb.hpp>

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

} // namespace

Transaction::~Transaction() { release_locks(); }

void Transaction::ensure_registered() {
    if (xid_ != 0) return;
    started_ = now_micros();
    owner_.start = started_;
    xid_ = locks_.begin(owner_);
    interrupts_.watch_transaction(xid_);
}

bool Transaction::lock(const Resolution& plan) {
    if (!plan.uses.empty() || plan.takes_snapshot) ensure_registered();
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

void Transaction::open_engine(duckdb::Connection& connection) {
    if (engine_open_) return;
    try {
        connection.BeginTransaction();
    } catch (const std::exception& error) { throw to_sql_error(error); }
    engine_open_ = true;
}

void Transaction::commit(duckdb::Connection* connection) {
    committing_ = xid_ != 0 ? now_micros() : 0;
    if (engine_open_) {
        try {
            const EndingEngine ending(interrupts_, connection);
            connection->Commit();
            engine_open_ = false;
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
    if (xid_ == 0) return;
    interrupts_.watch_transaction(0);
    locks_.end(xid_);
    ended_ = Ended{xid_, started_, committing_};
    xid_ = 0;
    started_ = committing_ = 0;
}

} // namespace redstart::sql
