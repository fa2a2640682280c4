// PlanningMeter: what this thread's operator new counts while a PlanningGuard is armed on it, and when it has to ask
// the guard. One per thread, plain data; only that thread reads or writes it. planning_allocator.cpp has the operators.
#pragma once

#include <atomic>
#include <cstdint>

namespace redstart::sql {

struct PlanningMeter {
    bool armed = false;
    std::int32_t calls = 0;                  // allocations until the guard is asked again
    std::int64_t bytes = 0;                  // allocated less freed since the guard was armed
    std::int64_t asks = 0;                   // ... and when so many bytes are reached
    const std::atomic<bool>* stop = nullptr; // ... and when this is set
};

// Initialized with the thread and never destroyed: memory is allocated before and after everything else.
inline constinit thread_local PlanningMeter planning_meter{};

// The guard is asked: it charges what is new, and throws when the work has to stop. planning_guard.cpp.
void ask_planning_guard();

} // namespace redstart::sql
