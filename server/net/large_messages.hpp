// LargeMessages: the memory of all clients' large messages together. Small ones never ask; a large one takes its turn
// before it is read, and keeps its claim until it has been carried out.
// One for the process; any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>

namespace redstart::server {

class LargeMessages {
public:
    static constexpr std::size_t kSmall = 256 * 1024;
    static constexpr std::size_t kTogether = std::size_t{64} << 20;
    // What has to arrive of a large message before it counts: announcing one costs nothing.
    static constexpr std::size_t kBeginning = 64 * 1024;
    // Who cannot have the memory for so long is refused (53200); how often it asks.
    static constexpr std::chrono::seconds kPatience{10};
    static constexpr std::chrono::milliseconds kPause{10};

    // The process's.
    static LargeMessages& shared() {
        static LargeMessages instance;
        return instance;
    }

    // One connection's part of it.
    class Claim {
    public:
        explicit Claim(LargeMessages& all) : all_(all) {}
        ~Claim() { give_back(); }
        Claim(const Claim&) = delete;
        Claim& operator=(const Claim&) = delete;

        // False when others have too much now. One message always has room when it is alone.
        bool take(std::size_t bytes) noexcept {
            auto used = all_.used_.load();
            do {
                if (used > 0 && used + bytes > kTogether) return false;
            } while (!all_.used_.compare_exchange_weak(used, used + bytes));
            bytes_ += bytes;
            return true;
        }
        void give_back() noexcept {
            if (bytes_ == 0) return;
            all_.used_.fetch_sub(bytes_);
            bytes_ = 0;
        }
        bool any() const noexcept { return bytes_ > 0; }
        std::size_t bytes() const noexcept { return bytes_; }

    private:
        LargeMessages& all_;
        std::size_t bytes_ = 0;
    };

private:
    std::atomic<std::size_t> used_{0};
};

} // namespace redstart::server
