// CallInterrupt: lets a function hear, inside one long value, that its statement is to end. The engine looks between
// vectors of rows only.
// One object per call on the calling thread; count_work() belongs to the thread that computes.
#pragma once

#include <atomic>
#include <cstddef>

namespace duckdb {
class ExpressionState;
}

namespace redstart::catalog {

class CallInterrupt {
public:
    // The statement that `state` belongs to is the thread's until this object ends.
    explicit CallInterrupt(duckdb::ExpressionState& state);
    ~CallInterrupt();
    CallInterrupt(const CallInterrupt&) = delete;
    CallInterrupt& operator=(const CallInterrupt&) = delete;

    // Throws the engine's interrupt when the thread's statement is to end. No effect outside of any call.
    static void check();

private:
    const std::atomic<bool>* outer_;
};

namespace detail {
inline constexpr std::size_t kStepsBetweenLooks = 1U << 20; // a millisecond or a few
extern constinit thread_local std::size_t steps_left;
void look_for_interrupt();
} // namespace detail

// A computation has taken so many steps of about a nanosecond: looks now and then whether it is to end.
inline void count_work(std::size_t steps) {
    if (steps < detail::steps_left)
        detail::steps_left -= steps;
    else
        detail::look_for_interrupt();
}

} // namespace redstart::catalog
