#include "catalog/engine/searched_schemas.hpp"

#include "catalog/engine/object_notes.hpp"

#include <duckdb.hpp>
#include <duckdb/catalog/catalog.hpp>
#include <duckdb/catalog/catalog_entry/schema_catalog_entry.hpp>

namespace redstart::catalog {

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
        if (schema && identity_of_schema(context, database, *schema).owner == user_id) schemas.push_back(user_name);
    }
    return schemas;
}

} // namespace redstart::catalog
