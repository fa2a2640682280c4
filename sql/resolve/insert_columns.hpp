// Gives an INSERT without a list of columns the list that it means. Called by the resolver once names are full; a
// function inside an engine transaction the caller holds open; one thread at a time.
#pragma once

#include "sql/object/relations.hpp"
#include "sql/tree/resolved_names.hpp"

namespace duckdb {
class InsertStatement;
} // namespace duckdb

namespace redstart::sql {

// Names the columns of an INSERT that gives values to the first ones alone (the rest takes its defaults). The names in
// the statement are resolved. Throws 42601 when there are not as many expressions as columns (PostgreSQL's texts).
void complete_columns(duckdb::ClientContext& context, const ResolvedNames& names, const Relation& target,
                      duckdb::InsertStatement& statement);

} // namespace redstart::sql
