// SessionEntry: one live connection as the other threads see it: who it is, what it does, and how to stop it.
// Shared by its backend, the registry, the watcher and whoever signals it. Internally synchronized: one leaf mutex,
// never held while the executor or the channel is called.
#pragma once

#include "catalog/mutex/mutex.hpp"
#include "catalog/state/system_state.hpp"
#include "server/session/end_reason.hpp"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace redstart::sql {
class Executor;
}

namespace redstart::server {

class Channel;

class SessionEntry {
public:
    // `channel` must stay alive until detach_channel() has returned.
    SessionEntry(std::int32_t pid, std::int32_t secret, Channel& channel, std::string remote_host,
                 std::string remote_port);
    SessionEntry(const SessionEntry&) = delete;
    SessionEntry& operator=(const SessionEntry&) = delete;

    std::int32_t pid() const noexcept { return pid_; }
    std::int32_t secret() const noexcept { return secret_; }

    // For the backend's thread: what others shall see.
    void set_identity(std::int32_t user_id, std::string user_name, std::string database, std::int32_t timeout_seconds);
    void set_application_name(std::string name);
    void set_cursors(std::vector<catalog::CursorRow> cursors);
    void set_status(catalog::SessionStatus status);
    void set_transaction(char status, catalog::Micros start);
    // Status as ReadyForQuery says it: 'I', 'T' or 'E'.
    void set_idle(char transaction_status);

    // For the backend's thread: the executor may be signalled from now on; detaching waits until no signal is under
    // way.
    void attach_executor(sql::Executor& executor);
    void detach_executor();
    void detach_channel();

    // For any thread.
    catalog::SessionRow row() const;
    std::vector<catalog::CursorRow> cursors() const;
    std::int32_t user_id() const;
    // Stops the running statement. False, and no effect, when none is armed.
    bool cancel(std::optional<std::string> message);
    // Stops the running statement if its time is up (statement_timeout).
    void expire();
    // Ends the running statement, if any: the engine has failed and is being replaced.
    void lose_engine();
    // The session is about to be ended together with others: whatever it does next ends with 57P01; nothing is stopped.
    void announce(EndReason reason);
    // Ends the session: stops the engine and every wait, and says FATAL 57P01 itself when the backend is in the engine.
    // The first reason stands.
    void terminate(EndReason reason);
    EndReason end_reason() const noexcept { return end_reason_.load(); }
    // A statement was cancelled since the last ReadyForQuery.
    bool signalled() const noexcept { return signalled_.load(); }
    bool terminating() const noexcept { return end_reason() != EndReason::None; }
    // Called by the watcher every tick: repeats signals that may have come too early, and ends the session when its
    // client has vanished while a statement runs or waits for a lock.
    void tend();
    // For the backend's thread, around calls into the engine.
    void set_in_engine(bool inside) noexcept { in_engine_.store(inside, std::memory_order_relaxed); }

private:
    class Pin;
    template <typename Stop> bool stop_statement(Stop stop);

    const std::int32_t pid_;
    const std::int32_t secret_;

    std::atomic<EndReason> end_reason_{EndReason::None};
    std::atomic<bool> signalled_{false}; // since the last ReadyForQuery
    std::atomic<bool> in_engine_{false};
    std::atomic<bool> active_{false}; // a statement has started, nothing is read from the client

    mutable Mutex mutex_;
    ConditionVariable unpinned_;
    catalog::SessionRow row_ GUARDED_BY(mutex_);
    std::vector<catalog::CursorRow> cursors_ GUARDED_BY(mutex_);
    sql::Executor* executor_ GUARDED_BY(mutex_) = nullptr;
    Channel* channel_ GUARDED_BY(mutex_);
    int pins_ GUARDED_BY(mutex_) = 0;
};

} // namespace redstart::server
