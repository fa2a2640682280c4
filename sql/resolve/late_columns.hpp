// The columns of views without schema binding, and the functions that tell them: they return records.
// Functions over an engine transaction the caller holds open; one thread at a time.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "catalog/state/session_services.hpp"
#include "sql/object/relations.hpp"

#include <string>
#include <vector>

namespace redstart::sql {

class Engine;

// What the view's query gives now; empty when it cannot be bound.
std::vector<catalog::ViewColumn> late_view_columns(Engine& engine, duckdb::ClientContext& context,
                                                   const NameScope& scope, const std::string& schema,
                                                   const std::string& view);

// A call of pg_get_late_binding_view_cols() or pg_get_cols(relation), as the client wrote it.
bool returns_records(const duckdb::FunctionExpression& call);

// The records of such a call as a query: one column each (view_schema, view_name, col_name, col_type, col_num), or as
// one list of their texts, for a select list. Takes the call's arguments, which are resolved already.
enum class RecordForm : unsigned char { Columns, TextList };
Owned<duckdb::SelectStatement> record_query(duckdb::FunctionExpression& call, RecordForm form);

} // namespace redstart::sql
