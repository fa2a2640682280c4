#include "sql/tree/pivots.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/parsed_expression_iterator.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/list.hpp>

namespace redstart::sql {
namespace {

using duckdb::ExpressionClass;
using duckdb::FunctionExpression;
using duckdb::ParsedExpression;
using Pointer = Owned<ParsedExpression>;

bool is_call(const Pointer& expression) { return expression->GetExpressionClass() == ExpressionClass::FUNCTION; }

bool is_plain(const duckdb::PivotRef& pivot) {
    if (pivot.aggregates.empty() || pivot.pivots.size() != 1 || !pivot.groups.empty()) return false;
    const auto& column = pivot.pivots[0];
    return column.pivot_expressions.size() == 1 && column.pivot_enum.empty() && !column.subquery &&
           std::all_of(pivot.aggregates.begin(), pivot.aggregates.end(), is_call) &&
           std::all_of(column.entries.begin(), column.entries.end(),
                       [](const auto& entry) { return entry.expr || entry.values.size() == 1; });
}

void exclude_columns(ParsedExpression& used, duckdb::StarExpression& star) {
    if (used.GetExpressionClass() == ExpressionClass::COLUMN_REF)
        star.exclude_list.insert(duckdb::QualifiedColumnName(used.Cast<duckdb::ColumnRefExpression>().GetColumnName()));
    duckdb::ParsedExpressionIterator::EnumerateChildren(used,
                                                        [&star](Pointer& child) { exclude_columns(*child, star); });
}

std::string name_of(const duckdb::PivotColumnEntry& entry) {
    if (!entry.alias.empty()) return entry.alias;
    if (entry.expr) return "?column?";
    return entry.values[0].IsNull() ? "null" : entry.values[0].ToString();
}

Pointer has_value(const ParsedExpression& column, const duckdb::PivotColumnEntry& entry) {
    if (!entry.expr && entry.values[0].IsNull())
        return duckdb::make_uniq<duckdb::OperatorExpression>(duckdb::ExpressionType::OPERATOR_IS_NULL, column.Copy());
    auto value = entry.expr ? entry.expr->Copy() : duckdb::make_uniq<duckdb::ConstantExpression>(entry.values[0]);
    return duckdb::make_uniq<duckdb::ComparisonExpression>(duckdb::ExpressionType::COMPARE_EQUAL, column.Copy(),
                                                           std::move(value));
}

Pointer filtered(const ParsedExpression& aggregate, const ParsedExpression& column,
                 const duckdb::PivotColumnEntry& entry) {
    auto call = aggregate.Copy();
    call->Cast<FunctionExpression>().filter = has_value(column, entry);
    call->SetAlias(aggregate.HasAlias() ? name_of(entry) + "_" + aggregate.GetAlias() : name_of(entry));
    return call;
}

} // namespace

Owned<duckdb::TableRef> pivot_query(duckdb::PivotRef& pivot) {
    if (!is_plain(pivot)) return nullptr;
    auto& column = pivot.pivots[0];
    auto select = duckdb::make_uniq<duckdb::SelectNode>();
    auto others = duckdb::make_uniq<duckdb::StarExpression>();
    exclude_columns(*column.pivot_expressions[0], *others);
    for (auto& aggregate : pivot.aggregates) exclude_columns(*aggregate, *others);
    select->select_list.push_back(std::move(others));
    for (const auto& entry : column.entries)
        for (const auto& aggregate : pivot.aggregates)
            select->select_list.push_back(filtered(*aggregate, *column.pivot_expressions[0], entry));
    select->from_table = std::move(pivot.source);
    select->aggregate_handling = duckdb::AggregateHandling::FORCE_AGGREGATES;
    auto statement = duckdb::make_uniq<duckdb::SelectStatement>();
    statement->node = std::move(select);
    auto query = duckdb::make_uniq<duckdb::SubqueryRef>(std::move(statement), pivot.alias);
    query->column_name_alias = pivot.column_name_alias;
    query->query_location = pivot.query_location;
    return query;
}

} // namespace redstart::sql
