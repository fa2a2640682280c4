// The queries of views: their columns, found out by binding the query alone; and the query that the engine is told in
// place of a late-bound one. Called while one statement is resolved, inside its engine transaction; one thread.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/object/relations.hpp"

namespace duckdb {
class ViewCatalogEntry;
struct BoundStatement;
} // namespace duckdb

namespace redstart::sql {

struct ResolvedNames;

// The names and types of a resolved query's columns. Throws what is wrong with the query.
duckdb::BoundStatement bind_view_query(duckdb::ClientContext& context, const ResolvedNames& names,
                                       const duckdb::SelectStatement& query);
// nullptr when there is no view of that name.
duckdb::ViewCatalogEntry* view_entry(duckdb::ClientContext& context, const Relation& view);
// Views that were made before late binding was late have types and are bound.
bool is_late_binding(const duckdb::ViewCatalogEntry& view);
// What the engine, which binds every view it is told to create, is given in place of a query that is not to be bound.
Owned<duckdb::SelectStatement> placeholder();

} // namespace redstart::sql
