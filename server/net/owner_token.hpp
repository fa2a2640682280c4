// OwnerToken: who may touch a channel: its backend, or, while that one is inside the engine, whoever ends the session.
// One atomic word, no system calls except when a backend has to wait for the other to finish; thread-safe.
//
// Why no request to terminate is lost. A terminator first raises its flag, then calls try_take(); a backend calls
// lend(), then enters the engine, then calls reclaim() and looks at the flag. All of these are sequentially consistent:
//   - try_take() after lend() and before reclaim(): the terminator has the token, says goodbye and closes; reclaim()
//     waits for it and answers false.
//   - try_take() before lend(): the flag was raised before lend(), so every look the backend or its executor takes from
//     then on sees it, at the latest after reclaim(); should the engine be entered without such a look, the watcher
//     tries again every tick, and then the first case holds.
//   - try_take() after reclaim(): the backend looks at the flag after reclaim(), that is, after it was raised.
// Why the TLS object is never used by two threads: it is touched only in state Held by the backend and in state Taken
// by the one thread whose exchange made it so; every change of state is a release by the one and an acquire by the
// other.
#pragma once

#include <atomic>
#include <cstdint>

namespace redstart::server {

class OwnerToken {
public:
    // Backend: from now on another thread may take the token. No effect once the channel was closed.
    void lend() noexcept {
        std::uint32_t expected = kHeld;
        state_.compare_exchange_strong(expected, kLent);
    }
    // Backend: takes the token back. False when another thread has closed the channel meanwhile.
    bool reclaim() noexcept {
        std::uint32_t state = kLent;
        if (state_.compare_exchange_strong(state, kHeld)) return true;
        while (state == kTaken) {
            state_.wait(kTaken);
            state = state_.load();
        }
        return state == kHeld;
    }
    // Another thread: true when the channel is its own now, until close().
    bool try_take() noexcept {
        std::uint32_t expected = kLent;
        return state_.compare_exchange_strong(expected, kTaken);
    }
    // The thread that took it: the channel was shut down and is of no more use to anyone.
    void close() noexcept {
        state_.store(kClosed);
        state_.notify_all();
    }

private:
    static constexpr std::uint32_t kHeld = 0, kLent = 1, kTaken = 2, kClosed = 3;
    std::atomic<std::uint32_t> state_{kHeld};
};

} // namespace redstart::server
