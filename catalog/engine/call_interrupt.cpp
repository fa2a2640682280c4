#include "catalog/engine/call_interrupt.hpp"

#include <duckdb.hpp>
#include <duckdb/execution/expression_executor_state.hpp>

namespace redstart::catalog {

namespace {
constinit thread_local const std::atomic<bool>* interrupted = nullptr;
}

namespace detail {

constinit thread_local std::size_t steps_left = kStepsBetweenLooks;

void look_for_interrupt() {
    steps_left = kStepsBetweenLooks;
    CallInterrupt::check();
}

} // namespace detail

CallInterrupt::CallInterrupt(duckdb::ExpressionState& state) : outer_(interrupted) {
    interrupted = state.HasContext() ? &state.GetContext().interrupted : nullptr;
}

CallInterrupt::~CallInterrupt() { interrupted = outer_; }

void CallInterrupt::check() {
    if (interrupted != nullptr && interrupted->load(std::memory_order_relaxed)) throw duckdb::InterruptException();
}

} // namespace redstart::catalog
