#include "sql/qualify/view_queries.hpp"

#include "catalog/engine/entry_tags.hpp"
#include "catalog/engine/errors.hpp"
#include "catalog/engine/object_tags.hpp"
#include "sql/rule/distinct_order.hpp"
#include "sql/tree/tree_check.hpp"

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/view_catalog_entry.hpp>
#include <duckdb/parser/expression/constant_expression.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/emptytableref.hpp>
#include <duckdb/planner/binder.hpp>
#include <duckdb/planner/bound_statement.hpp>

namespace redstart::sql {

duckdb::BoundStatement bind_view_query(duckdb::ClientContext& context, const ResolvedNames& names,
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

duckdb::ViewCatalogEntry* view_entry(duckdb::ClientContext& context, const Relation& view) {
    const duckdb::EntryLookupInfo lookup(duckdb::CatalogType::TABLE_ENTRY, view.name);
    auto entry =
        duckdb::Catalog::GetEntry(context, view.catalog, view.schema, lookup, duckdb::OnEntryNotFound::RETURN_NULL);
    if (!entry || entry->type != duckdb::CatalogType::VIEW_ENTRY) return nullptr;
    return &entry->Cast<duckdb::ViewCatalogEntry>();
}

bool is_late_binding(const duckdb::ViewCatalogEntry& view) {
    return view.types.empty() && !catalog::tag_of(view, kLateBindingTag).empty();
}

Owned<duckdb::SelectStatement> placeholder() {
    auto select = duckdb::make_uniq<duckdb::SelectNode>();
    select->select_list.push_back(duckdb::make_uniq<duckdb::ConstantExpression>(duckdb::Value::INTEGER(1)));
    select->from_table = duckdb::make_uniq<duckdb::EmptyTableRef>();
    auto statement = duckdb::make_uniq<duckdb::SelectStatement>();
    statement->node = std::move(select);
    return statement;
}

} // namespace redstart::sql
