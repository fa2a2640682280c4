// Whether an exception that began here would reach an outer frame, and leave nothing half done on the way: the engine's
// planning works on trees of its own, but it also reads what all sessions share (catalog, storage, transactions), and
// there an exception in the middle could lose data. Also false where a function that may not throw is on the way.
// Pure reading of the thread's own stack; any thread.
#pragma once

#include <cstdint>

namespace redstart::sql {

// `outermost`: the frame address of whoever will catch it.
bool may_throw_here(std::uintptr_t outermost);

} // namespace redstart::sql
