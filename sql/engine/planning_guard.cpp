#include "sql/engine/planning_guard.hpp"

#include "catalog/engine/engine_error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/engine/freed_memory.hpp"
#include "sql/engine/planning_meter.hpp"
#include "sql/engine/throwing_place.hpp"

#include <algorithm>
#include <exception>
#include <limits>

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

// Claims ahead of what is used, so that the shared counter is touched seldom.
constexpr std::int64_t kStep = std::int64_t{1} << 20;
// As far as nothing is the matter.
constexpr std::int32_t kManyCalls = std::int32_t{1} << 30;
// Where an exception would do harm; soon it will not.
constexpr std::int32_t kCallsUntilSafe = 64;
// What the engine may take to clean up behind an exception. Some of its code goes on after one; then the next follows.
constexpr std::int32_t kCallsOfGrace = 20'000;
// Less is not worth the shared counter: the statement's own memory, not the plan of a bomb.
constexpr std::int64_t kSmall = 64 << 10;

std::atomic<std::int64_t> budget{std::int64_t{192} << 20};
std::atomic<std::int64_t> in_use{0};

// What a statement may take whatever others do: their bombs are not to keep small ones from running.
constexpr std::int64_t kAlways = std::int64_t{1} << 20;

const std::atomic<bool> kNeverStops{false};
thread_local PlanningGuard* current = nullptr;

} // namespace

void set_planning_budget(std::int64_t bytes) noexcept { budget.store(bytes); }
std::int64_t planning_budget() noexcept { return budget.load(); }
std::int64_t planning_in_use() noexcept { return in_use.load(); }

protocol::SqlError planning_exhausted() {
    return protocol::SqlError(protocol::sqlstate::kOutOfMemory, "out of memory")
        .detail(fmt::format("Planning of all sessions' statements may use {} MB.", planning_budget() >> 20))
        .hint("Split the statement into smaller ones.");
}

void PlanningAccount::keep(std::int64_t bytes) noexcept {
    bytes = std::max(bytes, pinned_);
    if (held_ <= bytes) return;
    in_use.fetch_sub(held_ - bytes);
    held_ = bytes;
}

[[gnu::noinline]] PlanningGuard::PlanningGuard(PlanningAccount& account, bool* told)
    : account_(account), outer_(current), told_(told),
      frame_(reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0))), exceptions_(std::uncaught_exceptions()) {
    if (outer_ != nullptr) return;
    current = this;
    planning_meter = {true, kManyCalls, 0, kSmall, &account_.stop_};
}

PlanningGuard::~PlanningGuard() {
    if (told_ != nullptr) *told_ = exhausted();
    if (outer_ != nullptr) return;
    const auto bytes = planning_meter.bytes;
    planning_meter = {};
    current = nullptr;
    // What was freed may have been charged by an earlier guard.
    const auto left = std::abs(bytes) < kSmall ? account_.held_ : std::max<std::int64_t>(0, account_.held_ + bytes);
    const auto change = left - account_.held_ - claimed_;
    if (change != 0) in_use.fetch_add(change);
    account_.held_ = left;
    if (claimed_ > kStep) note_freed(static_cast<std::uint64_t>(claimed_));
}

bool PlanningGuard::exhausted() const noexcept { return outer_ != nullptr ? outer_->exhausted() : exhausted_; }

bool PlanningGuard::claim(std::int64_t bytes) noexcept {
    claimed_ += bytes;
    const auto all = in_use.fetch_add(bytes) + bytes;
    return all <= budget.load(std::memory_order_relaxed) || account_.held_ + claimed_ <= kAlways;
}

void PlanningGuard::require_budget() const {
    if (exhausted()) throw planning_exhausted();
}

void PlanningGuard::ask() {
    auto& meter = planning_meter;
    meter.calls = kManyCalls;
    meter.stop = &account_.stop_;
    if (meter.bytes > meter.asks) {
        const auto bytes = (meter.bytes - meter.asks + kStep - 1) / kStep * kStep;
        meter.asks += bytes;
        exhausted_ |= !claim(bytes);
    }
    const bool stopped = account_.stopped();
    if (!stopped && !exhausted_) return;
    meter.calls = kCallsUntilSafe;
    meter.stop = &kNeverStops;
    if (std::uncaught_exceptions() > exceptions_) return;
    const auto place = throwing_place(frame_);
    if (place == ThrowingPlace::Harmful) return;
    // Constants inside each other are tried one after the other: behind a piece the rest has to hear of it, too.
    meter.calls = place == ThrowingPlace::Swallowed ? 1 : kCallsOfGrace;
    meter.asks = meter.bytes + kStep;
    if (stopped) throw duckdb::InterruptException();
    catalog::throw_through_engine(planning_exhausted());
}

void charge_planning(std::int64_t bytes) {
    if (current == nullptr || bytes < kSmall || current->claim(bytes)) return;
    current->exhausted_ = true;
    throw planning_exhausted();
}

void ask_planning_guard() {
    auto& meter = planning_meter;
    if (current == nullptr) return;
    meter.armed = false; // what is allocated from here on is not the work's
    struct Again {
        ~Again() { planning_meter.armed = true; }
    } again;
    current->ask();
}

} // namespace redstart::sql
