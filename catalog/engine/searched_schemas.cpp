#include "catalog/engine/searched_schemas.hpp"

#include "catalog/engine/entry_tags.hpp"
#include "catalog/engine/object_notes.hpp"
#include "catalog/engine/object_tags.hpp"

#include <duckdb.hpp>
#include <duckdb/catalog/catalog.hpp>
#include <duckdb/catalog/catalog_entry/schema_catalog_entry.hpp>

namespace redstart::catalog {

namespace {

// ALTER SCHEMA ... OWNER TO notes another one.
std::string schema_owner(duckdb::ClientContext& context, const std::string& database,
                         const duckdb::SchemaCatalogEntry& schema) {
    const auto notes = notes_of(context, database, schema_notes(sql::oid_of(schema)));
    const auto owner = notes.tags.find(sql::kOwnerTag);
    return owner == notes.tags.end() ? tag_of(schema, sql::kOwnerTag) : owner->second;
}

} // namespace

std::vector<std::string> searched_schemas(duckdb::ClientContext& context, const std::string& database,
                                          const std::vector<std::string>& path, const std::string& user_name,
                                          std::int32_t user_id) {
    std::vector<std::string> schemas;
    for (const auto& name : path) {
        if (name != "$user") {
            schemas.push_back(name);
            continue;
        }
        const auto schema =
            duckdb::Catalog::GetSchema(context, database, user_name, duckdb::OnEntryNotFound::RETURN_NULL);
        if (schema && schema_owner(context, database, *schema) == std::to_string(user_id)) schemas.push_back(user_name);
    }
    return schemas;
}

} // namespace redstart::catalog
