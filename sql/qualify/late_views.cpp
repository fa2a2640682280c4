#include "sql/qualify/late_views.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/qualify/view_queries.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/view_catalog_entry.hpp>
#include <duckdb/parser/expression/cast_expression.hpp>
#include <duckdb/parser/expression/constant_expression.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/list.hpp>
#include <duckdb/planner/bound_statement.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

SqlError too_complex(const std::string& what, std::size_t limit, const std::string& unit) {
    return SqlError(state::kStatementTooComplex, "statement too complex")
        .detail(fmt::format("{} {} {}", what, limit, unit));
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

Owned<duckdb::SelectStatement> copy_of(const duckdb::SelectStatement& query) {
    return duckdb::unique_ptr_cast<duckdb::SQLStatement, duckdb::SelectStatement>(query.Copy());
}

} // namespace

LateViewQueries::LateViewQueries(duckdb::ClientContext& context, const ResolvedNames& names, LateViews form,
                                 Resolve resolve)
    : context_(context), names_(names), form_(form), resolve_(std::move(resolve)) {}

// The view's own query, resolved; or what stands for its columns, made once for each view.
Owned<duckdb::SelectStatement> LateViewQueries::query(duckdb::ViewCatalogEntry& entry, const Relation& view) {
    if (const auto known = columns_.find(view.oid); known != columns_.end()) return copy_of(*known->second);
    if (std::find(open_.begin(), open_.end(), view.oid) != open_.end())
        throw SqlError(state::kInvalidObjectDefinition,
                       fmt::format("infinite recursion detected in rules for relation \"{}\"", view.name));
    constexpr std::size_t kDeepest = 64;
    if (open_.size() == kDeepest)
        throw too_complex("It reads views without schema binding that are nested more than", kDeepest, "levels deep.");
    constexpr std::size_t kMostExpansions = 1000;
    if (++expansions_ > kMostExpansions)
        throw too_complex("It reads views without schema binding more than", kMostExpansions, "times.");
    auto query = copy_of(entry.GetQuery());
    open_.push_back(view.oid);
    try {
        resolve_(query->node);
        const auto bound =
            bind_view_query(context_, names_, *query); // in a query its columns could mean those of tables beside it
        if (form_ == LateViews::AsColumns) query = rows_of_nothing(bound);
    } catch (SqlError& error) {
        error.position(0); // it counts in the view's text
        throw;
    }
    open_.pop_back();
    if (form_ == LateViews::AsColumns) columns_.emplace(view.oid, copy_of(*query));
    return query;
}

Owned<duckdb::TableRef> LateViewQueries::expand(const duckdb::BaseTableRef& table, duckdb::ViewCatalogEntry& entry,
                                                const Relation& view) {
    auto expanded = duckdb::make_uniq<duckdb::SubqueryRef>(query(entry, view),
                                                           table.alias.empty() ? table.table_name : table.alias);
    expanded->column_name_alias = table.column_name_alias;
    for (auto i = table.column_name_alias.size(); i < entry.aliases.size(); ++i)
        expanded->column_name_alias.push_back(entry.aliases[i]);
    expanded->query_location = table.query_location;
    return expanded;
}

} // namespace redstart::sql
