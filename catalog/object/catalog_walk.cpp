#include "catalog/object/catalog_walk.hpp"

#include "catalog/engine/entry_tags.hpp"
#include "catalog/engine/object_notes.hpp"
#include "catalog/object/declared_key.hpp"
#include "catalog/object/default_text.hpp"
#include "catalog/object/identity.hpp"
#include "catalog/object/session_state.hpp"
#include "catalog/state/users.hpp"
#include "catalog/views/views.hpp"
#include "protocol/pg_type.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <set>

#include <duckdb.hpp>
#include <duckdb/parser/constraints/not_null_constraint.hpp>
#include <duckdb/parser/constraints/unique_constraint.hpp>
#include <duckdb/storage/table_storage_info.hpp>

namespace redstart::catalog {

namespace {

template <typename Number> std::optional<Number> number_tag(const duckdb::CatalogEntry& entry, const char* tag) {
    const auto text = tag_of(entry, tag);
    if (text.empty()) return std::nullopt;
    Number number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::uint32_t oid_of(const duckdb::CatalogEntry& entry) {
    const auto tagged = number_tag<std::uint32_t>(entry, "oid");
    return tagged ? *tagged : kFirstNormalOid + static_cast<std::uint32_t>(entry.oid);
}

std::int32_t owner_of(const duckdb::CatalogEntry& entry) {
    return number_tag<std::int32_t>(entry, "owner").value_or(kFirstUserId);
}

struct Schema {
    NamespaceRow row;
    duckdb::SchemaCatalogEntry& entry;
    bool temporary;
};

// The schemas of the session's database, without the engine's `main`, then the session's temporary schema.
std::vector<Schema> schemas(duckdb::ClientContext& context) {
    std::vector<Schema> result;
    auto& session = session_of(context);
    for (const auto& reference : duckdb::Catalog::GetCatalog(context, session.database()).GetSchemas(context)) {
        auto& schema = reference.get();
        if (schema.name == "main") continue;
        const auto identity = identity_of_schema(context, session.database(), schema);
        const auto oid = identity.oid != 0 ? identity.oid : schema.name == "public" ? kPublicOid : oid_of(schema);
        result.push_back({{oid, schema.name, identity.owner.value_or(kFirstUserId), identity.description.value_or("")},
                          schema,
                          false});
    }
    auto& temporary = duckdb::Catalog::GetCatalog(context, "temp").GetSchema(context, "main");
    result.push_back(
        {{kTempNamespaceOid, "pg_temp_" + std::to_string(session.pid()), session.user_id(), ""}, temporary, true});
    return result;
}

// Which kinds of declared keys the table has: 'p', 'u', 'f'.
std::set<char> key_types(const duckdb::CatalogEntry& entry) {
    std::set<char> types;
    for (const auto& [tag, value] : tags_of(entry))
        if (tag.starts_with(kConstraintTag)) types.insert(value.front());
    return types;
}

bool has_engine_key(const duckdb::CatalogEntry& entry) {
    return entry.type == duckdb::CatalogType::TABLE_ENTRY && entry.Cast<duckdb::TableCatalogEntry>().HasPrimaryKey();
}

RelationRow relation_row(duckdb::ClientContext& context, const Schema& schema, duckdb::CatalogEntry& entry) {
    RelationRow row;
    row.oid = oid_of(entry);
    row.name = entry.name;
    row.schema = schema.row.name;
    row.schema_oid = schema.row.oid;
    row.owner = owner_of(entry);
    row.persistence = schema.temporary ? 't' : 'p';
    row.entry = &entry;
    const auto keys = key_types(entry);
    row.has_primary_key = keys.contains('p') || has_engine_key(entry);
    row.has_index = row.has_primary_key || keys.contains('u');
    row.has_foreign_key = keys.contains('f');
    if (entry.type == duckdb::CatalogType::VIEW_ENTRY) {
        row.kind = 'v';
        row.columns = static_cast<std::int16_t>(entry.Cast<duckdb::ViewCatalogEntry>().types.size());
    } else {
        auto& table = entry.Cast<duckdb::TableCatalogEntry>();
        row.columns = static_cast<std::int16_t>(table.GetColumns().LogicalColumnCount());
        const auto storage = table.GetStorageInfo(context);
        if (storage.cardinality.IsValid()) row.tuples = static_cast<double>(storage.cardinality.GetIndex());
    }
    return row;
}

// Tables in PostgreSQL's catalog have an OID below 10000; what is a table there is one here for psql's \dS.
RelationRow relation_row(const SystemView& view) {
    RelationRow row;
    row.oid = view.oid;
    row.name = view.name;
    row.schema = view.schema;
    row.schema_oid = view.schema == "pg_catalog" ? kPgCatalogOid : kInformationSchemaOid;
    row.owner = kBootstrapUserId;
    row.kind = view.oid < 10000 ? 'r' : 'v';
    row.columns = static_cast<std::int16_t>(view.columns.size());
    return row;
}

std::vector<AttributeRow> attributes_of(const SystemView& view) {
    std::vector<AttributeRow> rows;
    for (const auto& column : view.columns.parse()) {
        AttributeRow row;
        row.relation = view.oid;
        row.name = column.name;
        row.type = wire_type(logical_type(column.type, column.typmod));
        row.number = static_cast<std::int16_t>(rows.size() + 1);
        row.encoding = "none";
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<AttributeRow> attributes_of(std::uint32_t relation, const duckdb::ViewCatalogEntry& view) {
    std::vector<AttributeRow> rows;
    for (std::size_t i = 0; i < view.types.size(); ++i) {
        AttributeRow row;
        row.relation = relation;
        row.name = i < view.aliases.size() ? view.aliases[i] : view.names[i];
        row.type = wire_type(view.types[i]);
        row.number = static_cast<std::int16_t>(i + 1);
        row.encoding = "none";
        if (i < view.column_comments.size() && !view.column_comments[i].IsNull())
            row.comment = view.column_comments[i].ToString();
        rows.push_back(std::move(row));
    }
    return rows;
}

// Positions of the columns that may not be NULL, a primary key's included.
std::set<std::size_t> not_null_columns(const duckdb::TableCatalogEntry& table) {
    std::set<std::size_t> positions;
    for (const auto& constraint : table.GetConstraints()) {
        if (constraint->type == duckdb::ConstraintType::NOT_NULL)
            positions.insert(constraint->Cast<duckdb::NotNullConstraint>().index.index);
        if (constraint->type != duckdb::ConstraintType::UNIQUE) continue;
        const auto& unique = constraint->Cast<duckdb::UniqueConstraint>();
        if (!unique.IsPrimaryKey()) continue;
        for (const auto& index : unique.GetLogicalIndexes(table.GetColumns())) positions.insert(index.index);
    }
    return positions;
}

std::int16_t position_in(const std::string& list, const std::string& name) {
    std::int16_t position = 0;
    for (const auto& item : duckdb::StringUtil::Split(list, ',')) {
        ++position;
        if (item == name) return position;
    }
    return 0;
}

// What a cluster assigns to a column without ENCODE (r_CREATE_TABLE_NEW); PG_TABLE_DEF calls RAW none.
std::string default_encoding(const RelationRow& relation, const AttributeRow& column) {
    if (relation.persistence == 't' || column.sort_key != 0) return "none";
    switch (column.type.oid) {
    case protocol::oid::kInt2:
    case protocol::oid::kInt4:
    case protocol::oid::kInt8:
    case protocol::oid::kNumeric:
    case protocol::oid::kDate:
    case protocol::oid::kTime:
    case protocol::oid::kTimeTz:
    case protocol::oid::kTimestamp:
    case protocol::oid::kTimestampTz: return "az64";
    case protocol::oid::kText:
    case protocol::oid::kVarchar:
    case protocol::oid::kBpchar:
    case protocol::oid::kVarbyte: return "lzo";
    default: return "none";
    }
}

std::vector<AttributeRow> attributes_of(const RelationRow& relation, const duckdb::TableCatalogEntry& table) {
    std::vector<AttributeRow> rows;
    const auto not_null = not_null_columns(table);
    const bool interleaved = tag_of(relation, "sortstyle") == "interleaved";
    for (const auto& column : table.GetColumns().Logical()) {
        AttributeRow row;
        row.relation = relation.oid;
        row.name = column.Name();
        row.type = wire_type(column.Type());
        row.not_null = not_null.contains(column.Logical().index);
        row.number = static_cast<std::int16_t>(rows.size() + 1);
        if (const auto identity = identity_of(column))
            row.default_value = identity_text(*identity, relation.oid, row.number);
        else if (column.HasDefaultValue())
            row.default_value = default_text(column.DefaultValue(), column.Type());
        if (!column.Comment().IsNull()) row.comment = column.Comment().ToString();
        row.distribution_key = tag_of(relation, "distkey") == row.name;
        row.sort_key = position_in(tag_of(relation, "sortkey"), row.name);
        if (interleaved && row.sort_key % 2 == 0) row.sort_key = static_cast<std::int16_t>(-row.sort_key);
        const auto encoding = tag_of(relation, "encoding." + row.name);
        row.encoding = encoding.empty() ? default_encoding(relation, row) : encoding == "raw" ? "none" : encoding;
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace

std::vector<NamespaceRow> namespaces(duckdb::ClientContext& context) {
    std::vector<NamespaceRow> rows{{kPgCatalogOid, "pg_catalog", kBootstrapUserId, ""},
                                   {kInformationSchemaOid, "information_schema", kBootstrapUserId, ""}};
    for (auto& schema : schemas(context)) rows.push_back(std::move(schema.row));
    return rows;
}

std::vector<RelationRow> relations(duckdb::ClientContext& context) {
    std::vector<RelationRow> rows;
    rows.reserve(all_views().size());
    for (const auto* view : all_views()) rows.push_back(relation_row(*view));
    for (const auto& schema : schemas(context))
        schema.entry.Scan(context, duckdb::CatalogType::TABLE_ENTRY, [&](duckdb::CatalogEntry& entry) {
            if (!entry.internal) rows.push_back(relation_row(context, schema, entry));
        });
    return rows;
}

std::vector<AttributeRow> attributes(const RelationRow& relation) {
    if (relation.entry == nullptr) {
        const auto* view = find_view(relation.oid);
        return view == nullptr ? std::vector<AttributeRow>() : attributes_of(*view);
    }
    if (relation.entry->type == duckdb::CatalogType::VIEW_ENTRY)
        return attributes_of(relation.oid, relation.entry->Cast<duckdb::ViewCatalogEntry>());
    return attributes_of(relation, relation.entry->Cast<duckdb::TableCatalogEntry>());
}

std::string view_definition(const RelationRow& relation) {
    if (relation.entry == nullptr) {
        const auto* view = find_view(relation.oid);
        return view == nullptr ? std::string() : std::string(view->sql);
    }
    if (relation.entry->type != duckdb::CatalogType::VIEW_ENTRY) return {};
    const auto written = tag_of(relation, "definition");
    return written.empty() ? relation.entry->Cast<duckdb::ViewCatalogEntry>().query->ToString() : written;
}

std::optional<std::string> comment_of(const RelationRow& relation) {
    return relation.entry == nullptr ? std::nullopt : description_of(*relation.entry);
}

std::string tag_of(const RelationRow& relation, const std::string& tag) {
    return relation.entry == nullptr ? std::string() : tag_of(*relation.entry, tag);
}

} // namespace redstart::catalog
