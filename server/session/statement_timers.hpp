// StatementTimers: when each running statement's time is up, in order; the watcher sleeps on it.
// Internally synchronized: one leaf mutex, not held while a statement is ended. Without statement_timeout it is never
// called.
#pragma once

#include "catalog/mutex/mutex.hpp"
#include "server/net/clock.hpp"
#include "server/session/session_entry.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace redstart::server {

class StatementTimers {
public:
    // Asks for entry->expire() at `due`; a session has at most one timer.
    void start(std::shared_ptr<SessionEntry> entry, SteadyClock::time_point due);
    // Forgets the timer that was started with these. Its call may be under way: the entry finds out by itself that it
    // comes too late.
    void stop(const SessionEntry& entry, SteadyClock::time_point due);

    // Ends statements when their time has come, until `until`. False as soon as shut_down() was called.
    bool run(SteadyClock::time_point until);
    void shut_down();

private:
    using Key = std::pair<SteadyClock::time_point, std::int32_t>; // and the pid

    std::vector<std::shared_ptr<SessionEntry>> take_due(SteadyClock::time_point now) REQUIRES_LOCK(mutex_);

    Mutex mutex_;
    ConditionVariable changed_;
    std::map<Key, std::shared_ptr<SessionEntry>> timers_ GUARDED_BY(mutex_);
    SteadyClock::time_point wake_ GUARDED_BY(mutex_) = SteadyClock::time_point::max(); // when run() looks next
    bool stopping_ GUARDED_BY(mutex_) = false;
};

} // namespace redstart::server
