// Memory of large results and loads that was freed: the engine's allocator keeps it for the next one, for good. It is
// counted here, and returned to the system when it is much, by a thread that nobody waits for. Any thread.
#pragma once

#include <cstdint>

namespace redstart::sql {

// Once so much was freed since the last time it is worth the system's work.
inline constexpr std::uint64_t kMuchFreed = std::uint64_t{64} << 20;

void note_freed(std::uint64_t bytes) noexcept;
// Harmless when little was freed.
void return_freed_memory() noexcept;

} // namespace redstart::sql
