// PreparedMemory: what the prepared statements of one session hold, and those of all sessions together. Texts count
// against a limit; plans and trees, which can be made again from the texts, are given up when they are many.
// Owned by the executor, outlives its statements; on its thread. The sums of all sessions are atomic.
#pragma once

#include <atomic>
#include <cstdint>

namespace redstart::sql {

class PreparedMemory {
public:
    static constexpr std::int64_t kTexts = std::int64_t{64} << 20;     // of a session
    static constexpr std::int64_t kAllTexts = std::int64_t{128} << 20; // of all sessions
    static constexpr std::int64_t kPlans = std::int64_t{8} << 20;      // of a session
    static constexpr std::int64_t kAllPlans = std::int64_t{128} << 20;
    static constexpr std::int64_t kFewPlans = std::int64_t{256} << 10; // which a session may always keep
    // What the engine's trees and plans have for a statement, and for each byte of its text, where no more was measured
    // when they were made.
    static constexpr std::int64_t kPlanOfOne = 24 * 1024;
    static constexpr std::int64_t kPlanOfByte = 64;
    static constexpr std::int64_t kOne = 2048; // everything else of one

    // One statement's part.
    class Share {
    public:
        explicit Share(PreparedMemory& memory) : memory_(memory) {}
        ~Share();
        Share(const Share&) = delete;
        Share& operator=(const Share&) = delete;
        // Throws 53200 when the session, or all sessions, have too much.
        void set_text(std::int64_t bytes);
        void set_plan(std::int64_t bytes) noexcept;

    private:
        PreparedMemory& memory_;
        std::int64_t text_ = 0;
        std::int64_t plan_ = 0;
    };

    // The plans are more than they may be; how much may stay.
    bool too_many_plans() const noexcept { return plans_ > allowed(); }
    std::int64_t allowed() const noexcept { return all_plans_.load() > kAllPlans ? kFewPlans : kPlans; }
    std::int64_t plans() const noexcept { return plans_; }

private:
    static std::atomic<std::int64_t> all_texts_;
    static std::atomic<std::int64_t> all_plans_;
    std::int64_t texts_ = 0;
    std::int64_t plans_ = 0;
};

} // namespace redstart::sql
