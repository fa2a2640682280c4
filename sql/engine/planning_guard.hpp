// PlanningGuard: bounds what reading and planning a statement takes, and lets an interrupt end it, where the engine
// looks at neither. While one is armed, memory that this thread takes through operator new is counted and charged to a
// budget that all sessions share; past it, or when the session is to stop, an exception leaves the allocation that
// comes next at a place that can bear it (throwing_place.hpp): the engine's reading, binding and optimizing work on
// trees of their own. On the stack of the thread that plans.
#pragma once

#include "protocol/error.hpp"

#include <atomic>
#include <cstdint>

namespace redstart::sql {

// What one session's planning holds of the shared budget, and how it is told to stop. Belongs to the session's thread.
class PlanningAccount {
public:
    explicit PlanningAccount(const std::atomic<bool>& stop) : stop_(stop) {}
    ~PlanningAccount() {
        unpin();
        keep(0);
    }
    PlanningAccount(const PlanningAccount&) = delete;
    PlanningAccount& operator=(const PlanningAccount&) = delete;

    // What is charged after a guard has ended: trees and plans that live on.
    std::int64_t held() const noexcept { return held_; }
    // They are gone: gives back what is held beyond `bytes`, or beyond what is pinned.
    void keep(std::int64_t bytes) noexcept;
    // What is held now belongs to a query that is being read, over several messages maybe; and that has ended.
    void pin() noexcept { pinned_ = held_; }
    void unpin() noexcept { pinned_ = 0; }
    bool stopped() const noexcept { return stop_.load(std::memory_order_relaxed); }

private:
    friend class PlanningGuard;
    const std::atomic<bool>& stop_;
    std::int64_t held_ = 0;
    std::int64_t pinned_ = 0;
};

class PlanningGuard {
public:
    // Inside another guard of the thread it does nothing. `told`: where exhausted() is written when it ends; nullptr:
    // nowhere.
    explicit PlanningGuard(PlanningAccount& account, bool* told = nullptr);
    ~PlanningGuard();
    PlanningGuard(const PlanningGuard&) = delete;
    PlanningGuard& operator=(const PlanningGuard&) = delete;

    // The budget was at an end, and the work was stopped, or has gone on without something.
    bool exhausted() const noexcept;
    void require_budget() const; // throws 53200 when it was

private:
    friend void ask_planning_guard();
    friend void charge_planning(std::int64_t bytes);
    void ask();
    bool claim(std::int64_t bytes) noexcept;

    PlanningAccount& account_;
    PlanningGuard* const outer_;
    bool* const told_;
    std::uintptr_t frame_;
    std::int64_t claimed_ = 0; // of the shared budget, ahead of the thread's meter
    int exceptions_;
    bool exhausted_ = false;
};

// Memory that is not taken through operator new: the engine's grammar has allocations of its own. Charged to the
// thread's guard, if there is one, until it ends. Throws 53200.
void charge_planning(std::int64_t bytes);

// 53200, with the limit's name.
protocol::SqlError planning_exhausted();

// All sessions' planning together, in bytes.
void set_planning_budget(std::int64_t bytes) noexcept;
std::int64_t planning_budget() noexcept;
std::int64_t planning_in_use() noexcept;

} // namespace redstart::sql
