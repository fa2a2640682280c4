// The table that a COPY fills: looked up, locked, and the columns that take part. On the session's thread.
#pragma once

#include "sql/parse/qualified_name.hpp"
#include "sql/run/table_columns.hpp"

#include <string>
#include <vector>

namespace redstart::sql {

class EngineRunner;
class SessionContext;

// Takes ShareRowExclusive on the table and then the snapshot. Throws 42P01, 42809 for a view, 42501 and 0A000 for what
// cannot be loaded.
Relation lock_copy_target(EngineRunner& runner, SessionContext& session, const QualifiedName& name);

// An identity column is left out of a list that is not given, and may not stand in one that is (r_COPY, EXPLICIT_IDS):
// 0A000. `named`: the list.
CopyTable without_generated(CopyTable table, EngineRunner& runner, const std::vector<std::string>& named);

} // namespace redstart::sql
