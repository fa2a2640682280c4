// What the process holds in memory, and the most that it may: for work whose memory the engine does not count against
// its limit and that grows faster than the watcher looks. Any thread.
#pragma once

#include "protocol/error.hpp"

#include <cstdint>

namespace redstart::sql {

// In bytes; 0 in a sanitizer's build, whose own memory is most of it.
std::int64_t resident_bytes();

// Set once, before the first session comes; 0, as at first, is no bound.
void set_process_bound(std::int64_t bytes) noexcept;

// Throws 53200 when the process would hold more than its bound with `more` bytes besides. Some 10 us.
void require_process_memory(std::int64_t more);

// 53200: a statement is ended because the process holds too much.
protocol::SqlError process_memory_exhausted();

} // namespace redstart::sql
