#include "server/session/session_entry.hpp"

#include "protocol/backend.hpp"
#include "protocol/sqlstate.hpp"
#include "server/net/channel.hpp"
#include "server/net/clock.hpp"
#include "server/session/termination.hpp"
#include "sql/executor/executor.hpp"

#include <utility>

namespace redstart::server {

// Keeps executor and channel alive while a signal is under way; the mutex is not held meanwhile.
class SessionEntry::Pin {
public:
    explicit Pin(SessionEntry& entry) : entry_(entry) {
        const MutexLock lock(entry_.mutex_);
        ++entry_.pins_;
        executor = entry_.executor_;
        channel = entry_.channel_;
    }
    ~Pin() {
        const MutexLock lock(entry_.mutex_);
        if (--entry_.pins_ == 0) entry_.unpinned_.notify_all();
    }
    Pin(const Pin&) = delete;
    Pin& operator=(const Pin&) = delete;

    sql::Executor* executor = nullptr;
    Channel* channel = nullptr;

private:
    SessionEntry& entry_;
};

namespace {

catalog::SessionStatus idle_status(char transaction_status) {
    switch (transaction_status) {
    case 'T': return catalog::SessionStatus::IdleInTransaction;
    case 'E': return catalog::SessionStatus::IdleInFailedTransaction;
    default: return catalog::SessionStatus::Idle;
    }
}

// Ends a session whose backend is inside the engine; no effect when it is not.
void end_from_outside(Channel& channel, EndReason reason) {
    if (!channel.token().try_take()) return;
    channel.say_goodbye(goodbye_message(reason));
    channel.token().close();
}

} // namespace

SessionEntry::SessionEntry(std::int32_t pid, std::int32_t secret, Channel& channel, std::string remote_host,
                           std::string remote_port)
    : pid_(pid), secret_(secret), channel_(&channel) {
    row_.pid = pid;
    row_.remote_host = std::move(remote_host);
    row_.remote_port = std::move(remote_port);
    row_.start_time = row_.state_change = now_micros();
}

void SessionEntry::set_identity(std::int32_t user_id, std::string user_name, std::string database,
                                std::int32_t timeout_seconds) {
    const MutexLock lock(mutex_);
    row_.user_id = user_id;
    row_.user_name = std::move(user_name);
    row_.database = std::move(database);
    row_.timeout_seconds = timeout_seconds;
}

void SessionEntry::set_application_name(std::string name) {
    const MutexLock lock(mutex_);
    row_.application_name = std::move(name);
}

void SessionEntry::set_cursors(std::vector<catalog::CursorRow> cursors) {
    const MutexLock lock(mutex_);
    cursors_ = std::move(cursors);
}

void SessionEntry::set_status(catalog::SessionStatus status) {
    active_.store(status == catalog::SessionStatus::Active, std::memory_order_relaxed);
    const auto now = now_micros();
    const MutexLock lock(mutex_);
    if (row_.status == status) return;
    row_.status = status;
    row_.state_change = now;
}

void SessionEntry::set_transaction(char status, catalog::Micros start) {
    const MutexLock lock(mutex_);
    row_.transaction_start = status == 'I' ? 0 : start;
}

void SessionEntry::set_idle(char transaction_status) {
    signalled_.store(false, std::memory_order_relaxed);
    set_status(idle_status(transaction_status));
}

void SessionEntry::attach_executor(sql::Executor& executor) {
    {
        const MutexLock lock(mutex_);
        executor_ = &executor;
    }
    // A terminate() that came before found no executor to tell.
    if (terminating()) executor.terminate();
}

void SessionEntry::detach_executor() {
    const MutexLock lock(mutex_);
    executor_ = nullptr;
    while (pins_ > 0) unpinned_.wait(mutex_);
}

void SessionEntry::detach_channel() {
    const MutexLock lock(mutex_);
    channel_ = nullptr;
    while (pins_ > 0) unpinned_.wait(mutex_);
}

catalog::SessionRow SessionEntry::row() const {
    const bool ending = terminating();
    const MutexLock lock(mutex_);
    catalog::SessionRow row = row_;
    if (ending) row.status = catalog::SessionStatus::Terminating;
    return row;
}

std::vector<catalog::CursorRow> SessionEntry::cursors() const {
    const MutexLock lock(mutex_);
    return cursors_;
}

std::int32_t SessionEntry::user_id() const {
    const MutexLock lock(mutex_);
    return row_.user_id;
}

bool SessionEntry::cancel(std::optional<std::string> message) {
    return stop_statement([&](sql::Executor& executor) { return executor.cancel(std::move(message)); });
}

void SessionEntry::expire() {
    stop_statement([](sql::Executor& executor) { return executor.expire(); });
}

void SessionEntry::lose_engine() {
    stop_statement([](sql::Executor& executor) { return executor.lose_engine(); });
}

template <typename Stop> bool SessionEntry::stop_statement(Stop stop) {
    const Pin pin(*this);
    if (pin.executor == nullptr || !stop(*pin.executor)) return false;
    signalled_.store(true, std::memory_order_relaxed);
    // It may be writing to a client that does not read, or waiting for the data of a COPY.
    if (pin.channel != nullptr) pin.channel->interrupt();
    return true;
}

void SessionEntry::announce(EndReason reason) {
    auto none = EndReason::None;
    end_reason_.compare_exchange_strong(none, reason);
    const Pin pin(*this);
    if (pin.executor != nullptr) pin.executor->announce_termination();
}

void SessionEntry::terminate(EndReason reason) {
    auto none = EndReason::None;
    end_reason_.compare_exchange_strong(none, reason);
    const Pin pin(*this);
    if (pin.executor != nullptr) pin.executor->terminate();
    if (pin.channel == nullptr) return;
    end_from_outside(*pin.channel, end_reason());
    pin.channel->interrupt();
}

void SessionEntry::tend() {
    const bool ending = terminating();
    const bool busy = in_engine_.load(std::memory_order_relaxed) || active_.load(std::memory_order_relaxed);
    if (!ending && !busy && !signalled_.load(std::memory_order_relaxed)) return;
    bool gone = false;
    {
        const Pin pin(*this);
        if (pin.executor != nullptr && pin.executor->nudge()) {
            signalled_.store(true, std::memory_order_relaxed);
            if (pin.channel != nullptr) pin.channel->interrupt();
        }
        if (ending && pin.channel != nullptr) end_from_outside(*pin.channel, end_reason());
        gone = !ending && busy && pin.channel != nullptr && pin.channel->peer_gone();
    }
    if (gone) terminate(EndReason::ClientGone);
}

} // namespace redstart::server
