// Watcher: one thread that tends every session ten times a second: repeats signals that came too early, ends sessions
// whose client has vanished while their query runs, joins threads that have ended.
// Internally synchronized: one leaf mutex, not held while it tends.
#pragma once

#include "server/backend_registry.hpp"
#include "server/backend_threads.hpp"
#include "sql/lock/mutex.hpp"

#include <chrono>
#include <thread>

namespace redstart::server {

class Watcher {
public:
    static constexpr std::chrono::milliseconds kTick{100};

    // Starts the thread; both must outlive the watcher.
    Watcher(BackendRegistry& registry, BackendThreads& threads);
    ~Watcher(); // stops and joins it

private:
    void run();
    bool wait_for_tick(); // false when it is time to stop

    BackendRegistry& registry_;
    BackendThreads& threads_;
    sql::Mutex mutex_;
    sql::ConditionVariable stopping_changed_;
    bool stopping_ GUARDED_BY(mutex_) = false;
    std::thread thread_; // last: it uses the members above
};

} // namespace redstart::server
