#include "sql/resolve/late_columns.hpp"

#include "catalog/type/type_map.hpp"
#include "sql/resolve/resolver.hpp"

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/list.hpp>
#include <duckdb/planner/binder.hpp>
#include <duckdb/planner/bound_statement.hpp>

namespace redstart::sql {
namespace {

// SELECT * FROM schema.view
Owned<duckdb::SelectStatement> select_all(const std::string& schema, const std::string& view) {
    auto table = duckdb::make_uniq<duckdb::BaseTableRef>();
    table->schema_name = schema;
    table->table_name = view;
    auto select = duckdb::make_uniq<duckdb::SelectNode>();
    select->select_list.push_back(duckdb::make_uniq<duckdb::StarExpression>());
    select->from_table = std::move(table);
    auto statement = duckdb::make_uniq<duckdb::SelectStatement>();
    statement->node = std::move(select);
    return statement;
}

} // namespace

std::vector<catalog::ViewColumn> late_view_columns(duckdb::ClientContext& context, const NameScope& scope,
                                                   const std::string& schema, const std::string& view) {
    std::vector<catalog::ViewColumn> columns;
    try {
        auto statement = select_all(schema, view);
        resolve(context, scope, *statement, {}, LateViews::AsColumns);
        const auto bound = duckdb::Binder::CreateBinder(context)->Bind(static_cast<duckdb::SQLStatement&>(*statement));
        for (std::size_t i = 0; i < bound.names.size(); ++i)
            columns.push_back({bound.names[i], catalog::wire_type(bound.types[i])});
    } catch (const std::exception&) {
        columns.clear(); // a query on the view tells what is wrong with it
    }
    return columns;
}

} // namespace redstart::sql
