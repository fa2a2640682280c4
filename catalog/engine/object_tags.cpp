#include "catalog/engine/object_tags.hpp"

#include <charconv>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry.hpp>
#include <duckdb/parser/parsed_data/create_info.hpp>

namespace redstart::sql {

std::uint32_t oid_of(const duckdb::CatalogEntry& entry) {
    const auto tag = entry.tags.find(kOidTag);
    if (tag == entry.tags.end()) return 0;
    std::uint32_t oid = 0;
    std::from_chars(tag->second.data(), tag->second.data() + tag->second.size(), oid);
    return oid;
}

void stamp(duckdb::CreateInfo& info, std::uint32_t oid, std::int32_t owner_id) {
    info.tags[kOidTag] = std::to_string(oid);
    info.tags[kOwnerTag] = std::to_string(owner_id);
}

} // namespace redstart::sql
