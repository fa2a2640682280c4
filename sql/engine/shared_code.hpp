// Which code of the engine's library works on what all sessions share: catalog, storage, transactions, tasks. Known by
// the names of its functions, which the library exports; and which code lets no exception pass. Built at first use; any
// thread.
#pragma once

#include <cstdint>

namespace redstart::sql {

bool is_shared_code(std::uintptr_t address);
// It tries whether a constant can be computed, and goes on whatever is thrown inside.
bool is_swallowing_code(std::uintptr_t address);
// How many of the library's functions count as such; 0 would mean that it no longer has the names.
std::size_t shared_functions();

} // namespace redstart::sql
