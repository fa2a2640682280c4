// The functions that return records, pg_get_late_binding_view_cols() and pg_get_cols(): calls of them become queries.
// Functions over a tree that the caller keeps; one thread.
#pragma once

#include "catalog/engine/engine_types.hpp"

namespace redstart::sql {

// A call of pg_get_late_binding_view_cols() or pg_get_cols(relation), as the client wrote it.
bool returns_records(const duckdb::FunctionExpression& call);

// The records of such a call as a query: one column each (view_schema, view_name, col_name, col_type, col_num), or as
// one list of their texts, for a select list. Takes the call's arguments, which are resolved already.
enum class RecordForm : unsigned char { Columns, TextList };
Owned<duckdb::SelectStatement> record_query(duckdb::FunctionExpression& call, RecordForm form);

} // namespace redstart::sql
