// guarded(): reading and planning of a session's statement under a PlanningGuard. On the session's thread.
#pragma once

#include "sql/session/session_context.hpp"

#include <type_traits>
#include <utility>

namespace redstart::sql {

// In a handler: throws what was asked of the session, or that the budget was at an end, as work that is stopped fails
// in many ways; else what was caught, as a SqlError.
[[noreturn]] void throw_planning_failure(SessionContext& session, const PlanningGuard& guard);

// Throws 53200 also when the work went on without what it could not have, or told of it in its result.
template <typename Work> auto guarded(SessionContext& session, Work&& work) {
    const PlanningGuard guard(session.planning());
    try {
        if constexpr (std::is_void_v<decltype(work())>) {
            work();
            guard.require_budget();
        } else {
            auto result = work();
            guard.require_budget();
            return result;
        }
    } catch (const std::exception&) { throw_planning_failure(session, guard); }
}

} // namespace redstart::sql
