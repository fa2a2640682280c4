#include "sql/engine/definition_memory.hpp"

#include "catalog/engine/process_memory.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <string>
#include <thread>

#include <duckdb.hpp>
#include <duckdb/storage/buffer_manager.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

using Clock = std::chrono::steady_clock;

// Of the memory limit; what is left is for rows.
constexpr std::int64_t kPart = 4;
// More would take long to read at a start, and to count.
constexpr std::int64_t kMost = std::int64_t{512} << 20;
// The engine is asked for so much at a time.
constexpr std::int64_t kStep = std::int64_t{1} << 20;
// Counting reads every definition: who fills what there is and fills it again must not make that all the server does.
constexpr int kPauses = 4; // times as long as the last one took
constexpr std::chrono::milliseconds kLongestPause{1000};

} // namespace

void DefinitionMemory::serve(duckdb::DatabaseInstance& instance, std::int64_t memory_limit) {
    most_ = std::min(kMost, memory_limit / kPart);
    committed_ = count_();
    {
        const MutexLock lock(reserving_);
        instance_ = &instance;
        reserved_ = 0;
    }
    reserve();
}

void DefinitionMemory::leave() noexcept {
    const MutexLock lock(reserving_);
    instance_ = nullptr;
}

void DefinitionMemory::take(std::int64_t bytes) {
    if (bytes <= 0) return;
    require_process_memory(0);
    if (held() + bytes > most()) recount();
    open_ += bytes;
    if (held() <= most() && reserve()) return;
    give(bytes);
    throw protocol::SqlError(protocol::sqlstate::kOutOfMemory, "out of memory for definitions")
        .detail(fmt::format(
            "The definitions of all tables, views and schemas, temporary ones and comments included, may use {} MB.",
            most() >> 20))
        .hint("Drop what is not needed.");
}

void DefinitionMemory::give(std::int64_t bytes) noexcept { open_ -= bytes; }

// In this order: nobody sees less than there is.
void DefinitionMemory::keep(std::int64_t bytes) noexcept {
    kept_ += bytes;
    committed_ += bytes;
    open_ -= bytes;
}

// What is committed while it is counted may be in the count or not: it is added, and the next count is exact again.
// One that has begun after this one was asked for will do.
void DefinitionMemory::recount() {
    const auto asked = counts_.load();
    const MutexLock lock(counting_);
    if (counts_.load() > asked + 1) return;
    const auto since = Clock::now() - last_ended_;
    const auto pause = std::min<Clock::duration>(last_took_ * kPauses, kLongestPause);
    if (since < pause) std::this_thread::sleep_for(pause - since);
    ++counts_;
    const auto begin = Clock::now();
    const auto kept = kept_.load();
    const auto bytes = count_();
    committed_ = bytes + (kept_.load() - kept);
    last_ended_ = Clock::now();
    last_took_ = last_ended_ - begin;
}

// Of the engine's memory. False when it has none to give.
bool DefinitionMemory::reserve() {
    const MutexLock lock(reserving_);
    if (instance_ == nullptr) return true;
    const auto wanted = (std::min(held(), most()) + kStep - 1) / kStep * kStep;
    if (wanted == reserved_) return true;
    auto& memory = duckdb::BufferManager::GetBufferManager(*instance_);
    try {
        if (wanted > reserved_) memory.ReserveMemory(static_cast<duckdb::idx_t>(wanted - reserved_));
    } catch (const duckdb::Exception&) { return false; }
    if (wanted < reserved_) memory.FreeReservedMemory(static_cast<duckdb::idx_t>(reserved_ - wanted));
    reserved_ = wanted;
    return true;
}

} // namespace redstart::sql
