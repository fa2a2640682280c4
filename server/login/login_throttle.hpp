// LoginThrottle: makes guessing passwords slow. Every attempt is charged to its address before it is judged and given
// back when it succeeds, so that attempts made in parallel slow each other down; charges fade with time.
// Internally synchronized: one leaf mutex. Pure but for that: the caller says what time it is, and does the waiting.
#pragma once

#include "catalog/mutex/mutex.hpp"
#include "server/net/clock.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace redstart::server {

class LoginThrottle {
public:
    using Time = SteadyClock::time_point;

    // So many failures cost nothing: people mistype.
    static constexpr int kFree = 3;
    // Each further one doubles the delay, up to kMostDelay.
    static constexpr std::chrono::milliseconds kFirstDelay{100};
    static constexpr std::chrono::milliseconds kMostDelay{5000};
    // One failure is forgotten in this time, and no more than kMostCharged are remembered.
    static constexpr std::chrono::seconds kForget{10};
    static constexpr int kMostCharged = 20;
    // Attempts from one address are judged one behind the other; one that would wait longer is refused unseen.
    static constexpr std::chrono::seconds kMostWait{15};
    // This machine's own addresses wait at most this long, not for each other, and are never refused unseen: nobody
    // locks the administrator out who sits at it.
    static constexpr std::chrono::milliseconds kMostLoopbackWait{1000};
    // When more addresses have charges, the one charged longest ago is forgotten.
    static constexpr std::size_t kMostAddresses = 10'000;

    // Charges an attempt; when it may be judged, or nullopt when it is to be refused unseen.
    std::optional<Time> begin(std::string_view address, Time now);
    // The attempt succeeded: takes the charge back.
    void succeeded(std::string_view address, Time now);
    std::size_t addresses() const; // how many have charges

private:
    struct Debt {
        double charged = 0; // at `as_of`
        Time as_of;
        Time last_turn;
    };

    static void fade(Debt& debt, Time now);
    void make_room(Time now) REQUIRES_LOCK(mutex_);

    mutable Mutex mutex_;
    std::map<std::string, Debt, std::less<>> debts_ GUARDED_BY(mutex_);
};

} // namespace redstart::server
