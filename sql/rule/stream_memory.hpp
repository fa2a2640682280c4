// StreamMemory: what one session's result holds of wide rows between the engine and its client. The engine's own limit
// does not know of it: a chunk of 2048 rows may have 128 MB of texts, and each client that does not read keeps some.
// One per session, shared with the plans that run for it; all functions are for any thread.
#pragma once

#include "protocol/error.hpp"
#include "sql/rule/memory_pressure.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

namespace redstart::sql {

class StreamMemory {
public:
    // All sessions together; beyond it who waits longest for a client that does not read is ended (must_go).
    static constexpr std::int64_t kLimit = std::int64_t{160} << 20;
    // A result that needs more at once is refused.
    static constexpr std::int64_t kHardLimit = std::int64_t{256} << 20;
    // Until those who are to go have gone: the watcher's tick, and the end of their statements.
    static constexpr std::chrono::milliseconds kRelief{150};
    // A client that took nothing for this long does not read.
    static constexpr std::chrono::milliseconds kPatience{1000};

    StreamMemory();
    ~StreamMemory();
    StreamMemory(const StreamMemory&) = delete;
    StreamMemory& operator=(const StreamMemory&) = delete;

    // What somebody holds of it; given back at its end.
    class Share {
    public:
        explicit Share(std::shared_ptr<StreamMemory> memory) : memory_(std::move(memory)) {}
        ~Share() { set(0); }
        Share(const Share&) = delete;
        Share& operator=(const Share&) = delete;

        std::int64_t bytes() const noexcept { return bytes_; }
        void set(std::int64_t bytes) noexcept {
            if (bytes == bytes_) return;
            memory_->add(bytes - bytes_);
            bytes_ = bytes;
        }
        // Grows to `bytes` unless all sessions together would then have more than `limit`.
        bool try_set(std::int64_t bytes, std::int64_t limit) noexcept {
            if (bytes > bytes_ && total() + bytes - bytes_ > limit) return false;
            set(bytes);
            return true;
        }

    private:
        std::shared_ptr<StreamMemory> memory_;
        std::int64_t bytes_ = 0;
    };

    // Rows that have left the plan and were not fetched yet; less than none are none.
    void buffered(std::int64_t bytes) noexcept;
    void forget_buffered() noexcept; // the query has ended
    bool has_buffered() const noexcept { return buffered_.load(std::memory_order_relaxed) != 0; }

    // While one lives the session waits for its client to read.
    class Wait {
    public:
        explicit Wait(StreamMemory& memory) noexcept : memory_(memory) { memory_.wait_since(now()); }
        ~Wait() { memory_.wait_since(0); }
        Wait(const Wait&) = delete;
        Wait& operator=(const Wait&) = delete;

    private:
        StreamMemory& memory_;
    };

    // The session's statement works inside the engine, or does so no longer; calls do not nest.
    void call_began() noexcept { called_since_.store(now(), std::memory_order_relaxed); }
    void call_ended() noexcept { called_since_.store(0, std::memory_order_relaxed); }

    // Why the session's statement is to end now; nullopt: it may go on. Unread rows: for the session that has waited
    // longest, once all hold more than kLimit. Memory of the process: see memory_pressure.hpp.
    std::optional<Shortage> must_go() const;

    // The engine had no memory for a statement: whose client does not read is ended at once, within kRelief. True when
    // there is one.
    static bool ask_for_relief() noexcept;
    static std::int64_t total() noexcept;
    // 53200, for who needs more than there is.
    static protocol::SqlError exhausted();

private:
    static std::int64_t now() noexcept;
    void add(std::int64_t bytes) noexcept;
    // Since when its client has taken nothing, if that is longer than `patience` and it holds much; else 0.
    std::int64_t stalled_since(std::chrono::milliseconds patience) const noexcept;
    bool holds_unread_rows_longest() const;
    bool is_newest_long_call() const;
    void wait_since(std::int64_t time) noexcept { waiting_since_.store(time, std::memory_order_relaxed); }

    std::atomic<std::int64_t> bytes_{0};
    std::atomic<std::int64_t> buffered_{0};
    std::atomic<std::int64_t> waiting_since_{0}; // 0: it does not wait
    std::atomic<std::int64_t> called_since_{0};  // 0: it is not inside the engine
};

} // namespace redstart::sql
