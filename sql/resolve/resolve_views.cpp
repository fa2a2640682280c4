// Definitions of views: what CREATE VIEW stores, and what a view without schema binding stands for in a query.
#include "catalog/engine/entry_tags.hpp"
#include "catalog/engine/errors.hpp"
#include "catalog/engine/object_tags.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/object/view_columns.hpp"
#include "sql/resolve/resolver_walk.hpp"
#include "sql/rule/column_limits.hpp"
#include "sql/rule/distinct_order.hpp"
#include "sql/tree/kept_lists.hpp"
#include "sql/tree/tree_check.hpp"

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/view_catalog_entry.hpp>
#include <duckdb/parser/expression/cast_expression.hpp>
#include <duckdb/parser/expression/constant_expression.hpp>
#include <duckdb/parser/parsed_data/create_view_info.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/list.hpp>
#include <duckdb/planner/binder.hpp>
#include <duckdb/planner/bound_statement.hpp>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using duckdb::StringUtil;
using protocol::SqlError;

// The names and types of a resolved query's columns. Throws what is wrong with the query.
duckdb::BoundStatement bind(duckdb::ClientContext& context, const ResolvedNames& names,
                            const duckdb::SelectStatement& query) {
    TreeCheck(names, TreeExtent::Part).statement(query);
    try {
        const auto copy = query.Copy();
        const auto binder = duckdb::Binder::CreateBinder(context);
        auto bound = binder->Bind(*copy);
        check_distinct_order(*bound.plan);
        return bound;
    } catch (const std::exception& error) { throw to_sql_error(error); }
}

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
            throw SqlError(state::kDuplicateColumn, "column \"" + column + "\" specified more than once");
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
        if (!StringUtil::CIEquals(names[i], columns[i])) fail("cannot change name of view column \"" + names[i] + "\"");
        if (stored_type(before.types[i]) != types[i])
            fail("cannot change data type of view column \"" + names[i] + "\"");
    }
}

duckdb::optional_ptr<duckdb::ViewCatalogEntry> view_entry(duckdb::ClientContext& context, const Relation& view) {
    const duckdb::EntryLookupInfo lookup(duckdb::CatalogType::TABLE_ENTRY, view.name);
    auto entry =
        duckdb::Catalog::GetEntry(context, view.catalog, view.schema, lookup, duckdb::OnEntryNotFound::RETURN_NULL);
    if (!entry || entry->type != duckdb::CatalogType::VIEW_ENTRY) return nullptr;
    return &entry->Cast<duckdb::ViewCatalogEntry>();
}

// Views that were made before late binding was late have types and are bound.
bool is_late_binding(const duckdb::ViewCatalogEntry& view) {
    return view.types.empty() && !catalog::tag_of(view, kLateBindingTag).empty();
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

// What the engine, which binds every view it is told to create, is given in place of a query that is not to be bound.
Owned<duckdb::SelectStatement> placeholder() {
    auto select = duckdb::make_uniq<duckdb::SelectNode>();
    select->select_list.push_back(duckdb::make_uniq<duckdb::ConstantExpression>(duckdb::Value::INTEGER(1)));
    select->from_table = duckdb::make_uniq<duckdb::EmptyTableRef>();
    auto statement = duckdb::make_uniq<duckdb::SelectStatement>();
    statement->node = std::move(select);
    return statement;
}

// A query of the same columns.
Owned<duckdb::SelectStatement> rows_of_nothing(const duckdb::BoundStatement& bound) {
    auto query = placeholder();
    auto& items = query->node->Cast<duckdb::SelectNode>().select_list;
    items.clear();
    for (std::size_t i = 0; i < bound.names.size(); ++i) {
        auto item = duckdb::make_uniq<duckdb::CastExpression>(
            bound.types[i], duckdb::make_uniq<duckdb::ConstantExpression>(duckdb::Value()));
        item->SetAlias(bound.names[i]);
        items.push_back(std::move(item));
    }
    return query;
}

} // namespace

void ResolverWalk::create_view(duckdb::CreateViewInfo& info) {
    if (info.temporary) throw SqlError(state::kFeatureNotSupported, "temporary views are not supported");
    if (info.on_conflict == duckdb::OnCreateConflict::IGNORE_ON_CONFLICT)
        throw SqlError(state::kSyntaxError, "syntax error at or near \"not\"");
    const bool late = report_.table && report_.table->late_binding;
    if (late) info.tags[kLateBindingTag] = "true";
    if (!report_.view_definition.empty()) info.tags[kDefinitionTag] = report_.view_definition;
    binds_view_ = !late;
    if (late)
        LateNames(context_, scope_).walk_node(*info.query->node);
    else
        walk_query(info.query->node);
    for (const auto& [key, relation] : uses_)
        if (relation.catalog == "temp")
            throw SqlError(state::kFeatureNotSupported, "temporary views are not supported");
    if (reads_other_database_) throw SqlError(state::kFeatureNotSupported, "a view cannot read another database");
    const auto oid = claim(info.catalog, info.schema, info.view_name, false);
    stamp(info, oid, scope_.user_id);
    resolution_.compute = false;
    const Relation view{RelationKind::View, info.catalog, info.schema, info.view_name, oid};
    late ? store_unbound(view, info) : store_bound(view, info);
}

void ResolverWalk::store_bound(const Relation& view, duckdb::CreateViewInfo& info) {
    if (reads_itself(context_, view, *info.query))
        throw SqlError(state::kInvalidObjectDefinition,
                       "infinite recursion detected in rules for relation \"" + view.name + "\"");
    const auto bound =
        bind(context_, names_, *info.query); // first, so that its errors are those of the query as written
    check_table_columns(bound.names.size());
    type_nulls(*info.query->node);
    fix_columns(context_, *info.query);
    info.tags[kFixedColumnsTag] = "true";
    if (info.aliases.size() > bound.names.size())
        throw SqlError(state::kSyntaxError, "CREATE VIEW specifies more column names than columns");
    const auto columns = column_names(info.aliases, bound.names);
    refuse_duplicates(columns);
    const auto before = view_entry(context_, view);
    if (before && !is_late_binding(*before) && info.on_conflict == duckdb::OnCreateConflict::REPLACE_ON_CONFLICT)
        check_replacement(*before, columns, bind(context_, names_, *info.query).types);
    keep_common_tables(info.query->node);
}

// Stored as it was parsed: every query that reads the view resolves it anew.
void ResolverWalk::store_unbound(const Relation& view, duckdb::CreateViewInfo& info) {
    const auto before = view_entry(context_, view);
    if (before && !is_late_binding(*before) && !dependent_views(context_, view).empty())
        check_replacement(*before, {}, {});
    auto stored = std::make_shared<duckdb::CreateViewInfo>(info.catalog, info.schema, info.view_name);
    stored->on_conflict = duckdb::OnCreateConflict::REPLACE_ON_CONFLICT;
    stored->tags = info.tags;
    stored->aliases = std::move(info.aliases);
    stored->query = std::move(info.query);
    resolution_.views.stored.push_back(std::move(stored));
    info.aliases.clear();
    info.query = placeholder();
}

// The view's own query, resolved; or what stands for its columns, made once for each view.
Owned<duckdb::SelectStatement> ResolverWalk::late_query(duckdb::ViewCatalogEntry& entry, const Relation& view) {
    using duckdb::SelectStatement;
    const auto copy = [](const SelectStatement& query) {
        return duckdb::unique_ptr_cast<duckdb::SQLStatement, SelectStatement>(query.Copy());
    };
    if (const auto known = late_columns_.find(view.oid); known != late_columns_.end()) return copy(*known->second);
    constexpr int kDeepest = 64;
    if (late_depth_ == kDeepest)
        throw SqlError(state::kInvalidObjectDefinition,
                       "infinite recursion detected in rules for relation \"" + view.name + "\"");
    constexpr std::size_t kMostExpansions = 1000;
    if (++late_expansions_ > kMostExpansions)
        throw SqlError(state::kStatementTooComplex, "statement too complex")
            .detail("It reads views without schema binding more than " + std::to_string(kMostExpansions) + " times.");
    auto query = copy(entry.GetQuery());
    ++late_depth_;
    try {
        walk_query(query->node);
        const auto bound =
            bind(context_, names_, *query); // in a query its columns could mean those of tables beside it
        if (late_views_ == LateViews::AsColumns) query = rows_of_nothing(bound);
    } catch (SqlError& error) {
        error.position(0); // it counts in the view's text
        throw;
    }
    --late_depth_;
    if (late_views_ == LateViews::AsColumns) late_columns_.emplace(view.oid, copy(*query));
    return query;
}

bool ResolverWalk::expand_late_view(Owned<duckdb::TableRef>& reference, const Relation& view) {
    auto entry = view_entry(context_, view);
    if (!entry || !is_late_binding(*entry)) return false;
    if (binds_view_)
        throw SqlError(state::kFeatureNotSupported, "a view over a view without schema binding is not supported")
            .hint("Create it WITH NO SCHEMA BINDING.");
    auto query = late_query(*entry, view);
    auto& table = reference->Cast<duckdb::BaseTableRef>();
    auto expanded =
        duckdb::make_uniq<duckdb::SubqueryRef>(std::move(query), table.alias.empty() ? table.table_name : table.alias);
    expanded->column_name_alias = table.column_name_alias;
    for (auto i = table.column_name_alias.size(); i < entry->aliases.size(); ++i)
        expanded->column_name_alias.push_back(entry->aliases[i]);
    expanded->query_location = table.query_location;
    reference = std::move(expanded);
    return true;
}

} // namespace redstart::sql
