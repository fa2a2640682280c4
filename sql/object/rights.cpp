#include "sql/object/rights.hpp"

#include "catalog/engine/entry_tags.hpp"
#include "catalog/object/object_acl.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <memory>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/table_catalog_entry.hpp>
#include <duckdb/catalog/catalog_entry/view_catalog_entry.hpp>

namespace redstart::sql {
namespace {

using catalog::ObjectKind;
using catalog::Privileges;
using catalog::User;

// nullptr for one who has been dropped, who has no rights.
std::shared_ptr<const User> user_of(const NameScope& scope, std::int32_t id) {
    if (id == catalog::kBootstrapUserId) {
        User bootstrap;
        bootstrap.id = id;
        bootstrap.superuser = true;
        return std::make_shared<const User>(std::move(bootstrap));
    }
    return scope.users == nullptr ? nullptr : scope.users->find_by_id(id);
}

duckdb::optional_ptr<duckdb::CatalogEntry> entry_of(duckdb::ClientContext& context, const Relation& relation) {
    const duckdb::EntryLookupInfo lookup(duckdb::CatalogType::TABLE_ENTRY, relation.name);
    return duckdb::Catalog::GetEntry(context, relation.catalog, relation.schema, lookup,
                                     duckdb::OnEntryNotFound::RETURN_NULL);
}

std::int32_t database_owner(const NameScope& scope, const std::string& name) {
    const auto found = scope.databases == nullptr ? nullptr : scope.databases->find(name);
    return found ? found->owner_id : catalog::kFirstUserId;
}

std::vector<std::string> columns_of(const duckdb::CatalogEntry& entry) {
    std::vector<std::string> names;
    if (entry.type == duckdb::CatalogType::VIEW_ENTRY) {
        const auto& view = entry.Cast<duckdb::ViewCatalogEntry>();
        for (std::size_t i = 0; i < view.names.size(); ++i)
            names.push_back(i < view.aliases.size() ? view.aliases[i] : view.names[i]);
        return names;
    }
    for (const auto& column : entry.Cast<duckdb::TableCatalogEntry>().GetColumns().Logical())
        names.push_back(column.Name());
    return names;
}

bool may_on_column(const duckdb::CatalogEntry& entry, const std::string& column, const User& user,
                   Privileges privileges) {
    return (granted_to(catalog::column_acl(entry, duckdb::StringUtil::Lower(column)), user) & privileges) == privileges;
}

// One column at least is granted: which ones are read is found out where columns are.
bool may_on_some_column(const duckdb::CatalogEntry& entry, const User& user, Privileges privileges) {
    if (!catalog::has_column_acls(entry)) return false;
    const auto columns = columns_of(entry);
    return std::any_of(columns.begin(), columns.end(),
                       [&](const auto& column) { return may_on_column(entry, column, user, privileges); });
}

bool may_on_columns(const duckdb::CatalogEntry& entry, const User& user, Privileges missing,
                    const std::vector<std::string>& columns) {
    if (catalog::has(missing, catalog::Privilege::Select) &&
        !may_on_some_column(entry, user, bit(catalog::Privilege::Select)))
        return false;
    missing &= ~bit(catalog::Privilege::Select);
    if (missing == 0) return true;
    if (missing != bit(catalog::Privilege::Update) || columns.empty()) return false;
    return std::all_of(columns.begin(), columns.end(),
                       [&](const auto& column) { return may_on_column(entry, column, user, missing); });
}

bool allows(const catalog::ObjectAcl& object, const User& user, const RightNeeded& needed, Privileges& missing) {
    const auto granted = granted_to(object.acl, user);
    missing = needed.privileges & ~granted;
    if (needed.kind != ObjectKind::Relation && object.owner == user.id) return true; // INF
    if (needed.need == Need::All) return missing == 0;
    return object.owner == user.id || (granted & needed.privileges) != 0;
}

} // namespace

RightNeeded to_use(const Relation& relation, Privileges privileges) {
    return {.kind = ObjectKind::Relation, .object = relation, .privileges = privileges};
}

RightNeeded to_use_any(const Relation& relation, Privileges privileges) {
    return {.kind = ObjectKind::Relation, .object = relation, .privileges = privileges, .need = Need::Any};
}

RightNeeded to_own(const Relation& relation, Privileges instead, std::optional<catalog::SystemPermission> permission) {
    return {.kind = ObjectKind::Relation,
            .object = relation,
            .privileges = instead,
            .need = Need::Own,
            .permission = permission};
}

RightNeeded in_schema(const std::string& database, const std::string& schema, catalog::Privilege privilege,
                      std::optional<catalog::SystemPermission> permission) {
    Relation object;
    object.catalog = database;
    object.schema = schema;
    return {.kind = ObjectKind::Schema, .object = object, .privileges = bit(privilege), .permission = permission};
}

RightNeeded in_database(const std::string& database, catalog::Privilege privilege,
                        std::optional<catalog::SystemPermission> permission) {
    Relation object;
    object.catalog = database;
    return {.kind = ObjectKind::Database, .object = object, .privileges = bit(privilege), .permission = permission};
}

// What does not exist (yet, or any more) denies nothing: the statement finds out what is wrong with it.
bool has_right(duckdb::ClientContext& context, const NameScope& scope, const RightNeeded& needed) {
    const auto user = user_of(scope, needed.user);
    if (!user) return false;
    if (user->superuser || (needed.permission && user->may(*needed.permission))) return true;
    Privileges missing = 0;
    if (needed.kind == ObjectKind::Schema) {
        if (!duckdb::Catalog::GetSchema(context, needed.object.catalog, needed.object.schema,
                                        duckdb::OnEntryNotFound::RETURN_NULL))
            return true;
        return allows(catalog::schema_acl(context, needed.object.catalog, needed.object.schema), *user, needed,
                      missing);
    }
    if (needed.kind == ObjectKind::Database) {
        const auto& name = needed.object.catalog;
        return allows(catalog::database_acl(context, name, database_owner(scope, name)), *user, needed, missing);
    }
    if (needed.object.catalog == "system") return true;
    const auto entry = entry_of(context, needed.object);
    if (!entry || allows(catalog::relation_acl(*entry), *user, needed, missing)) return true;
    if (needed.need == Need::All) return may_on_columns(*entry, *user, missing, needed.columns);
    // Who owns the schema may drop what is in it (PostgreSQL).
    return catalog::has(needed.privileges, catalog::Privilege::Drop) &&
           catalog::schema_acl(context, needed.object.catalog, needed.object.schema).owner == user->id;
}

void require_right(duckdb::ClientContext& context, const NameScope& scope, const RightNeeded& needed) {
    if (has_right(context, scope, needed)) return;
    const auto& object = needed.object;
    const auto& name = needed.kind == ObjectKind::Relation ? object.name
                       : needed.kind == ObjectKind::Schema ? object.schema
                                                           : object.catalog;
    std::string message = needed.need == Need::Own ? "must be owner of " : "permission denied for ";
    message.append(catalog::kind_name(needed.kind)).append(" ").append(name);
    throw protocol::SqlError(protocol::sqlstate::kInsufficientPrivilege, std::move(message));
}

void require_own_right(duckdb::ClientContext& context, const NameScope& scope, RightNeeded needed) {
    if (scope.superuser) return;
    needed.user = scope.user_id;
    require_right(context, scope, needed);
}

std::vector<std::string> hidden_columns(duckdb::ClientContext& context, const NameScope& scope,
                                        const Relation& relation, std::int32_t id) {
    if (relation.catalog == "temp" || relation.catalog == "system") return {};
    const auto entry = entry_of(context, relation);
    if (!entry || !catalog::has_column_acls(*entry)) return {};
    const auto user = user_of(scope, id);
    const auto select = bit(catalog::Privilege::Select);
    if (!user || user->superuser || (granted_to(catalog::relation_acl(*entry).acl, *user) & select) != 0) return {};
    auto hidden = columns_of(*entry);
    const auto all = hidden.size();
    std::erase_if(hidden, [&](const auto& column) { return may_on_column(*entry, column, *user, select); });
    return hidden.size() == all ? std::vector<std::string>() : hidden;
}

} // namespace redstart::sql
