// The columns of views without schema binding.
// Functions over an engine transaction the caller holds open; one thread at a time.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "catalog/state/session_services.hpp"
#include "sql/object/relations.hpp"

#include <string>
#include <vector>

namespace redstart::sql {

// What the view's query gives now; empty when it cannot be bound.
std::vector<catalog::ViewColumn> late_view_columns(duckdb::ClientContext& context, const NameScope& scope,
                                                   const std::string& schema, const std::string& view);

} // namespace redstart::sql
