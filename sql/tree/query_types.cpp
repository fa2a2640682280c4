#include "sql/tree/query_types.hpp"

#include "sql/tree/tree_check.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/parser/column_list.hpp>
#include <duckdb/planner/binder.hpp>
#include <duckdb/planner/bound_parameter_map.hpp>

namespace redstart::sql {

namespace {

std::optional<duckdb::BoundStatement> bound(duckdb::ClientContext& context, const ResolvedNames& names,
                                            Owned<duckdb::QueryNode> query) {
    TreeCheck(names, TreeExtent::Part).query(*query);
    duckdb::case_insensitive_map_t<duckdb::BoundParameterData> values;
    duckdb::BoundParameterMap parameters(values);
    auto binder = duckdb::Binder::CreateBinder(context);
    binder->parameters = &parameters;
    binder->SetCanContainNulls(true); // a NULL without a type is told as such
    try {
        return binder->Bind(*query);
    } catch (const std::exception&) { return std::nullopt; }
}

} // namespace

std::optional<std::vector<duckdb::LogicalType>> bound_types(duckdb::ClientContext& context, const ResolvedNames& names,
                                                            Owned<duckdb::QueryNode> query) {
    const auto found = bound(context, names, std::move(query));
    if (!found) return std::nullopt;
    return std::vector<duckdb::LogicalType>(found->types.begin(), found->types.end());
}

std::optional<std::vector<std::string>> bound_names(duckdb::ClientContext& context, const ResolvedNames& names,
                                                    Owned<duckdb::QueryNode> query) {
    const auto found = bound(context, names, std::move(query));
    if (!found) return std::nullopt;
    return std::vector<std::string>(found->names.begin(), found->names.end());
}

Owned<duckdb::ColumnList> bound_columns(duckdb::ClientContext& context, const ResolvedNames& names,
                                        Owned<duckdb::QueryNode> query) {
    const auto found = bound(context, names, std::move(query));
    if (!found) return nullptr;
    auto columns = duckdb::make_uniq<duckdb::ColumnList>(true); // names may occur twice
    for (std::size_t i = 0; i < found->types.size(); ++i)
        columns->AddColumn(duckdb::ColumnDefinition(found->names[i], found->types[i]));
    return columns;
}

bool has_star(const std::vector<Owned<duckdb::ParsedExpression>>& items) {
    return std::any_of(items.begin(), items.end(),
                       [](const auto& item) { return item->GetExpressionClass() == duckdb::ExpressionClass::STAR; });
}

} // namespace redstart::sql
