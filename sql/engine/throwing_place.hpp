// Whether an exception that began here would reach an outer frame, and leave nothing half done on the way: the engine's
// planning works on trees of its own, but it also reads what all sessions share (catalog, storage, transactions), and
// there an exception in the middle could lose data. Also false where a function that may not throw is on the way.
// Pure reading of the thread's own stack; any thread.
#pragma once

#include <cstdint>

namespace redstart::sql {

enum class ThrowingPlace {
    Harmful,
    Free,
    Swallowed, // it harms nothing, but only a piece of the work hears of it
};

// `outermost`: the frame address of whoever will catch it.
ThrowingPlace throwing_place(std::uintptr_t outermost);

} // namespace redstart::sql
