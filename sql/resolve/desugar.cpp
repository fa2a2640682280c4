#include "sql/resolve/desugar.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/qualify/from_clause.hpp"
#include "sql/qualify/function_calls.hpp"
#include "sql/resolve/form_rewrites.hpp"
#include "sql/resolve/outer_marks.hpp"
#include "sql/resolve/parameter_typing.hpp"
#include "sql/resolve/record_functions.hpp"
#include "sql/resolve/set_types.hpp"
#include "sql/tree/composed_calls.hpp"
#include "sql/tree/query_types.hpp"
#include "sql/tree/recursive_terms.hpp"
#include "sql/tree/row_comparisons.hpp"

#include <utility>

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/query_node/list.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/list.hpp>

namespace redstart::sql {
namespace {

using duckdb::ExpressionClass;
using duckdb::FunctionExpression;
using duckdb::ParsedExpression;

// A star over JOIN USING or NATURAL JOIN becomes its columns in PostgreSQL's order; the engine leaves them where they
// stood.
void expand_stars(const FromClause& from, duckdb::SelectNode& select) {
    duckdb::vector<Owned<ParsedExpression>> items;
    for (auto& item : select.select_list) {
        const bool star = item->GetExpressionClass() == ExpressionClass::STAR &&
                          item->Cast<duckdb::StarExpression>().relation_name.empty();
        const auto columns = star ? from.expand(item->Cast<duckdb::StarExpression>()) : std::nullopt;
        if (!columns) {
            items.push_back(std::move(item));
            continue;
        }
        for (const auto& column : *columns)
            items.push_back(column.source.empty()
                                ? duckdb::make_uniq<duckdb::ColumnRefExpression>(column.name)
                                : duckdb::make_uniq<duckdb::ColumnRefExpression>(column.name, column.source));
    }
    select.select_list = std::move(items);
}

template <typename Call> void rewrite_aggregate(Owned<ParsedExpression>& expression, const Call& call) {
    if (is_plain_aggregate(call, "sum")) return narrow_sum(expression);
    if (is_plain_aggregate(call, "avg")) return exact_average(expression);
    compose_call(expression);
}

} // namespace

void Desugar::finish() const {
    if (outer_marks_ != 0)
        throw protocol::SqlError(protocol::sqlstate::kSyntaxError,
                                 "the operator (+) can only be used in the WHERE clause of a query");
}

void Desugar::on_table_function(Owned<duckdb::TableRef>& table) {
    auto& reference = table->Cast<duckdb::TableFunctionRef>();
    auto& call = reference.function->Cast<FunctionExpression>();
    if (!returns_records(call)) return;
    const auto name = duckdb::StringUtil::Lower(call.function_name);
    for (auto& argument : call.children) walk_expression(argument);
    auto records = duckdb::make_uniq<duckdb::SubqueryRef>(record_query(call, RecordForm::Columns),
                                                          table->alias.empty() ? name : table->alias);
    records->column_name_alias = reference.column_name_alias;
    table = std::move(records);
}

void Desugar::after_select(duckdb::SelectNode& select) {
    if (outer_marks_ != 0) {
        outer_marks_ -= join_outer(state_.context, ctes(), select);
        made_outer_join_ = true;
    }
    if (merges_columns(*select.from_table) && has_star(select.select_list))
        expand_stars(FromClause(state_.context, ctes(), *select.from_table), select);
}

// An outer join that was written as one has been looked at before.
void Desugar::on_recursive_table(duckdb::RecursiveCTENode& table) {
    if (made_outer_join_) check_recursive_term(table, [](const FunctionExpression&) { return false; });
}

void Desugar::on_set_operation(duckdb::SetOperationNode& chain) {
    match_columns(state_.context, state_.names, ctes(), chain);
    for (auto* query : leaves(chain))
        if (query->type == duckdb::QueryNodeType::SELECT_NODE)
            parameters_.untyped_as_text(query->Cast<duckdb::SelectNode>());
}

void Desugar::on_expression(Owned<ParsedExpression>& expression) {
    switch (expression->GetExpressionClass()) {
    case ExpressionClass::FUNCTION: {
        auto& call = expression->Cast<FunctionExpression>();
        if (is_outer_mark(call))
            ++outer_marks_;
        else if (returns_records(call))
            unnest_records(expression);
        else if (returns_list(call))
            unnest_list(expression);
        else
            rewrite_aggregate(expression, call);
        return;
    }
    case ExpressionClass::WINDOW: rewrite_aggregate(expression, expression->Cast<duckdb::WindowExpression>()); return;
    case ExpressionClass::CAST: return rewrite_cast(expression->Cast<duckdb::CastExpression>());
    case ExpressionClass::OPERATOR:
        if (expression->GetExpressionType() == duckdb::ExpressionType::COMPARE_IN ||
            expression->GetExpressionType() == duckdb::ExpressionType::COMPARE_NOT_IN)
            membership_of_row(expression);
        return;
    case ExpressionClass::COMPARISON: return comparison_of_rows(expression);
    default: return;
    }
}

} // namespace redstart::sql
