#include "sql/session/interrupts.hpp"

#include "catalog/engine/errors.hpp"
#include "catalog/engine/process_memory.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/rule/stream_memory.hpp"

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {

using protocol::SqlError;

namespace {

SqlError shortage_error(Shortage reason) {
    if (reason == Shortage::UnreadRows)
        return SqlError(protocol::sqlstate::kOutOfMemory, "out of memory for rows that the client does not read")
            .detail(fmt::format("The wide rows of all running statements may hold {} MB together.",
                                StreamMemory::kLimit >> 20));
    return process_memory_exhausted();
}

} // namespace

protocol::SqlError engine_restarted() {
    return {protocol::sqlstate::kSystemError, "the execution engine has failed and was restarted"};
}

void Interrupts::arm() {
    const MutexLock lock(mutex_);
    if (armed_++ == 0) query_id_ = 0;
}

void Interrupts::disarm() {
    const MutexLock lock(mutex_);
    if (--armed_ > 0) return;
    cancelled_ = expired_ = lost_engine_ = waits_for_engine_ = false;
    ran_short_.reset();
    message_.reset();
    pending_.store(terminated_.load());
}

void Interrupts::watch_engine(duckdb::Connection* connection) {
    const MutexLock lock(mutex_);
    if (connection == nullptr) {
        engine_.reset();
        return;
    }
    // The engine has its own shared pointer type: keep a copy of it alive behind a plain one.
    auto context = std::make_shared<duckdb::shared_ptr<duckdb::ClientContext>>(connection->context);
    engine_ = context;
    interrupt_engine_ = [](void* holder) {
        (*static_cast<duckdb::shared_ptr<duckdb::ClientContext>*>(holder))->Interrupt();
    };
}

void Interrupts::watch_transaction(Xid xid) {
    const MutexLock lock(mutex_);
    xid_ = xid;
}

void Interrupts::wait_for_engine(bool waits) {
    const MutexLock lock(mutex_);
    waits_for_engine_ = waits;
}

void Interrupts::set_query_id(std::int32_t query_id) {
    const MutexLock lock(mutex_);
    query_id_ = query_id;
}

void Interrupts::check() const {
    if (!pending()) return;
    if (terminated())
        throw SqlError::fatal(protocol::sqlstate::kAdminShutdown,
                              "terminating connection due to administrator command");
    const MutexLock lock(mutex_);
    if (lost_engine_) throw engine_restarted();
    if (ran_short_) throw shortage_error(*ran_short_);
    if (!cancelled_) return;
    if (message_) throw SqlError(protocol::sqlstate::kQueryCanceled, *message_);
    const auto number = query_id_ == 0 ? std::string() : " (" + std::to_string(query_id_) + ")";
    throw SqlError(protocol::sqlstate::kQueryCanceled, fmt::format("Query{} cancelled on user's request", number));
}

SqlError Interrupts::failure(const duckdb::ErrorData& error) const {
    if (terminated() || !is_engine_fault(error)) check();
    return to_sql_error(error);
}

void Interrupts::set_deadline(std::optional<std::chrono::steady_clock::time_point> due) {
    const MutexLock lock(mutex_);
    deadline_ = due;
    if (due || !expired_) return;
    expired_ = cancelled_ = false; // the time was up in the very moment at which the statement ended
    pending_.store(terminated_.load() || lost_engine_ || ran_short_.has_value());
}

bool Interrupts::has_deadline() const {
    const MutexLock lock(mutex_);
    return deadline_.has_value();
}

bool Interrupts::expire() {
    {
        const MutexLock lock(mutex_);
        if (!deadline_ || std::chrono::steady_clock::now() < *deadline_) return false;
        deadline_.reset();
        if (armed_ == 0) return false;
        expired_ = !cancelled_;
        cancelled_ = true;
        pending_.store(true);
    }
    reach();
    return true;
}

bool Interrupts::cancel(std::optional<std::string> message) {
    {
        const MutexLock lock(mutex_);
        if (armed_ == 0) return false;
        if (!cancelled_) message_ = std::move(message);
        cancelled_ = true;
        expired_ = false;
        pending_.store(true);
    }
    reach();
    return true;
}

bool Interrupts::lose_engine() {
    {
        const MutexLock lock(mutex_);
        if (armed_ == 0 || waits_for_engine_) return false;
        lost_engine_ = true;
        pending_.store(true);
    }
    reach();
    return true;
}

bool Interrupts::run_short(Shortage reason) {
    {
        const MutexLock lock(mutex_);
        if (armed_ == 0 || ran_short_) return false;
        ran_short_ = reason;
        pending_.store(true);
    }
    reach();
    return true;
}

void Interrupts::announce_termination() noexcept {
    terminated_.store(true);
    pending_.store(true);
}

void Interrupts::terminate() {
    announce_termination();
    reach();
}

void Interrupts::nudge() {
    if (pending()) reach();
}

void Interrupts::reach() {
    Xid xid = 0;
    {
        const MutexLock lock(mutex_);
        // Under the mutex, so that none comes after watch_engine(nullptr); to the engine it is one atomic store.
        if (engine_) interrupt_engine_(engine_.get());
        xid = xid_;
    }
    if (xid != 0) locks_.cancel(xid);
}

} // namespace redstart::sql
