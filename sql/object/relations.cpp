#include "sql/object/relations.hpp"

#include "catalog/engine/object_tags.hpp"
#include "catalog/engine/searched_schemas.hpp"
#include "catalog/views/views.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/object/rights.hpp"

#include <duckdb.hpp>
#include <duckdb/catalog/catalog.hpp>
#include <duckdb/catalog/catalog_entry/schema_catalog_entry.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using duckdb::Catalog;
using duckdb::CatalogType;
using duckdb::OnEntryNotFound;
using protocol::SqlError;

bool is_system_schema(const std::string& schema) { return schema == "pg_catalog" || schema == "information_schema"; }

std::optional<Relation> find_entry(duckdb::ClientContext& context, const std::string& catalog,
                                   const std::string& schema, const std::string& name) {
    const duckdb::EntryLookupInfo lookup(CatalogType::TABLE_ENTRY, name);
    auto entry = Catalog::GetEntry(context, catalog, schema, lookup, OnEntryNotFound::RETURN_NULL);
    if (!entry) return std::nullopt;
    const bool view = entry->type == CatalogType::VIEW_ENTRY;
    return Relation{view ? RelationKind::View : RelationKind::Table, catalog, schema, entry->name, oid_of(*entry)};
}

std::optional<Relation> find_system_view(const NameScope& scope, const std::string& schema, const std::string& name) {
    if (const auto* view = catalog::find_view(schema, name)) {
        if (view->access == catalog::Access::Superuser && !scope.superuser)
            throw SqlError(state::kInsufficientPrivilege, "permission denied for relation " + name);
        return Relation{RelationKind::SystemView, "system", std::string(view->schema), name, view->oid};
    }
    if (schema == "pg_catalog" && catalog::known_unsupported_relation(name))
        throw SqlError(state::kFeatureNotSupported, fmt::format("relation \"{}\" is not supported", name));
    return std::nullopt;
}

// The database the name is looked up in.
const std::string& database_of(const NameScope& scope, const std::string& catalog, const std::string& schema) {
    if (catalog.empty() || catalog == scope.database) return scope.database;
    const auto entered = scope.entered.find(catalog);
    if (entered == scope.entered.end()) throw OtherDatabase(catalog);
    if (is_system_schema(schema) || schema == "pg_temp")
        throw SqlError(
            state::kFeatureNotSupported,
            fmt::format("the system catalogs of another database cannot be read: \"{}.{}\"", catalog, schema));
    return *entered;
}

std::vector<std::string> searched(duckdb::ClientContext& context, const NameScope& scope) {
    return catalog::searched_schemas(context, scope.database, scope.search_path, scope.user_name, scope.user_id);
}

void require_schema(duckdb::ClientContext& context, const std::string& database, const std::string& schema) {
    if (is_system_schema(schema) || schema == "pg_temp") return;
    if (schema != "main" && Catalog::GetSchema(context, database, schema, OnEntryNotFound::RETURN_NULL)) return;
    throw SqlError(state::kInvalidSchemaName, fmt::format("schema \"{}\" does not exist", schema));
}

RightNeeded usage_of(const NameScope& scope, const std::string& database, const std::string& schema,
                     std::optional<std::int32_t> as) {
    auto needed = in_schema(database, schema, catalog::Privilege::Usage);
    needed.user = as.value_or(scope.user_id);
    return needed;
}

// Schemas that the user may not use are passed over (PostgreSQL).
std::optional<Relation> find_on_path(duckdb::ClientContext& context, const NameScope& scope, const std::string& name) {
    for (const auto& candidate : searched(context, scope)) {
        if (is_system_schema(candidate)) {
            if (auto system = find_system_view(scope, candidate, name)) return system;
        } else if (auto found = find_entry(context, scope.database, candidate, name)) {
            if (scope.superuser || has_right(context, scope, usage_of(scope, scope.database, candidate, std::nullopt)))
                return found;
        }
    }
    return std::nullopt;
}

} // namespace

OtherDatabase::OtherDatabase(std::string database)
    : SqlError(state::kFeatureNotSupported,
               fmt::format("\"{}\" is another database, which can only be read", database)),
      database_(std::move(database)) {}

std::optional<Relation> find_relation(duckdb::ClientContext& context, const NameScope& scope,
                                      const std::string& catalog, const std::string& schema, const std::string& name,
                                      std::optional<std::int32_t> as) {
    const auto lower = duckdb::StringUtil::Lower(name);
    const auto schema_lower = duckdb::StringUtil::Lower(schema);
    const auto& database = database_of(scope, duckdb::StringUtil::Lower(catalog), schema_lower);
    if (!schema.empty()) {
        require_schema(context, database, schema_lower);
        if (is_system_schema(schema_lower)) return find_system_view(scope, schema_lower, lower);
        if (schema_lower == "pg_temp") return find_entry(context, "temp", "main", lower);
        if (!scope.superuser || as) require_right(context, scope, usage_of(scope, database, schema_lower, as));
        return find_entry(context, database, schema_lower, lower);
    }
    if (auto temporary = find_entry(context, "temp", "main", lower)) return temporary;
    if (auto system = find_system_view(scope, "pg_catalog", lower)) return system;
    return find_on_path(context, scope, lower);
}

Relation require_relation(duckdb::ClientContext& context, const NameScope& scope, const std::string& catalog,
                          const std::string& schema, const std::string& name) {
    if (auto relation = find_relation(context, scope, catalog, schema, name)) return std::move(*relation);
    const auto shown = schema.empty() ? name : schema + "." + name;
    throw SqlError(state::kUndefinedTable, fmt::format("relation \"{}\" does not exist", shown));
}

std::optional<Relation> find_relation(duckdb::ClientContext& context, const NameScope& scope,
                                      const QualifiedName& name) {
    return find_relation(context, scope, name_part(name, 2), name_part(name, 1), name_part(name, 0));
}

Relation require_relation(duckdb::ClientContext& context, const NameScope& scope, const QualifiedName& name) {
    return require_relation(context, scope, name_part(name, 2), name_part(name, 1), name_part(name, 0));
}

void refuse_system_view(const Relation& relation) {
    if (relation.kind == RelationKind::SystemView)
        throw SqlError(state::kInsufficientPrivilege,
                       fmt::format("permission denied: \"{}\" is a system catalog", relation.name));
}

void require_table(const Relation& relation) {
    refuse_system_view(relation);
    if (relation.kind == RelationKind::View)
        throw SqlError(state::kWrongObjectType, fmt::format("\"{}\" is not a table", relation.name));
}

std::string creation_schema(duckdb::ClientContext& context, const NameScope& scope, const std::string& schema,
                            std::optional<catalog::SystemPermission> permission) {
    const auto checked = [&](const std::string& found) {
        require_own_right(context, scope, in_schema(scope.database, found, catalog::Privilege::Create, permission));
        return found;
    };
    if (!schema.empty()) {
        const auto lower = duckdb::StringUtil::Lower(schema);
        if (is_system_schema(lower))
            throw SqlError(state::kInsufficientPrivilege, "permission denied for schema " + lower);
        require_schema(context, scope.database, lower);
        return checked(lower);
    }
    for (const auto& candidate : searched(context, scope)) {
        if (is_system_schema(candidate)) continue;
        if (Catalog::GetSchema(context, scope.database, candidate, OnEntryNotFound::RETURN_NULL))
            return checked(candidate);
    }
    throw SqlError(state::kInvalidSchemaName, "no schema has been selected to create in");
}

bool is_foreign(const NameScope& scope, const Relation& relation) {
    return relation.catalog != scope.database && relation.catalog != "temp" && relation.catalog != "system";
}

void require_own_database(const NameScope& scope, const Relation& relation) {
    if (!is_foreign(scope, relation)) return;
    throw SqlError(state::kFeatureNotSupported,
                   fmt::format("\"{}.{}.{}\" belongs to another database, which can only be read", relation.catalog,
                               relation.schema, relation.name));
}

Relation database_lock(const catalog::Database& database) {
    return {RelationKind::Table, "system", "pg_catalog", "pg_database", database.oid};
}

std::optional<Relation> current_relation(duckdb::ClientContext& context, const Relation& relation) {
    return find_entry(context, relation.catalog, relation.schema, relation.name);
}

RelationId current_oid(duckdb::ClientContext& context, const Relation& relation) {
    const auto found = current_relation(context, relation);
    return found ? found->oid : 0;
}

} // namespace redstart::sql
