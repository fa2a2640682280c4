#include "sql/tree/merge_duplicates.hpp"

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/parsed_expression_iterator.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <duckdb/parser/query_node/set_operation_node.hpp>
#include <duckdb/parser/statement/merge_into_statement.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/basetableref.hpp>
#include <duckdb/parser/tableref/subqueryref.hpp>

namespace redstart::sql {
namespace {

using duckdb::BaseTableRef;
using duckdb::ParsedExpression;

constexpr const char* kRound = "\x02round"; // 0: the row deletes, 1: it is inserted; no client names it
constexpr int kDeletes = 0;
constexpr int kInserts = 1;

Owned<duckdb::QueryNode> round_of(duckdb::TableRef& source, int round) {
    auto node = duckdb::make_uniq<duckdb::SelectNode>();
    auto number = duckdb::make_uniq<duckdb::ConstantExpression>(duckdb::Value::INTEGER(round));
    number->SetAlias(kRound);
    node->select_list.push_back(std::move(number));
    node->select_list.push_back(duckdb::make_uniq<duckdb::StarExpression>());
    node->from_table = source.Copy();
    return node;
}

Owned<ParsedExpression> is_round(const std::string& source, int round) {
    return duckdb::make_uniq<duckdb::ComparisonExpression>(
        duckdb::ExpressionType::COMPARE_EQUAL, duckdb::make_uniq<duckdb::ColumnRefExpression>(kRound, source),
        duckdb::make_uniq<duckdb::ConstantExpression>(duckdb::Value::INTEGER(round)));
}

// The source has no schema any more where its columns are named.
void unqualify(ParsedExpression& expression, const BaseTableRef& source) {
    if (expression.GetExpressionClass() == duckdb::ExpressionClass::COLUMN_REF) {
        auto& names = expression.Cast<duckdb::ColumnRefExpression>().column_names;
        const bool named = names.size() > 2 && names[names.size() - 2] == source.table_name &&
                           names[names.size() - 3] == source.schema_name;
        if (named && source.alias.empty()) names.erase(names.begin(), names.end() - 2);
        return;
    }
    duckdb::ParsedExpressionIterator::EnumerateChildren(expression,
                                                        [&](ParsedExpression& child) { unqualify(child, source); });
}

} // namespace

void remove_duplicates(duckdb::MergeIntoStatement& statement, const std::vector<std::string>& columns) {
    auto& base = statement.source->Cast<BaseTableRef>();
    const auto name = base.alias.empty() ? base.table_name : base.alias;
    unqualify(*statement.join_condition, base);

    auto both = duckdb::make_uniq<duckdb::SetOperationNode>();
    both->setop_type = duckdb::SetOperationType::UNION;
    both->setop_all = true;
    both->left = round_of(base, kDeletes);
    both->right = round_of(base, kInserts);
    auto query = duckdb::make_uniq<duckdb::SelectStatement>();
    query->node = std::move(both);
    statement.source = duckdb::make_uniq<duckdb::SubqueryRef>(std::move(query), name);

    statement.join_condition = duckdb::make_uniq<duckdb::ConjunctionExpression>(
        duckdb::ExpressionType::CONJUNCTION_AND, is_round(name, kDeletes), std::move(statement.join_condition));
    auto& insertion = *statement.actions[duckdb::MergeActionCondition::WHEN_NOT_MATCHED_BY_TARGET].at(0);
    insertion.condition = is_round(name, kInserts);
    insertion.default_values = false;
    for (const auto& column : columns)
        insertion.expressions.push_back(duckdb::make_uniq<duckdb::ColumnRefExpression>(column, name));
}

} // namespace redstart::sql
