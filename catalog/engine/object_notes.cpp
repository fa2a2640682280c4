#include "catalog/engine/object_notes.hpp"

#include <duckdb.hpp>
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

} // namespace

std::string schema_notes(std::uint32_t schema_oid) { return "schema_" + std::to_string(schema_oid); }

ObjectNotes notes_of(duckdb::ClientContext& context, const std::string& database, const std::string& object) {
    const auto entry = find(context, database, object);
    if (!entry) return {};
    return {tags_of(*entry), description_of(*entry)};
}

void change_notes(duckdb::ClientContext& context, const std::string& database, const std::string& object,
                  const Tags& changes) {
    auto& catalog = changeable(context, database);
    if (const auto entry = find(context, database, object)) {
        duckdb::SetCommentInfo info(CatalogType::SEQUENCE_ENTRY, database, "main", entry->name,
                                    changed_comment(*entry, changes), duckdb::OnEntryNotFound::THROW_EXCEPTION);
        return catalog.Alter(context, info);
    }
    duckdb::CreateSequenceInfo info;
    info.catalog = database;
    info.schema = "main";
    info.name = entry_name(object);
    info.usage_count = 0;
    info.increment = info.min_value = info.start_value = 1;
    info.max_value = 2;
    info.cycle = false;
    info.comment = comment_of_changes(changes);
    catalog.CreateSequence(context, info);
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
