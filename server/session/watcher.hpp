// Watcher: one thread that tends every session ten times a second: repeats signals that came too early, ends sessions
// whose client has vanished while their query runs, joins threads that have ended, returns the memory of large results
// to the system, finds out whether memory is short; and between two rounds ends the statements whose time is up, at the
// moment it is.
// Owns nothing but its thread; what it uses is synchronized by itself.
#pragma once

#include "server/session/backend_registry.hpp"
#include "server/session/backend_threads.hpp"
#include "server/session/statement_timers.hpp"

#include <chrono>
#include <thread>

namespace redstart::server {

class Watcher {
public:
    static constexpr std::chrono::milliseconds kTick{100};

    // Starts the thread; all three must outlive the watcher. `memory_limit`: the engine's, in bytes.
    Watcher(BackendRegistry& registry, BackendThreads& threads, StatementTimers& timers, std::int64_t memory_limit);
    ~Watcher(); // stops and joins it; the timers do nothing any more

private:
    void run();
    void look_at_memory();

    BackendRegistry& registry_;
    BackendThreads& threads_;
    StatementTimers& timers_;
    const std::int64_t memory_limit_;
    int rounds_under_pressure_ = 0;
    std::thread thread_; // last: it uses the members above
};

} // namespace redstart::server
