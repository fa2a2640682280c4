// Definitions of views: what CREATE VIEW stores.
#include "catalog/engine/entry_tags.hpp"
#include "catalog/engine/object_tags.hpp"
#include "catalog/object/object_acl.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/object/view_columns.hpp"
#include "sql/qualify/view_queries.hpp"
#include "sql/resolve/definitions.hpp"
#include "sql/resolve/set_types.hpp"
#include "sql/resolve/statement_resolver.hpp"
#include "sql/rule/column_limits.hpp"
#include "sql/tree/kept_lists.hpp"
#include "sql/tree/tree_walker.hpp"

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/view_catalog_entry.hpp>
#include <duckdb/parser/parsed_data/create_view_info.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/basetableref.hpp>
#include <duckdb/planner/bound_statement.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using duckdb::StringUtil;
using protocol::SqlError;

duckdb::vector<std::string> column_names(const duckdb::vector<std::string>& aliases,
                                         const duckdb::vector<std::string>& names) {
    auto columns = names;
    for (std::size_t i = 0; i < aliases.size() && i < columns.size(); ++i) columns[i] = aliases[i];
    return columns;
}

void refuse_duplicates(const duckdb::vector<std::string>& columns) {
    duckdb::case_insensitive_set_t seen;
    for (const auto& column : columns)
        if (!seen.insert(column).second)
            throw SqlError(state::kDuplicateColumn, fmt::format("column \"{}\" specified more than once", column));
}

// Views that were stored before a NULL of no type was text have it as the engine's own, which is an integer to those
// that read them.
const duckdb::LogicalType& stored_type(const duckdb::LogicalType& type) {
    static const duckdb::LogicalType integer = duckdb::LogicalType::INTEGER;
    return type.id() == duckdb::LogicalTypeId::SQLNULL ? integer : type;
}

// A view may be replaced by one of the same columns only (r_CREATE_VIEW); the texts are PostgreSQL 8.0's.
void check_replacement(const duckdb::ViewCatalogEntry& before, const duckdb::vector<std::string>& columns,
                       const duckdb::vector<duckdb::LogicalType>& types) {
    const auto fail = [](const std::string& what) { throw SqlError(state::kInvalidTableDefinition, what); };
    const auto names = column_names(before.aliases, before.names);
    if (names.size() != columns.size()) fail("cannot change number of columns in view");
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!StringUtil::CIEquals(names[i], columns[i]))
            fail(fmt::format("cannot change name of view column \"{}\"", names[i]));
        if (stored_type(before.types[i]) != types[i])
            fail(fmt::format("cannot change data type of view column \"{}\"", names[i]));
    }
}

// Tables that a view without schema binding names: with their schema, which must be there, and none of another
// database.
class LateNames : public TreeWalker {
public:
    LateNames(duckdb::ClientContext& context, const NameScope& scope) : context_(context), scope_(scope) {}

protected:
    void on_base_table(Owned<duckdb::TableRef>& reference) override {
        auto& table = reference->Cast<duckdb::BaseTableRef>();
        if (table.schema_name.empty())
            throw SqlError(state::kInvalidTableDefinition, "All the relation names inside should be qualified when "
                                                           "creating VIEW WITH NO SCHEMA BINDING.");
        if (!table.catalog_name.empty() && !StringUtil::CIEquals(table.catalog_name, scope_.database))
            throw SqlError(state::kFeatureNotSupported, "a view cannot read another database");
        table.catalog_name.clear(); // the database may be renamed
        find_relation(context_, scope_, "", table.schema_name, table.table_name);
    }

private:
    duckdb::ClientContext& context_;
    const NameScope& scope_;
};

} // namespace

void Definitions::create_view(duckdb::CreateViewInfo& info) {
    if (info.temporary) throw SqlError(state::kFeatureNotSupported, "temporary views are not supported");
    if (info.on_conflict == duckdb::OnCreateConflict::IGNORE_ON_CONFLICT)
        throw SqlError(state::kSyntaxError, "syntax error at or near \"not\"");
    const bool late = report_.table && report_.table->late_binding;
    if (late) info.tags[kLateBindingTag] = "true";
    if (!report_.view_definition.empty()) info.tags[kDefinitionTag] = report_.view_definition;
    if (!late) state_.binds_view = true;
    if (late)
        LateNames(context_, scope_).walk_node(*info.query->node);
    else
        resolver_.query(info.query->node);
    if (state_.uses.reads_temporary()) throw SqlError(state::kFeatureNotSupported, "temporary views are not supported");
    if (state_.uses.reads_other_database())
        throw SqlError(state::kFeatureNotSupported, "a view cannot read another database");
    const auto oid =
        claim(info.catalog, info.schema, info.view_name, false, catalog::SystemPermission::CreateOrReplaceView);
    take_over(info, oid);
    resolution_.compute = false;
    const Relation view{RelationKind::View, info.catalog, info.schema, info.view_name, oid};
    late ? store_unbound(view, info) : store_bound(view, info);
}

// A view that is replaced stays whose it is, with its comment and what was granted on it (PostgreSQL).
void Definitions::take_over(duckdb::CreateViewInfo& info, RelationId oid) {
    const auto before = view_entry(context_, {RelationKind::View, info.catalog, info.schema, info.view_name, oid});
    if (before == nullptr || info.on_conflict != duckdb::OnCreateConflict::REPLACE_ON_CONFLICT) {
        stamp(info, oid, scope_.user_id);
        return grant_defaults(info);
    }
    // What an unbound query reads is asked of the owner alone, when it is read: nobody else writes it for him.
    const bool late = info.tags.find(kLateBindingTag) != info.tags.end();
    state_.uses.need(to_own({RelationKind::View, info.catalog, info.schema, info.view_name, oid}, 0,
                            late ? std::nullopt : std::optional(catalog::SystemPermission::CreateOrReplaceView)));
    stamp(info, oid, catalog::relation_owner(*before));
    info.comment = before->comment;
    if (const auto acl = catalog::tag_of(*before, catalog::kAclTag); !acl.empty()) info.tags[catalog::kAclTag] = acl;
}

void Definitions::store_bound(const Relation& view, duckdb::CreateViewInfo& info) {
    if (reads_itself(context_, view, *info.query))
        throw SqlError(state::kInvalidObjectDefinition,
                       fmt::format("infinite recursion detected in rules for relation \"{}\"", view.name));
    const auto bound = bind_view_query(context_, state_.names,
                                       *info.query); // first, so that its errors are those of the query as written
    check_table_columns(bound.names.size());
    type_nulls(context_, state_.names, *info.query->node);
    fix_columns(context_, *info.query);
    info.tags[kFixedColumnsTag] = "true";
    if (info.aliases.size() > bound.names.size())
        throw SqlError(state::kSyntaxError, "CREATE VIEW specifies more column names than columns");
    const auto columns = column_names(info.aliases, bound.names);
    refuse_duplicates(columns);
    const auto before = view_entry(context_, view);
    if (before && !is_late_binding(*before) && info.on_conflict == duckdb::OnCreateConflict::REPLACE_ON_CONFLICT)
        check_replacement(*before, columns, bind_view_query(context_, state_.names, *info.query).types);
    keep_common_tables(info.query->node);
}

// Stored as it was parsed: every query that reads the view resolves it anew.
void Definitions::store_unbound(const Relation& view, duckdb::CreateViewInfo& info) {
    const auto before = view_entry(context_, view);
    if (before && !is_late_binding(*before) && !dependent_views(context_, view).empty())
        check_replacement(*before, {}, {});
    auto stored = std::make_shared<duckdb::CreateViewInfo>(info.catalog, info.schema, info.view_name);
    stored->on_conflict = duckdb::OnCreateConflict::REPLACE_ON_CONFLICT;
    stored->tags = info.tags;
    stored->comment = info.comment;
    stored->aliases = std::move(info.aliases);
    stored->query = std::move(info.query);
    resolution_.views.stored.push_back(std::move(stored));
    info.aliases.clear();
    info.query = placeholder();
}

} // namespace redstart::sql
