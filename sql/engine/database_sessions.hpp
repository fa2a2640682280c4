// DatabaseSessions: how many sessions are in each database, and which databases are closed to new ones because one is
// being changed. Internally synchronized: one leaf mutex. Stays and closures must not outlive it.
#pragma once

#include "catalog/mutex/mutex.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>
#include <utility>

namespace redstart::sql {

class DatabaseSessions {
    // Undoes one stay or closure at its end.
    template <void (DatabaseSessions::*Undo)(std::uint32_t)> class Guard {
    public:
        Guard(DatabaseSessions& sessions, std::uint32_t database) : sessions_(&sessions), database_(database) {}
        Guard(Guard&& other) noexcept
            : sessions_(std::exchange(other.sessions_, nullptr)), database_(other.database_) {}
        Guard& operator=(Guard&&) = delete;
        ~Guard() {
            if (sessions_ != nullptr) (sessions_->*Undo)(database_);
        }
        std::uint32_t database() const noexcept { return database_; }

    private:
        DatabaseSessions* sessions_;
        std::uint32_t database_;
    };

    void leave(std::uint32_t database);
    void open(std::uint32_t database);

public:
    using Stay = Guard<&DatabaseSessions::leave>;
    using Closure = Guard<&DatabaseSessions::open>;

    // A session comes, by the database's oid; nullopt while it is closed.
    std::optional<Stay> enter(std::uint32_t database);
    // Closes it when no more than `own` sessions are in it; nullopt otherwise, and while it is closed already.
    std::optional<Closure> close(std::uint32_t database, int own);
    // The same, waiting until `deadline` for sessions to leave; `check` is called several times a second, and ends the
    // wait by throwing.
    std::optional<Closure> close_by(std::chrono::steady_clock::time_point deadline, std::uint32_t database, int own,
                                    const std::function<void()>& check);
    int count(std::uint32_t database) const;

private:
    struct Entry {
        int sessions = 0;
        bool closed = false;
    };
    void drop_if_empty(std::uint32_t database) REQUIRES_LOCK(mutex_);

    mutable Mutex mutex_;
    ConditionVariable left_;
    std::unordered_map<std::uint32_t, Entry> entries_ GUARDED_BY(mutex_);
};

} // namespace redstart::sql
