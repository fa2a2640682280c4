// Deadline and eventually(): how tests wait, always for something they can see and never longer than a limit.
// Values; any thread.
#pragma once

#include <chrono>
#include <thread>

namespace redstart::test {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

// Long enough for a busy machine and for the sanitizer builds; what a test promises has a limit of its own.
constexpr std::chrono::milliseconds kPatience = 20s;

class Deadline {
public:
    explicit Deadline(std::chrono::milliseconds limit) : end_(Clock::now() + limit) {}
    bool passed() const { return Clock::now() >= end_; }
    // Milliseconds left for poll(), at least 0.
    int left() const {
        const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(end_ - Clock::now());
        return rest.count() < 0 ? 0 : static_cast<int>(rest.count());
    }

private:
    Clock::time_point end_;
};

// Asks until the answer is true; false when the limit passed before that.
template <typename Condition> bool eventually(Condition condition, std::chrono::milliseconds limit = kPatience) {
    const Deadline deadline(limit);
    for (;;) {
        if (condition()) return true;
        if (deadline.passed()) return false;
        std::this_thread::sleep_for(3ms);
    }
}

} // namespace redstart::test
