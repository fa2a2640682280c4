#include "catalog/object/object_size.hpp"

#include "catalog/object/catalog_walk.hpp"

#include <set>

#include <duckdb.hpp>
#include <duckdb/main/attached_database.hpp>
#include <duckdb/main/database_manager.hpp>
#include <duckdb/storage/database_size.hpp>
#include <duckdb/storage/table_storage_info.hpp>

namespace redstart::catalog {

std::int64_t relation_size(duckdb::ClientContext& context, const RelationRow& relation) {
    if (relation.entry == nullptr || relation.entry->type != duckdb::CatalogType::TABLE_ENTRY) return 0;
    // Reading segments changes nothing in the entry, but the engine's accessor is not const.
    auto& table = const_cast<duckdb::CatalogEntry*>(relation.entry)->Cast<duckdb::TableCatalogEntry>();
    std::set<duckdb::block_id_t> blocks; // columns share blocks
    for (const auto& segment : table.GetColumnSegmentInfo()) {
        if (segment.persistent) blocks.insert(segment.block_id);
        for (const auto& block : segment.additional_blocks) blocks.insert(block);
    }
    if (blocks.empty()) return 0;
    const auto size = table.ParentCatalog().GetDatabaseSize(context);
    return static_cast<std::int64_t>(blocks.size() * size.block_size);
}

std::optional<DatabaseSize> database_size(duckdb::ClientContext& context, const std::string& database) {
    // Not as part of the transaction: it would keep the database from being renamed.
    const auto attached = duckdb::DatabaseManager::Get(context).GetDatabase(database);
    if (!attached) return std::nullopt;
    const auto size = attached->GetCatalog().GetDatabaseSize(context);
    return DatabaseSize{static_cast<std::int64_t>(size.bytes), static_cast<std::int64_t>(size.wal_size)};
}

} // namespace redstart::catalog
