#include "sql/engine/database_sessions.hpp"

#include <algorithm>

namespace redstart::sql {

std::optional<DatabaseSessions::Stay> DatabaseSessions::enter(std::uint32_t database) {
    const MutexLock lock(mutex_);
    Entry& entry = entries_[database];
    if (entry.closed) return std::nullopt;
    ++entry.sessions;
    return Stay(*this, database);
}

std::optional<DatabaseSessions::Closure> DatabaseSessions::close(std::uint32_t database, int own) {
    const MutexLock lock(mutex_);
    Entry& entry = entries_[database];
    if (entry.closed || entry.sessions > own) return std::nullopt;
    entry.closed = true;
    return Closure(*this, database);
}

std::optional<DatabaseSessions::Closure> DatabaseSessions::close_by(std::chrono::steady_clock::time_point deadline,
                                                                    std::uint32_t database, int own,
                                                                    const std::function<void()>& check) {
    constexpr std::chrono::milliseconds kCheckEvery{100};
    for (;;) {
        check();
        if (auto closure = close(database, own)) return closure;
        const auto now = std::chrono::steady_clock::now();
        if (now >= deadline) return std::nullopt;
        const MutexLock lock(mutex_);
        const auto found = entries_.find(database);
        if (found == entries_.end() || (!found->second.closed && found->second.sessions <= own)) continue;
        left_.wait_until(mutex_, std::min(deadline, now + kCheckEvery));
    }
}

int DatabaseSessions::count(std::uint32_t database) const {
    const MutexLock lock(mutex_);
    const auto found = entries_.find(database);
    return found == entries_.end() ? 0 : found->second.sessions;
}

void DatabaseSessions::leave(std::uint32_t database) {
    const MutexLock lock(mutex_);
    --entries_.at(database).sessions;
    drop_if_empty(database);
    left_.notify_all();
}

void DatabaseSessions::open(std::uint32_t database) {
    const MutexLock lock(mutex_);
    entries_.at(database).closed = false;
    drop_if_empty(database);
}

void DatabaseSessions::drop_if_empty(std::uint32_t database) {
    const Entry& entry = entries_.at(database);
    if (entry.sessions == 0 && !entry.closed) entries_.erase(database);
}

} // namespace redstart::sql
