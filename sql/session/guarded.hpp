// guarded(): reading and planning of a session's statement under a PlanningGuard. On the session's thread.
#pragma once

#include "sql/session/session_context.hpp"

#include <type_traits>
#include <utility>

namespace redstart::sql {

// In a handler: throws what was asked of the session, or that the budget was at an end, as work that is stopped fails
// in many ways; else what was caught, as a SqlError.
[[noreturn]] void throw_planning_failure(SessionContext& session, bool exhausted);

// Throws 53200 also when the work went on without what it could not have, or told of it in its result. The guard has
// ended before the failure is looked at: telling of it takes memory, too.
template <typename Work> auto guarded(SessionContext& session, Work&& work) {
    bool exhausted = false;
    try {
        const PlanningGuard guard(session.engine_connection().planning(), &exhausted);
        if constexpr (std::is_void_v<decltype(work())>) {
            work();
            guard.require_budget();
        } else {
            auto result = work();
            guard.require_budget();
            return result;
        }
    } catch (const std::exception&) { throw_planning_failure(session, exhausted); }
}

} // namespace redstart::sql
