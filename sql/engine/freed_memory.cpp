#include "sql/engine/freed_memory.hpp"

#include <atomic>

#include <duckdb.hpp>
#include <duckdb/common/allocator.hpp>
#include <malloc.h>

namespace redstart::sql {
namespace {

std::atomic<std::uint64_t> freed{0};
std::atomic<std::int64_t> noted{0}; // when a long call ended; 0: none since the memory was returned

std::int64_t now() noexcept {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

// Of the calls that follow each other without end the first is remembered, or nothing would ever be returned.
bool long_call_settled() noexcept {
    const auto first = noted.load(std::memory_order_relaxed);
    return first != 0 && now() - first >= kSettled.count();
}

} // namespace

void note_freed(std::uint64_t bytes) noexcept { freed.fetch_add(bytes, std::memory_order_relaxed); }

void note_long_call() noexcept {
    std::int64_t none = 0;
    noted.compare_exchange_strong(none, now(), std::memory_order_relaxed);
}

void return_freed_memory() noexcept {
    if (freed.load(std::memory_order_relaxed) >= kMuchFreed || long_call_settled()) return_free_memory();
}

void return_free_memory() noexcept {
    freed.store(0, std::memory_order_relaxed);
    noted.store(0, std::memory_order_relaxed);
    duckdb::Allocator::FlushAll();
    ::malloc_trim(0); // which the engine leaves out when it has done so a moment ago
}

} // namespace redstart::sql
