// What CREATE TABLE says of columns beyond the engine: IDENTITY, and distribution and sort keys and encodings, which
// are tags of tables, checked where columns are known; whose a relation is, and what is granted on it from the start.
#include "catalog/engine/entry_tags.hpp"
#include "catalog/engine/object_tags.hpp"
#include "catalog/object/identity.hpp"
#include "catalog/object/object_acl.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/object/table_attributes.hpp"
#include "sql/object/table_entry.hpp"
#include "sql/resolve/definitions.hpp"
#include "sql/resolve/statement_resolver.hpp"
#include "sql/tree/query_types.hpp"

#include <algorithm>
#include <charconv>

#include <duckdb.hpp>
#include <duckdb/parser/constraints/not_null_constraint.hpp>
#include <duckdb/parser/parsed_data/alter_table_info.hpp>
#include <duckdb/parser/parsed_data/create_sequence_info.hpp>
#include <duckdb/parser/parsed_data/create_table_info.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <fmt/core.h>

namespace redstart::sql {

namespace state = protocol::sqlstate;
using protocol::SqlError;

namespace {

bool is_attribute(const std::string& tag) {
    return tag.starts_with("dist") || tag.starts_with("sort") || tag.starts_with("encoding.");
}

// A key's column by its place in the query becomes its name.
std::string named(const std::string& column, const duckdb::ColumnList& columns) {
    if (!column.starts_with(kColumnPosition)) return column;
    std::size_t place = 0;
    const auto* end = column.data() + column.size();
    const auto read = std::from_chars(column.data() + 1, end, place);
    if (read.ec != std::errc() || place == 0 || place > columns.LogicalColumnCount())
        throw SqlError(state::kInvalidColumnReference,
                       fmt::format("position {} is not in select list", column.substr(1)));
    return columns.GetColumnNames()[place - 1];
}

std::string named_each(const std::string& list, const duckdb::ColumnList& columns) {
    std::string names;
    for (const auto& column : duckdb::StringUtil::Split(list, ','))
        names.append(names.empty() ? "" : ",").append(named(column, columns));
    return names;
}

// CREATE TABLE t (a, b) AS ...: the names that are given, with the query's types.
Owned<duckdb::ColumnList> renamed(Owned<duckdb::ColumnList> columns, const duckdb::ColumnList& given) {
    if (!columns || given.empty() || given.LogicalColumnCount() != columns->LogicalColumnCount()) return columns;
    auto result = duckdb::make_uniq<duckdb::ColumnList>(true);
    const auto names = given.GetColumnNames();
    std::size_t i = 0;
    for (const auto& column : columns->Logical())
        result->AddColumn(duckdb::ColumnDefinition(names[i++], column.Type()));
    return result;
}

void require_identity_type(const duckdb::ColumnDefinition& column) {
    const auto type = column.Type().id();
    if (type != duckdb::LogicalTypeId::INTEGER && type != duckdb::LogicalTypeId::BIGINT)
        throw SqlError(state::kInvalidTableDefinition,
                       fmt::format("identity column \"{}\" must be of type INT or BIGINT", column.Name()));
}

bool is_not_null(const duckdb::CreateTableInfo& info, duckdb::LogicalIndex column) {
    return std::any_of(info.constraints.begin(), info.constraints.end(), [column](const auto& constraint) {
        return constraint->type == duckdb::ConstraintType::NOT_NULL &&
               constraint->template Cast<duckdb::NotNullConstraint>().index == column;
    });
}

} // namespace

void Definitions::settle_attributes(duckdb::CreateTableInfo& info) {
    catalog::Tags tags;
    for (const auto& [tag, value] : info.tags)
        if (is_attribute(tag)) tags[tag] = value;
    if (tags.empty()) return;
    Owned<duckdb::ColumnList> queried;
    if (info.query) {
        queried = renamed(bound_columns(context_, state_.names, info.query->node->Copy()), info.columns);
        if (!queried) return; // running it says what is wrong
    }
    const auto& columns = queried ? *queried : info.columns;
    for (const char* key : {"distkey", "sortkey"})
        if (const auto found = tags.find(key); found != tags.end())
            info.tags[key] = found->second = named_each(found->second, columns);
    check_attributes(info.table, columns, tags);
}

void Definitions::own_view(const Relation& view, duckdb::SetCommentInfo& info) {
    if (!scope_.named_owner) require_table(view);
    const duckdb::EntryLookupInfo lookup(duckdb::CatalogType::VIEW_ENTRY, view.name);
    const auto entry = duckdb::Catalog::GetEntry(context_, view.catalog, view.schema, lookup,
                                                 duckdb::OnEntryNotFound::THROW_EXCEPTION);
    info.entry_catalog_type = entry->type;
    info.comment_value = catalog::changed_comment(*entry, {{kOwnerTag, std::to_string(*scope_.named_owner)}});
}

// What was granted on a column follows its name, and goes with it: a second change of the table.
void Definitions::move_column_rights(const duckdb::AlterTableInfo& info, const Relation& relation,
                                     const std::string& from, const std::string& to) {
    const auto& entry = table_entry(context_, relation);
    const auto tag = catalog::kColumnAclTag + duckdb::StringUtil::Lower(from);
    const auto rights = catalog::tag_of(entry, tag);
    if (rights.empty()) return;
    catalog::Tags changes{{tag, ""}};
    if (!to.empty()) changes[catalog::kColumnAclTag + duckdb::StringUtil::Lower(to)] = rights;
    resolution_.column_rights = std::make_shared<duckdb::SetCommentInfo>(
        duckdb::CatalogType::TABLE_ENTRY, info.catalog, info.schema, info.name,
        catalog::changed_comment(entry, changes), duckdb::OnEntryNotFound::THROW_EXCEPTION);
}

void Definitions::grant_defaults(duckdb::CreateInfo& info) {
    if (info.catalog == "temp") return;
    const auto acl = catalog::new_relation_acl(context_, scope_.database, info.schema, scope_.user_id);
    if (!acl.empty()) info.tags[catalog::kAclTag] = acl;
}

void Definitions::make_identities(duckdb::CreateTableInfo& info, RelationId oid) {
    if (!report_.table || report_.table->identities.empty()) return;
    const auto& declared = report_.table->identities;
    std::size_t place = 0;
    for (const auto& column : info.columns.Logical()) {
        const auto index = place++;
        const auto found = std::find_if(declared.begin(), declared.end(),
                                        [&](const auto& identity) { return identity.column == column.Name(); });
        if (found == declared.end()) continue;
        require_identity_type(column);
        if (column.HasDefaultValue())
            throw SqlError(state::kSyntaxError,
                           fmt::format("multiple default values specified for column \"{}\" of table \"{}\"",
                                       column.Name(), info.table));
        if (found->step == 0)
            throw SqlError(state::kInvalidParameterValue, "the step of an identity column must not be zero");
        const catalog::Identity identity{catalog::identity_sequence(oid, index), found->seed, found->step,
                                         found->by_default, info.catalog == "temp"};
        const auto logical = column.Logical();
        info.columns.GetColumnMutable(logical).SetDefaultValue(catalog::identity_default(identity));
        if (!is_not_null(info, logical))
            info.constraints.push_back(duckdb::make_uniq<duckdb::NotNullConstraint>(logical));
        resolution_.sequences.push_back(catalog::identity_sequence_info(identity, info.catalog));
    }
}

} // namespace redstart::sql
