// BackendRegistry: every live connection by its pid; limits, cancel and terminate.
// Internally synchronized: one leaf mutex around the table; a signal copies the entry out of the table first and is
// delivered without the mutex.
#pragma once

#include "catalog/mutex/mutex.hpp"
#include "catalog/state/databases.hpp"
#include "catalog/state/users.hpp"
#include "server/net/clock.hpp"
#include "server/session/history.hpp"
#include "server/session/session_entry.hpp"
#include "sql/executor/executor.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::server {

class BackendRegistry final : public sql::BackendSignals {
public:
    // Slots beyond max_connections that only superusers get, so that an administrator can always get in to terminate.
    // They take none of the others' max_connections.
    static constexpr std::size_t kReservedForSuperusers = 3;
    // Connections that have not logged in yet; one more ends the oldest of the address (network_of()) with the most.
    static constexpr std::size_t kMostPending = 1000;

    // So many of one network are a crowd, once half of kMostPending are there.
    static constexpr std::size_t kCrowd = 10;

    BackendRegistry(std::size_t max_connections, History& history);

    // Registers a connection before anything is read from it; its pid is unique among the live ones. `channel` must
    // outlive the entry's detach_channel().
    std::shared_ptr<SessionEntry> open(Channel& channel, std::string remote_host, std::string remote_port);
    // Frees the slot and the pid. Call after the transaction was rolled back and its locks were released.
    void close(const SessionEntry& entry);

    // Whether the network (network_of()) has a crowd of connections that have not logged in.
    bool crowded(const std::string& network) const;

    // Gives an authenticated connection its slot. Throws FATAL 53300 when there is none for this user or database.
    void admit(const SessionEntry& entry, const catalog::User& user, const catalog::Database& database);

    // CancelRequest: no effect unless the secret is right, and its sender is not told. The log is, once a second at
    // most.
    void cancel_request(std::int32_t pid, std::int32_t secret, std::string_view host);
    sql::SignalOutcome signal(sql::SignalKind kind, std::int32_t pid, std::int32_t caller_user_id, bool all,
                              std::optional<std::string> message) override;

    void engine_lost() override;
    void engine_event(sql::EngineEvent event, std::string_view detail) override;

    // Each is told before any is stopped: a session that waits for a lock of another one does not get it.
    void terminate_all(EndReason reason);
    // True when the last connection has gone before the deadline.
    bool wait_until_empty(SteadyClock::time_point deadline);

    std::vector<std::shared_ptr<SessionEntry>> sessions() const; // in order of pid

private:
    struct Slot {
        std::shared_ptr<SessionEntry> entry;
        std::string network; // where it is in pending_
        bool admitted = false;
        bool superuser = false; // when it was admitted
        std::int32_t user_id = 0;
        std::uint32_t database_oid = 0;
    };

    std::int32_t next_pid() REQUIRES_LOCK(mutex_);
    std::shared_ptr<SessionEntry> find(std::int32_t pid) const;
    void log_refused_cancel(std::int32_t pid, std::string_view host, std::string_view reason);
    std::shared_ptr<SessionEntry> push_one_out() REQUIRES_LOCK(mutex_);
    void no_longer_pending(const std::string& network, std::int32_t pid) REQUIRES_LOCK(mutex_);
    void check_limits(const catalog::User& user, const catalog::Database& database) const REQUIRES_LOCK(mutex_);

    const std::size_t max_connections_;
    History& history_; // has its own synchronization

    mutable Mutex mutex_;
    ConditionVariable emptied_;
    std::map<std::int32_t, Slot> slots_ GUARDED_BY(mutex_);
    std::size_t admitted_ GUARDED_BY(mutex_) = 0;
    std::size_t superusers_ GUARDED_BY(mutex_) = 0; // among them
    // Connections that have not logged in and were not pushed out, by network; their pids grow (but for a wrap-around).
    std::map<std::string, std::set<std::int32_t>> pending_ GUARDED_BY(mutex_);
    std::map<std::int32_t, std::int32_t> by_user_ GUARDED_BY(mutex_);
    std::map<std::uint32_t, std::int32_t> by_database_ GUARDED_BY(mutex_);
    std::int32_t last_pid_ GUARDED_BY(mutex_);
    std::int64_t refused_cancels_ GUARDED_BY(mutex_) = 0; // that the log has not said yet
    SteadyClock::time_point refusals_said_ GUARDED_BY(mutex_);
};

} // namespace redstart::server
