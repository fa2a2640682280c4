// Interrupts: what other threads may do to a session's running statement, and how the statement finds out.
// From cancel() on, and what only looks, everything is thread-safe; the rest belongs to the backend's thread. A cancel
// counts only while a statement is armed, so it never hurts the next one; a terminate stays.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "catalog/mutex/mutex.hpp"
#include "protocol/error.hpp"
#include "sql/lock/lock_manager.hpp"
#include "sql/rule/memory_pressure.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace redstart::sql {

// The error of a statement or a transaction that was under way when the engine failed (58000).
protocol::SqlError engine_restarted();

class Interrupts {
public:
    explicit Interrupts(LockManager& locks) : locks_(locks) {}
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;

    // A statement begins or ends; a COPY stays armed between its messages, so calls nest. The last disarm() forgets a
    // cancel that came too late.
    void arm();
    void disarm();
    // Where an interrupt goes: the engine connection (nullptr: to none) and the transaction that may wait for a lock.
    void watch_engine(duckdb::Connection* connection);
    void watch_transaction(Xid xid);
    // When the statement's time is up (statement_timeout). nullopt: it has ended, and a deadline that has just struck
    // does not count any more.
    void set_deadline(std::optional<std::chrono::steady_clock::time_point> due);
    bool has_deadline() const;
    // The statement has not begun, because it waits for the engine to be opened again: lose_engine() is not for it.
    void wait_for_engine(bool waits);
    // The number in `Query (168) cancelled on user's request`; 0 for a statement without one.
    void set_query_id(std::int32_t query_id);

    // True when the statement must stop; cheap enough for every row.
    bool pending() const noexcept { return pending_.load(std::memory_order_relaxed); }
    // What pending() reads, for waits that must look at it before they sleep.
    const std::atomic<bool>& pending_flag() const noexcept { return pending_; }
    // Throws what the session asked for: FATAL 57P01, or ERROR 57014 for a cancel. Returns when nothing is pending.
    void check() const;
    // The error for the client when a call into the engine gave `error`. Throws as check() does when the statement was
    // asked to stop, because an interrupted call fails in many ways; but a call that itself made the engine fail is
    // answered with that failure, unless the session is being terminated.
    protocol::SqlError failure(const duckdb::ErrorData& error) const;

    bool cancel(std::optional<std::string> message);
    // Cancels the armed statement if its deadline has passed. A deadline that passes between two messages of a
    // statement is forgotten, as PostgreSQL does with a cancel that arrives while it waits for a command.
    bool expire();
    // Ends the armed statement with 58000: its engine has failed.
    bool lose_engine();
    // Ends the armed statement with 53200: others need what it holds.
    bool run_short(Shortage reason);
    // Marks the session as terminated: whatever it does next ends with 57P01. Wakes nobody.
    void announce_termination() noexcept;
    // The same, and stops what it does now.
    void terminate();
    bool terminated() const noexcept { return terminated_.load(); }
    void nudge();

private:
    void reach(); // interrupts engine and lock wait; called without mutex_

    LockManager& locks_;
    std::atomic<bool> pending_{false};
    std::atomic<bool> terminated_{false};
    mutable Mutex mutex_;
    int armed_ GUARDED_BY(mutex_) = 0; // how often
    bool cancelled_ GUARDED_BY(mutex_) = false;
    bool lost_engine_ GUARDED_BY(mutex_) = false;
    std::optional<Shortage> ran_short_ GUARDED_BY(mutex_);
    bool waits_for_engine_ GUARDED_BY(mutex_) = false;
    bool expired_ GUARDED_BY(mutex_) = false; // cancelled by its deadline and by nobody else
    std::optional<std::string> message_ GUARDED_BY(mutex_);
    std::optional<std::chrono::steady_clock::time_point> deadline_ GUARDED_BY(mutex_);
    std::int32_t query_id_ GUARDED_BY(mutex_) = 0;
    Xid xid_ GUARDED_BY(mutex_) = 0;
    std::shared_ptr<void> engine_ GUARDED_BY(mutex_); // keeps the client context alive
    void (*interrupt_engine_)(void*) GUARDED_BY(mutex_) = nullptr;
};

// Arms for the lifetime of one message's work.
class ArmedStatement {
public:
    explicit ArmedStatement(Interrupts& interrupts) : interrupts_(interrupts) { interrupts_.arm(); }
    ~ArmedStatement() { interrupts_.disarm(); }
    ArmedStatement(const ArmedStatement&) = delete;
    ArmedStatement& operator=(const ArmedStatement&) = delete;

private:
    Interrupts& interrupts_;
};

} // namespace redstart::sql
