#include "sql/resolve/late_columns.hpp"

#include "catalog/type/type_map.hpp"
#include "sql/resolve/resolver.hpp"

#include <string_view>

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/parser.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/list.hpp>
#include <duckdb/planner/binder.hpp>
#include <duckdb/planner/bound_statement.hpp>

namespace redstart::sql {
namespace {

constexpr std::string_view kLate = "pg_get_late_binding_view_cols";
constexpr std::string_view kOfRelation = "pg_get_cols";

constexpr const char* kLateRows = " FROM system.pg_catalog.rs_late_columns()";
constexpr const char* kAllRows = " FROM (SELECT * FROM system.pg_catalog.rs_columns() UNION ALL "
                                 "SELECT * FROM system.pg_catalog.rs_late_columns())";
constexpr const char* kColumns =
    "SELECT table_schema AS view_schema, table_name AS view_name, column_name AS col_name, "
    "type_name AS col_type, ordinal_position AS col_num";
constexpr const char* kTextList = "SELECT system.main.list(record ORDER BY table_oid, ordinal_position)";

Owned<duckdb::SelectStatement> parse_query(const std::string& text) {
    duckdb::Parser parser;
    parser.ParseQuery(text);
    return duckdb::unique_ptr_cast<duckdb::SQLStatement, duckdb::SelectStatement>(std::move(parser.statements[0]));
}

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

// The relation an argument names, as `table_oid = argument::regclass`.
Owned<duckdb::ParsedExpression> is_relation(Owned<duckdb::ParsedExpression> argument) {
    auto named = duckdb::make_uniq<duckdb::CastExpression>(
        duckdb::LogicalType::USER("system", "pg_catalog", "regclass", {}), std::move(argument));
    return duckdb::make_uniq<duckdb::ComparisonExpression>(duckdb::ExpressionType::COMPARE_EQUAL,
                                                           duckdb::make_uniq<duckdb::ColumnRefExpression>("table_oid"),
                                                           std::move(named));
}

} // namespace

std::vector<catalog::ViewColumn> late_view_columns(Engine& engine, duckdb::ClientContext& context,
                                                   const NameScope& scope, const std::string& schema,
                                                   const std::string& view) {
    std::vector<catalog::ViewColumn> columns;
    try {
        auto statement = select_all(schema, view);
        resolve(engine, context, scope, *statement);
        const auto bound = duckdb::Binder::CreateBinder(context)->Bind(static_cast<duckdb::SQLStatement&>(*statement));
        for (std::size_t i = 0; i < bound.names.size(); ++i)
            columns.push_back({bound.names[i], catalog::wire_type(bound.types[i])});
    } catch (const std::exception&) {
        columns.clear(); // a query on the view tells what is wrong with it
    }
    return columns;
}

bool returns_records(const duckdb::FunctionExpression& call) {
    const bool ours = call.catalog != "system" && (call.schema.empty() || call.schema == "pg_catalog");
    const auto name = duckdb::StringUtil::Lower(call.function_name);
    return ours && ((name == kLate && call.children.empty()) || (name == kOfRelation && call.children.size() == 1));
}

Owned<duckdb::SelectStatement> record_query(duckdb::FunctionExpression& call, RecordForm form) {
    const bool all = !call.children.empty();
    std::string text = form == RecordForm::Columns ? kColumns : kTextList;
    text += all ? kAllRows : kLateRows;
    auto query = parse_query(text);
    if (all) query->node->Cast<duckdb::SelectNode>().where_clause = is_relation(std::move(call.children[0]));
    return query;
}

} // namespace redstart::sql
