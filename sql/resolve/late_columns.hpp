// The columns that a view without schema binding has at this moment; for the catalog's functions and views.
// Functions over an engine transaction the caller holds open; one thread at a time.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "catalog/state/session_services.hpp"
#include "sql/object/relations.hpp"

#include <string>
#include <vector>

namespace redstart::sql {

// The columns of the view's query, bound now; empty when it cannot be bound.
std::vector<catalog::ViewColumn> late_view_columns(duckdb::ClientContext& context, const NameScope& scope,
                                                   const std::string& schema, const std::string& view);

} // namespace redstart::sql
