#include "sql/resolve/record_functions.hpp"

#include <string>

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/parser.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <duckdb/parser/statement/select_statement.hpp>

namespace redstart::sql {
namespace {

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

// The relation an argument names, as `table_oid = argument::regclass`.
Owned<duckdb::ParsedExpression> is_relation(Owned<duckdb::ParsedExpression> argument) {
    auto named = duckdb::make_uniq<duckdb::CastExpression>(
        duckdb::LogicalType::USER("system", "pg_catalog", "regclass", {}), std::move(argument));
    return duckdb::make_uniq<duckdb::ComparisonExpression>(duckdb::ExpressionType::COMPARE_EQUAL,
                                                           duckdb::make_uniq<duckdb::ColumnRefExpression>("table_oid"),
                                                           std::move(named));
}

} // namespace

Owned<duckdb::SelectStatement> record_query(duckdb::FunctionExpression& call, RecordForm form) {
    const bool all = !call.children.empty();
    std::string text = form == RecordForm::Columns ? kColumns : kTextList;
    text += all ? kAllRows : kLateRows;
    auto query = parse_query(text);
    if (all) query->node->Cast<duckdb::SelectNode>().where_clause = is_relation(std::move(call.children[0]));
    return query;
}

} // namespace redstart::sql
