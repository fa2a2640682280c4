// What a view without schema binding stands for in a query.
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/resolve/resolver_walk.hpp"
#include "sql/resolve/view_queries.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/view_catalog_entry.hpp>
#include <duckdb/parser/expression/cast_expression.hpp>
#include <duckdb/parser/expression/constant_expression.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/list.hpp>
#include <duckdb/planner/bound_statement.hpp>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

SqlError too_complex(const std::string& what, std::size_t limit, const std::string& unit) {
    return SqlError(state::kStatementTooComplex, "statement too complex")
        .detail(what + " " + std::to_string(limit) + " " + unit);
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

// The view's own query, resolved; or what stands for its columns, made once for each view.
Owned<duckdb::SelectStatement> ResolverWalk::late_query(duckdb::ViewCatalogEntry& entry, const Relation& view) {
    using duckdb::SelectStatement;
    const auto copy = [](const SelectStatement& query) {
        return duckdb::unique_ptr_cast<duckdb::SQLStatement, SelectStatement>(query.Copy());
    };
    if (const auto known = late_columns_.find(view.oid); known != late_columns_.end()) return copy(*known->second);
    if (std::find(late_open_.begin(), late_open_.end(), view.oid) != late_open_.end())
        throw SqlError(state::kInvalidObjectDefinition,
                       "infinite recursion detected in rules for relation \"" + view.name + "\"");
    constexpr std::size_t kDeepest = 64;
    if (late_open_.size() == kDeepest)
        throw too_complex("It reads views without schema binding that are nested more than", kDeepest, "levels deep.");
    constexpr std::size_t kMostExpansions = 1000;
    if (++late_expansions_ > kMostExpansions)
        throw too_complex("It reads views without schema binding more than", kMostExpansions, "times.");
    auto query = copy(entry.GetQuery());
    late_open_.push_back(view.oid);
    try {
        walk_query(query->node);
        const auto bound =
            bind_view_query(context_, names_, *query); // in a query its columns could mean those of tables beside it
        if (late_views_ == LateViews::AsColumns) query = rows_of_nothing(bound);
    } catch (SqlError& error) {
        error.position(0); // it counts in the view's text
        throw;
    }
    late_open_.pop_back();
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
