// What happens when the engine has no memory for a statement while clients that do not read hold some: those are ended
// at once, and the statement may be tried again. Any thread.
#pragma once

#include <chrono>

namespace redstart::sql {

// How long it takes until they are gone: the watcher's tick, and the end of their statements.
inline constexpr std::chrono::milliseconds kRelief{150};

// The engine had no memory for a statement. True when clients that do not read hold wide rows, so that there will be.
bool ask_for_relief() noexcept;

} // namespace redstart::sql
