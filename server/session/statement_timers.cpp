#include "server/session/statement_timers.hpp"

#include <algorithm>

namespace redstart::server {

void StatementTimers::start(std::shared_ptr<SessionEntry> entry, SteadyClock::time_point due) {
    const Key key{due, entry->pid()};
    const MutexLock lock(mutex_);
    timers_.insert_or_assign(key, std::move(entry));
    // Timeouts are mostly longer than the watcher sleeps anyway, and then nobody has to be woken.
    if (due < wake_) changed_.notify_all();
}

void StatementTimers::stop(const SessionEntry& entry, SteadyClock::time_point due) {
    std::shared_ptr<SessionEntry> dropped; // destroyed after the mutex was released
    const MutexLock lock(mutex_);
    const auto found = timers_.find({due, entry.pid()});
    if (found == timers_.end()) return;
    dropped = std::move(found->second);
    timers_.erase(found);
}

std::vector<std::shared_ptr<SessionEntry>> StatementTimers::take_due(SteadyClock::time_point now) {
    std::vector<std::shared_ptr<SessionEntry>> due;
    while (!timers_.empty() && timers_.begin()->first.first <= now) {
        due.push_back(std::move(timers_.begin()->second));
        timers_.erase(timers_.begin());
    }
    return due;
}

bool StatementTimers::run(SteadyClock::time_point until) {
    for (;;) {
        std::vector<std::shared_ptr<SessionEntry>> due;
        {
            const MutexLock lock(mutex_);
            for (;;) {
                if (stopping_) return false;
                const auto now = SteadyClock::now();
                due = take_due(now);
                if (!due.empty()) break;
                if (now >= until) return true;
                wake_ = timers_.empty() ? until : std::min(until, timers_.begin()->first.first);
                changed_.wait_until(mutex_, wake_);
            }
            // Until it sleeps again nobody has to wake it.
            wake_ = SteadyClock::time_point::min();
        }
        for (const auto& entry : due) entry->expire();
    }
}

void StatementTimers::shut_down() {
    const MutexLock lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
}

} // namespace redstart::server
