// The resolver: gives every relation, function and type of a parsed statement its full name and tells what the
// statement will touch: the lock plan, whether it takes a snapshot, whether it runs on the compute side. With full
// names nothing that a user creates can stand in for pg_catalog's (the CVE-2018-1058 class). Changes the tree and
// nothing else; takes no lock. Called by EngineRunner::resolve_names() and the commands, on one thread, inside an
// engine transaction they hold open.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/object/statement_report.hpp"
#include "sql/qualify/late_views.hpp"
#include "sql/resolve/resolution.hpp"

namespace redstart::sql {

// Resolves `statement` in place; `report` is what it says besides. Throws SqlError for names that do not exist (42P01,
// 42883, 3F000, 42704), may not be used (42501) or are not supported (0A000).
Resolution resolve(duckdb::ClientContext& context, const NameScope& scope, duckdb::SQLStatement& statement,
                   const StatementReport& report, LateViews late = LateViews::AsQueries);

// The plan for locking one relation, views expanded to their base tables (LOCK, TRUNCATE, DROP).
Resolution resolve_relation(duckdb::ClientContext& context, const Relation& relation, LockMode mode);

} // namespace redstart::sql
