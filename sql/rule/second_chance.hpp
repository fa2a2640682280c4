// SecondChance: a small query for which the engine had no memory, because others hold it, is run again. Belongs to one
// statement, on its backend's thread.
#pragma once

#include <chrono>
#include <functional>

namespace redstart::protocol {
class SqlError;
} // namespace redstart::protocol

namespace redstart::sql {

// Whether a query that nothing depends on yet is run again after the engine had no memory for it. It is while it fails
// soon: then it is others who hold the memory, and they end or are ended. One that ran long needs it itself.
class SecondChance {
public:
    // For how long a query is tried in all, and what is soon.
    static constexpr std::chrono::milliseconds kPatience{2500};
    static constexpr std::chrono::milliseconds kSoon{500};

    // True after the pause that is to precede the next attempt; `pause` waits, and may throw.
    bool after(const protocol::SqlError& error, const std::function<void(std::chrono::milliseconds)>& pause);

private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point first_ = Clock::now();
    Clock::time_point attempt_ = first_;
};

} // namespace redstart::sql
