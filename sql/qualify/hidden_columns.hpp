// Columns that a user may not read of a table of which he may read others (r_GRANT-usage-notes, column-level access).
// Functions of one resolve() call.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/object/relations.hpp"

#include <string>

namespace duckdb {
class BaseTableRef;
class ParsedExpression;
class SelectNode;
class TableRef;
} // namespace duckdb

namespace redstart::sql {

struct ResolveState;

// What stands for the table, which has been named, when some of its columns are hidden: a query of the others, so that
// SELECT * gives just these. False when none is, and then it stays. Throws 42501 in a view's query and in LIKE, which
// cannot be of some columns only.
bool hide_columns(ResolveState& state, Owned<duckdb::TableRef>& table, const Relation& relation);

// Throws 42501 when the query names a hidden column of its FROM clause.
void refuse_hidden(const ResolveState& state, const duckdb::SelectNode& select);

// The same of an expression over `relation`, which is written to: there `alias` is its name, or its own when empty.
void refuse_hidden(const ResolveState& state, const Relation& relation, const std::string& alias,
                   const duckdb::ParsedExpression& expression);

} // namespace redstart::sql
