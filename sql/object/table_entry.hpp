// The engine's entry of a table that has been looked up. A function inside an engine transaction the caller holds open;
// the entry lives as long as that.
#pragma once

#include "sql/object/relations.hpp"

namespace duckdb {
class TableCatalogEntry;
} // namespace duckdb

namespace redstart::sql {

// Throws the engine's exception when the table is gone.
duckdb::TableCatalogEntry& table_entry(duckdb::ClientContext& context, const Relation& table);

} // namespace redstart::sql
