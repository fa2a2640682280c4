// Memory of large results, loads and long statements that was freed: the engine's allocator keeps it for the next one,
// for good. What is known to be much is counted here, what may be is noted, and both are returned to the system by a
// thread that nobody waits for. Any thread.
#pragma once

#include <chrono>
#include <cstdint>

namespace redstart::sql {

// Once so much was freed since the last time it is worth the system's work.
inline constexpr std::uint64_t kMuchFreed = std::uint64_t{64} << 20;
// A call of the engine that took longer may have held much, of which nobody else knows: sorts, groups, joins.
inline constexpr std::chrono::milliseconds kLongCall{20};

void note_freed(std::uint64_t bytes) noexcept;
void note_long_call() noexcept;
// From its note on; what the statement holds is freed soon after its call.
inline constexpr std::chrono::milliseconds kSettled{2000};
// Call now and then. Harmless when little was freed.
void return_freed_memory() noexcept;
// At once, whatever was noted.
void return_free_memory() noexcept;

} // namespace redstart::sql
