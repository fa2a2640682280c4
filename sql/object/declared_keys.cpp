#include "sql/object/declared_keys.hpp"

#include "catalog/engine/entry_tags.hpp"
#include "catalog/engine/object_tags.hpp"
#include "catalog/object/declared_key.hpp"
#include "catalog/object/identity.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/object/rights.hpp"
#include "sql/object/table_attributes.hpp"
#include "sql/object/table_entry.hpp"
#include "sql/object/table_tags.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/table_catalog_entry.hpp>
#include <duckdb/parser/constraints/not_null_constraint.hpp>
#include <duckdb/parser/parsed_data/alter_table_info.hpp>
#include <duckdb/parser/parsed_data/create_table_info.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/basetableref.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using catalog::DeclaredKey;
using catalog::kConstraintTag;
using catalog::Tags;
using protocol::SqlError;
using Names = std::vector<std::string>;

// What a key needs to know of a table: the one that is being defined or another one.
struct KeyTable {
    std::string schema;
    std::string name;
    Names columns;
    Names not_null;
    Tags tags;

    KeyTable(std::string in_schema, std::string table, const duckdb::ColumnList& list,
             const duckdb::vector<Owned<duckdb::Constraint>>& constraints, Tags with)
        : schema(std::move(in_schema)), name(std::move(table)), tags(std::move(with)) {
        for (const auto& column : list.Logical()) columns.push_back(column.Name());
        for (const auto& constraint : constraints)
            if (constraint->type == duckdb::ConstraintType::NOT_NULL)
                not_null.push_back(columns[constraint->Cast<duckdb::NotNullConstraint>().index.index]);
    }

    bool has(const std::string& column) const {
        return std::find(columns.begin(), columns.end(), column) != columns.end();
    }

    // Whether a primary or unique key is over just these columns.
    bool has_key_over(Names wanted) const {
        std::sort(wanted.begin(), wanted.end());
        return std::any_of(tags.begin(), tags.end(), [&](const auto& tag) {
            auto key = tag.first.starts_with(kConstraintTag) ? catalog::parse_key_tag(tag.second) : std::nullopt;
            if (!key || key->type == 'f') return false;
            std::sort(key->columns.begin(), key->columns.end());
            return key->columns == wanted;
        });
    }

    Names primary_key() const {
        for (const auto& [tag, value] : tags)
            if (tag.starts_with(kConstraintTag) && value.starts_with("p:"))
                return catalog::parse_key_tag(value)->columns;
        return {};
    }
};

KeyTable key_table(duckdb::ClientContext& context, const Relation& relation) {
    const auto& entry = table_entry(context, relation);
    return {relation.schema, relation.name, entry.GetColumns(), entry.GetConstraints(), catalog::tags_of(entry)};
}

void require_columns(const KeyTable& table, const DeclaredKey& key) {
    for (const auto& column : key.columns)
        if (!table.has(column))
            throw SqlError(
                state::kUndefinedColumn,
                key.type == 'f'
                    ? fmt::format("column \"{}\" referenced in foreign key constraint does not exist", column)
                    : fmt::format("column \"{}\" named in key does not exist", column));
}

// The columns a foreign key refers to must be a key there (Redshift, CREATE TABLE; the texts are PostgreSQL's).
void complete_foreign_key(DeclaredKey& key, const KeyTable& target) {
    if (key.target_columns.empty()) key.target_columns = target.primary_key();
    if (key.target_columns.empty())
        throw SqlError(state::kUndefinedObject,
                       fmt::format("there is no primary key for referenced table \"{}\"", target.name));
    for (const auto& column : key.target_columns)
        if (!target.has(column))
            throw SqlError(state::kUndefinedColumn,
                           fmt::format("column \"{}\" referenced in foreign key constraint does not exist", column));
    if (key.columns.size() != key.target_columns.size())
        throw SqlError(state::kInvalidForeignKey,
                       "number of referencing and referenced columns for foreign key disagree");
    if (!target.has_key_over(key.target_columns))
        throw SqlError(
            state::kInvalidForeignKey,
            fmt::format("there is no unique constraint matching given keys for referenced table \"{}\"", target.name));
    key.target = {target.schema, target.name};
}

[[noreturn]] void refuse_second_primary_key(const KeyTable& table) {
    throw SqlError(state::kInvalidTableDefinition,
                   fmt::format("multiple primary keys for table \"{}\" are not allowed", table.name));
}

// The table whose keys are declared, with what its foreign keys are looked up in.
class Declaration {
public:
    Declaration(duckdb::ClientContext& context, const NameScope& scope, std::string database, KeyTable table)
        : context_(context), scope_(scope), database_(std::move(database)), table_(std::move(table)) {}

    KeyTable& table() { return table_; }

    // The key with every name resolved; a foreign key's table is among referenced() then.
    DeclaredKey complete(DeclaredKey key) {
        require_columns(table_, key);
        if (key.type != 'f') return key;
        if (name_part(key.target, 0) == table_.name &&
            (name_part(key.target, 1).empty() || name_part(key.target, 1) == table_.schema)) {
            complete_foreign_key(key, table_);
            return key;
        }
        const auto relation = require_relation(context_, scope_, key.target);
        if (relation.kind != RelationKind::Table)
            throw SqlError(state::kWrongObjectType,
                           fmt::format("referenced relation \"{}\" is not a table", name_part(key.target, 0)));
        require_own_right(context_, scope_, to_use(relation, bit(catalog::Privilege::References)));
        if ((relation.catalog == "temp") != (database_ == "temp"))
            throw SqlError(state::kInvalidTableDefinition,
                           database_ == "temp" ? "constraints on temporary tables may reference only temporary tables"
                                               : "constraints on permanent tables may reference only permanent tables");
        complete_foreign_key(key, key_table(context_, relation));
        referenced_.push_back(relation);
        return key;
    }

    std::vector<Relation> referenced() { return std::move(referenced_); }

private:
    duckdb::ClientContext& context_;
    const NameScope& scope_;
    const std::string database_;
    KeyTable table_;
    std::vector<Relation> referenced_;
};

// What of encodings ALTER TABLE cannot change (r_ALTER_TABLE; the texts are INF).
void refuse_encodings(const duckdb::TableCatalogEntry& table, const Tags& changes) {
    for (const auto& [tag, encoding] : changes) {
        if (!tag.starts_with("encoding.")) continue;
        const auto what =
            fmt::format("cannot alter the encoding of column \"{}\" of relation \"{}\"", tag.substr(9), table.name);
        if (catalog::tag_of(table, "sortstyle") == "interleaved")
            throw SqlError(state::kFeatureNotSupported, what + ", which has an interleaved sort key");
        if (catalog::tag_of(table, tag) == encoding)
            throw SqlError(state::kFeatureNotSupported, what + " to the same encoding");
    }
}

bool is_key(const std::string& tag) { return tag.starts_with(kConstraintTag); }

} // namespace

std::vector<Relation> declare_keys(duckdb::ClientContext& context, const NameScope& scope,
                                   duckdb::CreateTableInfo& info) {
    Tags tags;
    for (const auto& [tag, value] : info.tags)
        if (is_key(tag)) tags[tag] = value;
    if (tags.empty()) return {};
    Declaration declaration(context, scope, info.catalog,
                            KeyTable(info.schema, info.table, info.columns, info.constraints, tags));
    const auto& table = declaration.table();
    std::size_t primary = 0;
    for (const auto& [tag, value] : tags) {
        const auto key = declaration.complete(*catalog::parse_key_tag(value));
        info.tags[tag] = catalog::key_tag(key);
        if (key.type != 'p') continue;
        if (++primary > 1) refuse_second_primary_key(table);
        for (const auto& column : key.columns)
            if (std::find(table.not_null.begin(), table.not_null.end(), column) == table.not_null.end())
                info.constraints.push_back(
                    duckdb::make_uniq<duckdb::NotNullConstraint>(info.columns.GetColumn(column).Logical()));
    }
    return declaration.referenced();
}

std::vector<Relation> change_keys(duckdb::ClientContext& context, const NameScope& scope, const Relation& relation,
                                  const std::map<std::string, std::string>& wanted, duckdb::SetCommentInfo& info) {
    const auto& entry = table_entry(context, relation);
    Declaration declaration(context, scope, relation.catalog, key_table(context, relation));
    const auto& table = declaration.table();
    Tags changes;
    for (const auto& [tag, value] : wanted) {
        if (!is_key(tag)) {
            changes[tag] = value;
            continue;
        }
        const auto name = tag.substr(kConstraintTag.size());
        const auto taken = [&](const std::string& other) {
            return table.tags.contains(std::string(kConstraintTag) + other);
        };
        if (value.empty()) {
            if (!taken(name))
                throw SqlError(state::kUndefinedObject,
                               fmt::format("constraint \"{}\" of relation \"{}\" does not exist", name, table.name));
            changes[tag] = "";
            continue;
        }
        if (taken(name))
            throw SqlError(state::kDuplicateObject,
                           fmt::format("constraint \"{}\" for relation \"{}\" already exists", name, table.name));
        const auto key = declaration.complete(*catalog::parse_key_tag(value));
        if (key.type == 'p') {
            if (!table.primary_key().empty()) refuse_second_primary_key(table);
            for (const auto& column : key.columns)
                if (std::find(table.not_null.begin(), table.not_null.end(), column) == table.not_null.end())
                    throw SqlError(state::kInvalidTableDefinition,
                                   fmt::format("column \"{}\" of a primary key must be declared NOT NULL", column));
        }
        const auto new_name = name.empty() ? free_constraint_name(table.name, key, taken) : name;
        changes[std::string(kConstraintTag) + new_name] = catalog::key_tag(key);
    }
    check_attributes(table.name, entry.GetColumns(), changes);
    refuse_encodings(entry, changes);
    info.comment_value = catalog::changed_comment(entry, changes);
    return declaration.referenced();
}

void copy_definition(duckdb::ClientContext& context, duckdb::CreateTableInfo& info, bool defaults) {
    const auto& from = *info.query->node->Cast<duckdb::SelectNode>().from_table;
    if (from.type != duckdb::TableReferenceType::BASE_TABLE) return; // an unbound view
    const auto& parent = from.Cast<duckdb::BaseTableRef>();
    const duckdb::EntryLookupInfo lookup(duckdb::CatalogType::TABLE_ENTRY, parent.table_name);
    auto& entry = *duckdb::Catalog::GetEntry(context, parent.catalog_name, parent.schema_name, lookup,
                                             duckdb::OnEntryNotFound::THROW_EXCEPTION);
    if (entry.type != duckdb::CatalogType::TABLE_ENTRY) return;
    const auto& table = entry.Cast<duckdb::TableCatalogEntry>();
    for (const auto& column : table.GetColumns().Logical()) {
        duckdb::ColumnDefinition copy(column.Name(), column.Type());
        if (defaults && column.HasDefaultValue() && !catalog::identity_of(column))
            copy.SetDefaultValue(column.DefaultValue().Copy());
        info.columns.AddColumn(std::move(copy));
    }
    for (const auto& constraint : table.GetConstraints())
        if (constraint->type == duckdb::ConstraintType::NOT_NULL) info.constraints.push_back(constraint->Copy());
    for (const auto& [tag, value] : catalog::tags_of(table)) {
        const bool taken_over = tag.starts_with("dist") || tag.starts_with("sort") || tag.starts_with("encoding.");
        if (taken_over && info.tags.find(tag) == info.tags.end()) info.tags[tag] = value;
    }
    info.query.reset();
}

} // namespace redstart::sql
