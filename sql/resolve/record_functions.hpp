// The functions that return records, pg_get_late_binding_view_cols() and pg_get_cols(): calls of them become queries.
// Functions over a tree that the caller keeps; one thread.
#pragma once

#include "catalog/engine/engine_types.hpp"

namespace redstart::sql {

// The records of a call that returns_records() as a query: one column each (view_schema, view_name, col_name, col_type,
// col_num), or as one list of their texts, for a select list. Takes the call's arguments, which are resolved already.
enum class RecordForm : unsigned char { Columns, TextList };
Owned<duckdb::SelectStatement> record_query(duckdb::FunctionExpression& call, RecordForm form);

} // namespace redstart::sql
