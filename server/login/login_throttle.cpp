#include "server/login/login_throttle.hpp"

#include "server/net/network.hpp"

#include <algorithm>
#include <cmath>

namespace redstart::server {

using std::chrono::milliseconds;

namespace {

// All of this machine's addresses are one.
std::string key_of(const Network& network) { return network.loopback ? "local" : network.name; }

milliseconds delay_after(double failures) {
    const double doublings = failures - LoginThrottle::kFree;
    if (doublings < 0) return milliseconds(0);
    const double delay = static_cast<double>(LoginThrottle::kFirstDelay.count()) * std::exp2(doublings);
    return milliseconds(
        static_cast<std::int64_t>(std::min(delay, static_cast<double>(LoginThrottle::kMostDelay.count()))));
}

} // namespace

void LoginThrottle::fade(Debt& debt, Time now) {
    const std::chrono::duration<double> passed = now - debt.as_of;
    debt.charged = std::max(0.0, debt.charged - passed / std::chrono::duration<double>(kForget));
    debt.as_of = now;
}

std::optional<LoginThrottle::Time> LoginThrottle::begin(std::string_view address, Time now) {
    const Network network = network_of(address);
    const std::string key = key_of(network);
    const MutexLock lock(mutex_);
    if (debts_.size() >= kMostAddresses && !debts_.contains(key)) make_room(now);
    Debt& debt = debts_.try_emplace(key, Debt{0, now, now}).first->second;
    fade(debt, now);
    const milliseconds delay = delay_after(debt.charged);
    debt.charged = std::min<double>(debt.charged + 1, kMostCharged);
    if (network.loopback) return now + std::min(delay, kMostLoopbackWait);
    const Time turn = std::max(now, debt.last_turn) + delay;
    if (turn > now + kMostWait) return std::nullopt;
    debt.last_turn = turn;
    return turn;
}

void LoginThrottle::succeeded(std::string_view address, Time now) {
    const std::string key = key_of(network_of(address));
    const MutexLock lock(mutex_);
    const auto found = debts_.find(key);
    if (found == debts_.end()) return;
    fade(found->second, now);
    found->second.charged -= 1;
    if (found->second.charged <= 0) debts_.erase(found);
}

std::size_t LoginThrottle::addresses() const {
    const MutexLock lock(mutex_);
    return debts_.size();
}

void LoginThrottle::make_room(Time now) {
    std::erase_if(debts_, [now](auto& entry) {
        Debt debt = entry.second;
        fade(debt, now);
        return debt.charged <= 0;
    });
    if (debts_.size() < kMostAddresses) return;
    debts_.erase(std::min_element(debts_.begin(), debts_.end(),
                                  [](const auto& a, const auto& b) { return a.second.as_of < b.second.as_of; }));
}

} // namespace redstart::server
