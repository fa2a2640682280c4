// The server's clocks: wall time for what is shown, steady time for deadlines. Pure functions, any thread.
#pragma once

#include "catalog/state/clock.hpp"

#include <chrono>
#include <optional>

namespace redstart::server {

using sql::now_micros;

using SteadyClock = std::chrono::steady_clock;
using Deadline = std::optional<SteadyClock::time_point>; // nullopt: wait for ever

} // namespace redstart::server
