#include "sql/engine/freed_memory.hpp"

#include <atomic>

#include <duckdb.hpp>
#include <duckdb/common/allocator.hpp>
#include <malloc.h>

namespace redstart::sql {
namespace {

std::atomic<std::uint64_t> freed{0};

} // namespace

void note_freed(std::uint64_t bytes) noexcept { freed.fetch_add(bytes, std::memory_order_relaxed); }

void return_freed_memory() noexcept {
    if (freed.load(std::memory_order_relaxed) < kMuchFreed) return;
    freed.store(0, std::memory_order_relaxed);
    duckdb::Allocator::FlushAll();
    ::malloc_trim(0); // which the engine leaves out when it has done so a moment ago
}

} // namespace redstart::sql
