#include "sql/tree/query_types.hpp"

#include "sql/tree/tree_check.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/planner/binder.hpp>
#include <duckdb/planner/bound_parameter_map.hpp>

namespace redstart::sql {

std::optional<std::vector<duckdb::LogicalType>> bound_types(duckdb::ClientContext& context, const ResolvedNames& names,
                                                            Owned<duckdb::QueryNode> query) {
    TreeCheck(names, TreeExtent::Part).query(*query);
    duckdb::case_insensitive_map_t<duckdb::BoundParameterData> values;
    duckdb::BoundParameterMap parameters(values);
    auto binder = duckdb::Binder::CreateBinder(context);
    binder->parameters = &parameters;
    binder->SetCanContainNulls(true); // a NULL without a type is told as such
    try {
        const auto bound = binder->Bind(*query);
        return std::vector<duckdb::LogicalType>(bound.types.begin(), bound.types.end());
    } catch (const std::exception&) { return std::nullopt; }
}

bool has_star(const std::vector<Owned<duckdb::ParsedExpression>>& items) {
    return std::any_of(items.begin(), items.end(),
                       [](const auto& item) { return item->GetExpressionClass() == duckdb::ExpressionClass::STAR; });
}

} // namespace redstart::sql
