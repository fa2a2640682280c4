#include "sql/rule/stream_memory.hpp"

#include "catalog/mutex/mutex.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/rule/memory_pressure.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

std::atomic<std::int64_t> all_bytes{0};
std::atomic<std::int64_t> relief_asked{0}; // when

// A client that took nothing for this long is ended when the engine has no memory for others.
constexpr std::chrono::milliseconds kShortPatience{50};

// Those of all sessions; a leaf mutex.
struct Register {
    Mutex mutex;
    std::vector<const StreamMemory*> members GUARDED_BY(mutex);
};

Register& everyone() {
    static Register instance;
    return instance;
}

// Too little to be worth a statement.
constexpr std::int64_t kLittle = 256 * 1024;

} // namespace

StreamMemory::StreamMemory() {
    auto& all = everyone();
    const MutexLock lock(all.mutex);
    all.members.push_back(this);
}

StreamMemory::~StreamMemory() {
    all_bytes.fetch_sub(bytes_.load());
    auto& all = everyone();
    const MutexLock lock(all.mutex);
    std::erase(all.members, this);
}

std::int64_t StreamMemory::total() noexcept { return all_bytes.load(std::memory_order_relaxed); }

std::int64_t StreamMemory::now() noexcept {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

protocol::SqlError StreamMemory::exhausted() {
    return protocol::SqlError(protocol::sqlstate::kOutOfMemory, "out of memory for wide rows")
        .detail(fmt::format("The wide rows of all running statements may hold {} MB together.", kHardLimit >> 20));
}

void StreamMemory::add(std::int64_t bytes) noexcept {
    bytes_.fetch_add(bytes, std::memory_order_relaxed);
    all_bytes.fetch_add(bytes, std::memory_order_relaxed);
}

void StreamMemory::buffered(std::int64_t bytes) noexcept {
    auto before = buffered_.load(std::memory_order_relaxed);
    auto after = before;
    do after = std::max<std::int64_t>(0, before + bytes);
    while (!buffered_.compare_exchange_weak(before, after, std::memory_order_relaxed));
    add(after - before);
}

void StreamMemory::forget_buffered() noexcept { add(-buffered_.exchange(0)); }

std::int64_t StreamMemory::stalled_since(std::chrono::milliseconds patience) const noexcept {
    const auto since = waiting_since_.load(std::memory_order_relaxed);
    const bool stalled = since != 0 && since < now() - patience.count();
    return stalled && bytes_.load(std::memory_order_relaxed) > kLittle ? since : 0;
}

std::optional<Shortage> StreamMemory::must_go() const {
    if (holds_unread_rows_longest()) return Shortage::UnreadRows;
    if (is_newest_long_call()) return Shortage::ProcessMemory;
    return std::nullopt;
}

bool StreamMemory::holds_unread_rows_longest() const {
    if (now() - relief_asked.load(std::memory_order_relaxed) < kRelief.count())
        return stalled_since(kShortPatience) != 0;
    if (total() <= kLimit) return false;
    const auto own = stalled_since(kPatience);
    if (own == 0) return false;
    auto& all = everyone();
    const MutexLock lock(all.mutex);
    return std::none_of(all.members.begin(), all.members.end(), [&](const StreamMemory* member) {
        const auto other = member->stalled_since(kPatience);
        return other != 0 && other < own;
    });
}

// Who began last is who changed what there was; one that is short needs little.
bool StreamMemory::is_newest_long_call() const {
    const auto pressure = memory_pressure();
    const auto latest = now() - kLongEnough.count();
    const auto own = called_since_.load(std::memory_order_relaxed);
    if (pressure == Pressure::None || own == 0 || own > latest) return false;
    if (pressure == Pressure::Severe) return true;
    auto& all = everyone();
    const MutexLock lock(all.mutex);
    return std::none_of(all.members.begin(), all.members.end(), [&](const StreamMemory* member) {
        const auto other = member->called_since_.load(std::memory_order_relaxed);
        return other > own && other <= latest;
    });
}

bool StreamMemory::ask_for_relief() noexcept {
    auto& all = everyone();
    const MutexLock lock(all.mutex);
    const bool any = std::any_of(all.members.begin(), all.members.end(),
                                 [](const StreamMemory* member) { return member->stalled_since({}) != 0; });
    if (any) relief_asked.store(now());
    return any;
}

} // namespace redstart::sql
