// The wall clock in the unit of the system views: microseconds since the Unix epoch, UTC. Any thread.
#pragma once

#include "catalog/state/system_state.hpp"

#include <chrono>

namespace redstart::sql {

inline catalog::Micros now_micros() {
    using namespace std::chrono;
    return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

} // namespace redstart::sql
