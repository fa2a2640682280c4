#include "catalog/object/object_acl.hpp"

#include "catalog/engine/entry_tags.hpp"
#include "catalog/engine/object_notes.hpp"

#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/schema_catalog_entry.hpp>

namespace redstart::catalog {
namespace {

ObjectAcl acl_of(std::int32_t owner, const std::string& text, Acl by_default) {
    if (text.empty()) return {owner, std::move(by_default), false};
    return {owner, parse_acl(text, owner), true};
}

constexpr std::string_view kDefaultAclTag = "default_acl.";

std::optional<DefaultAcl> read_default(std::string_view tag, const std::string& value, const std::string& schema) {
    if (!tag.starts_with(kDefaultAclTag) || value.empty()) return std::nullopt;
    tag.remove_prefix(kDefaultAclTag.size());
    DefaultAcl found;
    found.object = static_cast<NewObject>(tag.front());
    std::from_chars(tag.data() + 1, tag.data() + tag.size(), found.owner);
    found.schema = schema;
    found.acl = parse_acl(value, found.owner);
    return found;
}

std::string tag_in(const Tags& tags, const std::string& tag) {
    const auto found = tags.find(tag);
    return found == tags.end() ? std::string() : found->second;
}

} // namespace

std::int32_t relation_owner(const duckdb::CatalogEntry& entry) {
    const auto text = tag_of(entry, "owner");
    std::int32_t owner = kFirstUserId;
    std::from_chars(text.data(), text.data() + text.size(), owner);
    return owner;
}

ObjectAcl relation_acl(const duckdb::CatalogEntry& entry) {
    const auto owner = relation_owner(entry);
    return acl_of(owner, tag_of(entry, kAclTag), default_acl(ObjectKind::Relation, owner));
}

Acl column_acl(const duckdb::CatalogEntry& entry, const std::string& column) {
    return parse_acl(tag_of(entry, kColumnAclTag + column), relation_owner(entry));
}

bool has_column_acls(const duckdb::CatalogEntry& entry) {
    for (const auto& [tag, value] : tag_changes(entry.comment))
        if (tag.starts_with(kColumnAclTag) && !value.empty()) return true;
    return false;
}

ObjectAcl schema_acl(duckdb::ClientContext& context, const std::string& database, const std::string& schema) {
    const auto entry = duckdb::Catalog::GetSchema(context, database, schema, duckdb::OnEntryNotFound::RETURN_NULL);
    const auto owner =
        entry ? identity_of_schema(context, database, *entry).owner.value_or(kFirstUserId) : kFirstUserId;
    const auto text = tag_in(notes_of(context, database, schema_notes(schema)).tags, kAclTag);
    return acl_of(owner, text, schema == "public" ? public_schema_acl(owner) : default_acl(ObjectKind::Schema, owner));
}

ObjectAcl database_acl(duckdb::ClientContext& context, const std::string& database, std::int32_t owner) {
    const auto text = tag_in(notes_of(context, database, kDatabaseNotes).tags, kAclTag);
    return acl_of(owner, text, default_acl(ObjectKind::Database, owner));
}

namespace {

// Of one schema, or of the database where it is empty.
void add_defaults(duckdb::ClientContext& context, const std::string& database, const std::string& schema,
                  std::vector<DefaultAcl>& found) {
    const auto notes = notes_of(context, database, schema.empty() ? kDatabaseNotes : schema_notes(schema));
    for (const auto& [tag, value] : notes.tags)
        if (auto one = read_default(tag, value, schema)) found.push_back(std::move(*one));
}

} // namespace

std::string default_acl_tag(std::int32_t owner, NewObject object) {
    return std::string(kDefaultAclTag) + static_cast<char>(object) + std::to_string(owner);
}

std::vector<DefaultAcl> default_acls(duckdb::ClientContext& context, const std::string& database) {
    std::vector<DefaultAcl> found;
    add_defaults(context, database, "", found);
    for (const auto& schema : duckdb::Catalog::GetCatalog(context, database).GetSchemas(context))
        add_defaults(context, database, schema.get().name, found);
    return found;
}

std::string new_relation_acl(duckdb::ClientContext& context, const std::string& database, const std::string& schema,
                             std::int32_t owner) {
    std::vector<DefaultAcl> defaults;
    add_defaults(context, database, "", defaults);
    add_defaults(context, database, schema, defaults);
    Acl acl;
    for (const auto& one : defaults) {
        if (one.owner != owner || one.object != NewObject::Relation) continue;
        if (acl.empty()) acl = default_acl(ObjectKind::Relation, owner);
        for (const auto& item : one.acl) {
            grant(acl, item.grantee, owner, item.privileges & ~item.grantable, false);
            grant(acl, item.grantee, owner, item.grantable, true);
        }
    }
    return to_text(std::move(acl), owner);
}

namespace {

// What an owner has by owning, from the start, does not count.
bool mentions_beside_owner(const ObjectAcl& object, const Grantee& grantee) {
    auto acl = object.acl;
    std::erase_if(acl, [&](const AclItem& item) {
        return item.grantee == Grantee{GranteeKind::User, object.owner} && item.grantor == object.owner;
    });
    return object.changed && grantee != Grantee{GranteeKind::User, object.owner} && mentions(acl, grantee);
}

bool holds_on(const duckdb::CatalogEntry& entry, const Grantee& grantee) {
    const auto object = relation_acl(entry);
    if (mentions_beside_owner(object, grantee)) return true;
    for (const auto& [tag, value] : tag_changes(entry.comment))
        if (tag.starts_with(kColumnAclTag) && mentions(parse_acl(value, object.owner), grantee)) return true;
    return false;
}

} // namespace

bool holds_privileges(duckdb::ClientContext& context, const std::string& database, const Grantee& grantee) {
    bool holds = mentions_beside_owner(database_acl(context, database, 0), grantee);
    for (const auto& one : default_acls(context, database))
        holds |= mentions(one.acl, grantee) || grantee == Grantee{GranteeKind::User, one.owner};
    std::vector<std::string> schemas;
    for (const auto& schema : duckdb::Catalog::GetCatalog(context, database).GetSchemas(context)) {
        schemas.push_back(schema.get().name);
        schema.get().Scan(context, duckdb::CatalogType::TABLE_ENTRY,
                          [&](duckdb::CatalogEntry& entry) { holds |= !entry.internal && holds_on(entry, grantee); });
    }
    for (const auto& schema : schemas)
        holds |= schema != "main" && mentions_beside_owner(schema_acl(context, database, schema), grantee);
    return holds;
}

} // namespace redstart::catalog
