#include "server/session/backend_registry.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "server/config/log.hpp"
#include "server/net/network.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>

namespace redstart::server {
namespace {

// Pids look like those of a modern cluster: 2^30 + n.
constexpr std::int32_t kFirstPid = (1 << 30) + 1;
// Refused CancelRequests are logged this far apart, with their number.
constexpr std::chrono::seconds kRefusalsSaid{1};

// Not 0: a client library takes a secret of 0 for "no key".
std::int32_t random_secret() {
    std::int32_t secret = 0;
    while (secret == 0) {
        if (RAND_bytes(reinterpret_cast<unsigned char*>(&secret), sizeof secret) != 1) {
            throw std::runtime_error("no random numbers");
        }
    }
    return secret;
}

protocol::SqlError too_many(std::string message) {
    return protocol::SqlError::fatal(protocol::sqlstate::kTooManyConnections, std::move(message));
}

template <typename Key> std::int32_t count_of(const std::map<Key, std::int32_t>& counts, Key key) {
    const auto found = counts.find(key);
    return found == counts.end() ? 0 : found->second;
}

template <typename Key> void decrement(std::map<Key, std::int32_t>& counts, Key key) {
    const auto found = counts.find(key);
    if (found != counts.end() && --found->second == 0) counts.erase(found);
}

} // namespace

BackendRegistry::BackendRegistry(std::size_t max_connections, History& history)
    : max_connections_(max_connections), history_(history), last_pid_(kFirstPid - 1) {}

std::int32_t BackendRegistry::next_pid() {
    do {
        last_pid_ = last_pid_ == std::numeric_limits<std::int32_t>::max() ? kFirstPid : last_pid_ + 1;
    } while (slots_.contains(last_pid_));
    return last_pid_;
}

std::shared_ptr<SessionEntry> BackendRegistry::open(Channel& channel, std::string remote_host,
                                                    std::string remote_port) {
    const std::int32_t secret = random_secret();
    const std::string network = network_of(remote_host).name;
    std::shared_ptr<SessionEntry> entry;
    std::shared_ptr<SessionEntry> pushed_out;
    {
        const MutexLock lock(mutex_);
        if (slots_.size() - admitted_ >= kMostPending) pushed_out = push_one_out();
        entry =
            std::make_shared<SessionEntry>(next_pid(), secret, channel, std::move(remote_host), std::move(remote_port));
        slots_.emplace(entry->pid(), Slot{.entry = entry, .network = network});
        pending_[network].insert(entry->pid());
    }
    if (pushed_out) pushed_out->terminate(EndReason::StartupTimeout);
    return entry;
}

std::shared_ptr<SessionEntry> BackendRegistry::push_one_out() {
    const auto most = std::max_element(pending_.begin(), pending_.end(),
                                       [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
    if (most == pending_.end()) return nullptr;
    const std::int32_t pid = *most->second.begin();
    no_longer_pending(std::string(most->first), pid);
    return slots_.at(pid).entry;
}

void BackendRegistry::no_longer_pending(const std::string& network, std::int32_t pid) {
    const auto found = pending_.find(network);
    if (found != pending_.end() && found->second.erase(pid) > 0 && found->second.empty()) pending_.erase(found);
}

bool BackendRegistry::crowded(const std::string& network) const {
    const MutexLock lock(mutex_);
    if (slots_.size() - admitted_ < kMostPending / 2) return false;
    const auto found = pending_.find(network);
    return found != pending_.end() && found->second.size() >= kCrowd;
}

void BackendRegistry::close(const SessionEntry& entry) {
    std::shared_ptr<SessionEntry> dropped; // destroyed after the mutex was released
    const MutexLock lock(mutex_);
    const auto found = slots_.find(entry.pid());
    if (found == slots_.end()) return;
    if (found->second.admitted) {
        --admitted_;
        if (found->second.superuser) --superusers_;
        decrement(by_user_, found->second.user_id);
        decrement(by_database_, found->second.database_oid);
    }
    no_longer_pending(found->second.network, entry.pid());
    dropped = std::move(found->second.entry);
    slots_.erase(found);
    if (slots_.empty()) emptied_.notify_all();
}

void BackendRegistry::check_limits(const catalog::User& user, const catalog::Database& database) const {
    if (user.superuser) {
        if (admitted_ >= max_connections_ + kReservedForSuperusers) throw too_many("sorry, too many clients already");
        return;
    }
    if (admitted_ - superusers_ >= max_connections_) {
        throw too_many(fmt::format("connection limit \"{}\" exceeded for non-bootstrap users", max_connections_));
    }
    if (user.connection_limit && count_of(by_user_, user.id) >= *user.connection_limit) {
        throw too_many(fmt::format("too many connections for user \"{}\"", user.name));
    }
    if (database.connection_limit && count_of(by_database_, database.oid) >= *database.connection_limit) {
        throw too_many(fmt::format("too many connections for database \"{}\"", database.name));
    }
}

void BackendRegistry::admit(const SessionEntry& entry, const catalog::User& user, const catalog::Database& database) {
    const MutexLock lock(mutex_);
    check_limits(user, database);
    Slot& slot = slots_.at(entry.pid());
    no_longer_pending(slot.network, entry.pid());
    slot.admitted = true;
    slot.user_id = user.id;
    slot.database_oid = database.oid;
    slot.superuser = user.superuser;
    ++admitted_;
    if (user.superuser) ++superusers_;
    ++by_user_[user.id];
    ++by_database_[database.oid];
}

std::shared_ptr<SessionEntry> BackendRegistry::find(std::int32_t pid) const {
    const MutexLock lock(mutex_);
    const auto found = slots_.find(pid);
    return found == slots_.end() ? nullptr : found->second.entry;
}

// Whoever guesses keys would fill the log.
void BackendRegistry::log_refused_cancel(std::int32_t pid, std::string_view host, std::string_view reason) {
    std::int64_t count = 0;
    {
        const auto now = SteadyClock::now();
        const MutexLock lock(mutex_);
        ++refused_cancels_;
        if (now < refusals_said_ + kRefusalsSaid) return;
        refusals_said_ = now;
        count = std::exchange(refused_cancels_, 0);
    }
    log::event(LogLevel::Warning, "cancel_refused",
               {{"pid", pid}, {"host", host}, {"reason", reason}, {"count", count}});
}

void BackendRegistry::cancel_request(std::int32_t pid, std::int32_t secret, std::string_view host) {
    const auto entry = find(pid);
    if (!entry) return log_refused_cancel(pid, host, "no such session");
    const std::int32_t expected = entry->secret();
    if (CRYPTO_memcmp(&expected, &secret, sizeof secret) != 0) return log_refused_cancel(pid, host, "wrong key");
    if (!entry->cancel(std::nullopt)) return;
    history_.termination({.pid = pid, .event_time = now_micros(), .user_id = entry->user_id(), .type = "CANCEL"});
    log::event(LogLevel::Info, "statement_cancelled", {{"pid", pid}, {"by", "request"}});
}

sql::SignalOutcome BackendRegistry::signal(sql::SignalKind kind, std::int32_t pid, std::int32_t caller_user_id,
                                           bool all, std::optional<std::string> message) {
    const auto entry = find(pid);
    if (!entry) return sql::SignalOutcome::NoSuchSession;
    if (!all && entry->user_id() != caller_user_id) return sql::SignalOutcome::PermissionDenied;
    const bool cancel = kind == sql::SignalKind::Cancel;
    history_.termination(
        {.pid = pid, .event_time = now_micros(), .user_id = caller_user_id, .type = cancel ? "CANCEL" : "TERMINATE"});
    log::event(LogLevel::Info, cancel ? "cancel_signalled" : "terminate_signalled",
               {{"pid", pid}, {"caller_user_id", caller_user_id}});
    if (cancel) {
        entry->cancel(std::move(message));
    } else {
        entry->terminate(EndReason::Terminated);
    }
    return sql::SignalOutcome::Sent;
}

void BackendRegistry::engine_lost() {
    for (const auto& entry : sessions()) entry->lose_engine();
}

void BackendRegistry::engine_event(sql::EngineEvent event, std::string_view detail) {
    switch (event) {
    case sql::EngineEvent::Failed: return log::event(LogLevel::Error, "engine_failed", {{"then", "reopen"}});
    case sql::EngineEvent::FailedForGood:
        return log::event(LogLevel::Error, "engine_failed",
                          {{"then", "restart the server: its databases were in memory and are lost"}});
    case sql::EngineEvent::Reopened: return log::event(LogLevel::Warning, "engine_reopened");
    case sql::EngineEvent::NotReopened: return log::event(LogLevel::Error, "engine_not_reopened", {{"reason", detail}});
    case sql::EngineEvent::DatabaseDamaged:
        return log::event(LogLevel::Error, "database_damaged", {{"reason", detail}});
    }
}

void BackendRegistry::terminate_all(EndReason reason) {
    const auto ending = sessions();
    for (const auto& entry : ending) entry->announce(reason);
    for (const auto& entry : ending) entry->terminate(reason);
}

bool BackendRegistry::wait_until_empty(SteadyClock::time_point deadline) {
    const MutexLock lock(mutex_);
    while (!slots_.empty())
        if (!emptied_.wait_until(mutex_, deadline)) return slots_.empty();
    return true;
}

std::vector<std::shared_ptr<SessionEntry>> BackendRegistry::sessions() const {
    std::vector<std::shared_ptr<SessionEntry>> entries;
    const MutexLock lock(mutex_);
    entries.reserve(slots_.size());
    for (const auto& [pid, slot] : slots_) entries.push_back(slot.entry);
    return entries;
}

} // namespace redstart::server
