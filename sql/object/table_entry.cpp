#include "sql/object/table_entry.hpp"

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/table_catalog_entry.hpp>

namespace redstart::sql {

duckdb::TableCatalogEntry& table_entry(duckdb::ClientContext& context, const Relation& table) {
    return duckdb::Catalog::GetEntry<duckdb::TableCatalogEntry>(context, table.catalog, table.schema, table.name);
}

} // namespace redstart::sql
