#include "catalog/engine/object_notes.hpp"

#include "catalog/engine/object_tags.hpp"

#include <charconv>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/schema_catalog_entry.hpp>
#include <duckdb/parser/parsed_data/alter_table_info.hpp>
#include <duckdb/parser/parsed_data/create_sequence_info.hpp>
#include <duckdb/parser/parsed_data/drop_info.hpp>

namespace redstart::catalog {

namespace {

using duckdb::CatalogType;

std::string entry_name(const std::string& object) { return "rs_notes_" + object; }

duckdb::optional_ptr<duckdb::CatalogEntry> find(duckdb::ClientContext& context, const std::string& database,
                                                const std::string& object) {
    const auto name = entry_name(object);
    const duckdb::EntryLookupInfo lookup(CatalogType::SEQUENCE_ENTRY, name);
    return duckdb::Catalog::GetEntry(context, database, "main", lookup, duckdb::OnEntryNotFound::RETURN_NULL);
}

duckdb::Catalog& changeable(duckdb::ClientContext& context, const std::string& database) {
    auto& catalog = duckdb::Catalog::GetCatalog(context, database);
    duckdb::MetaTransaction::Get(context).ModifyDatabase(catalog.GetAttached());
    return catalog;
}

sql::Owned<duckdb::CreateSequenceInfo> new_notes(const std::string& database, const std::string& object,
                                                 const Tags& tags) {
    auto info = duckdb::make_uniq<duckdb::CreateSequenceInfo>();
    info->catalog = database;
    info->schema = "main";
    info->name = entry_name(object);
    info->usage_count = 0;
    info->increment = info->min_value = info->start_value = 1;
    info->max_value = 2;
    info->cycle = false;
    info->comment = comment_of_changes(tags);
    return info;
}

template <typename Number> std::optional<Number> number_in(const Tags& tags, const char* tag) {
    const auto found = tags.find(tag);
    if (found == tags.end()) return std::nullopt;
    Number number = 0;
    std::from_chars(found->second.data(), found->second.data() + found->second.size(), number);
    return number;
}

} // namespace

std::string schema_notes(const std::string& schema) { return "schema_" + schema; }

ObjectNotes notes_of(duckdb::ClientContext& context, const std::string& database, const std::string& object) {
    const auto entry = find(context, database, object);
    if (!entry) return {};
    return {tags_of(*entry), description_of(*entry)};
}

std::vector<std::string> noted_objects(duckdb::ClientContext& context, const std::string& database,
                                       std::string_view prefix) {
    std::vector<std::string> objects;
    const auto start = entry_name(std::string(prefix));
    auto& schema = duckdb::Catalog::GetCatalog(context, database).GetSchema(context, "main");
    schema.Scan(context, CatalogType::SEQUENCE_ENTRY, [&](duckdb::CatalogEntry& entry) {
        if (entry.name.starts_with(start)) objects.push_back(entry.name.substr(entry_name("").size()));
    });
    return objects;
}

void change_notes(duckdb::ClientContext& context, const std::string& database, const std::string& object,
                  const Tags& changes) {
    auto& catalog = changeable(context, database);
    if (const auto entry = find(context, database, object)) {
        duckdb::SetCommentInfo info(CatalogType::SEQUENCE_ENTRY, database, "main", entry->name,
                                    changed_comment(*entry, changes), duckdb::OnEntryNotFound::THROW_EXCEPTION);
        return catalog.Alter(context, info);
    }
    catalog.CreateSequence(context, *new_notes(database, object, changes));
}

SchemaIdentity identity_of_schema(duckdb::ClientContext& context, const std::string& database,
                                  const duckdb::SchemaCatalogEntry& schema) {
    auto notes = notes_of(context, database, schema_notes(schema.name));
    for (const auto& [tag, value] : schema.tags) notes.tags.try_emplace(tag, value);
    return {number_in<std::uint32_t>(notes.tags, sql::kOidTag).value_or(0),
            number_in<std::int32_t>(notes.tags, sql::kOwnerTag), std::move(notes.description)};
}

sql::Owned<duckdb::CreateSequenceInfo> new_schema_notes(const std::string& database, const std::string& schema,
                                                        std::uint32_t oid, std::int32_t owner) {
    auto info = new_notes(database, schema_notes(schema),
                          {{sql::kOidTag, std::to_string(oid)}, {sql::kOwnerTag, std::to_string(owner)}});
    info->on_conflict = duckdb::OnCreateConflict::IGNORE_ON_CONFLICT; // IF NOT EXISTS
    return info;
}

void drop_notes(duckdb::ClientContext& context, const std::string& database, const std::string& object) {
    const auto entry = find(context, database, object);
    if (!entry) return;
    duckdb::DropInfo drop;
    drop.type = CatalogType::SEQUENCE_ENTRY;
    drop.catalog = database;
    drop.schema = "main";
    drop.name = entry->name;
    changeable(context, database).DropEntry(context, drop);
}

} // namespace redstart::catalog
