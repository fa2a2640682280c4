#include "sql/session/guarded.hpp"

#include "catalog/engine/errors.hpp"

namespace redstart::sql {

void throw_planning_failure(SessionContext& session, bool exhausted) {
    session.interrupts().check();
    if (exhausted) throw planning_exhausted();
    try {
        throw;
    } catch (const protocol::SqlError&) { throw; } catch (const std::exception& error) {
        throw to_sql_error(error);
    }
}

} // namespace redstart::sql
