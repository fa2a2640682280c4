// The queries of views as the engine has stored them, read and never changed: which are bound late, and every view that
// one reads. Functions over an engine transaction the caller holds open; one thread at a time.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/object/relations.hpp"

#include <functional>

namespace duckdb {
struct CreateViewInfo;
} // namespace duckdb

namespace redstart::sql {

// Views that were made before late binding was late have types and are bound.
bool is_late_binding(const duckdb::CreateViewInfo& view);

// `view` and every view that it reads, also through others.
void each_view(duckdb::ClientContext& context, const Relation& view,
               const std::function<void(const duckdb::CreateViewInfo&)>& see);

} // namespace redstart::sql
