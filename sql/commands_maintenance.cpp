#include "sql/commands.hpp"
#include "sql/copy_table.hpp"

namespace redstart::sql {

// One machine without sorted regions and gathered statistics has nothing to do for VACUUM and ANALYZE; what they name
// is checked all the same, so that a script's mistake is found here and not on the cluster.

Outcome Commands::vacuum(const Statement& statement) {
    if (const auto table = parse_vacuum(statement).table) runner_.require_own_table(*table);
    return {};
}

Outcome Commands::analyze(const Statement& statement) {
    const auto analyze = parse_analyze(statement);
    if (analyze.table) describe_copy_table(runner_, runner_.require_own_table(*analyze.table), analyze.columns);
    return {};
}

} // namespace redstart::sql
