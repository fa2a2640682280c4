#include "sql/tree/tree_check.hpp"

#include "catalog/state/own_mistake.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/tree/with_lists.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/parser/common_table_expression_info.hpp>
#include <duckdb/parser/expression/function_expression.hpp>
#include <duckdb/parser/query_node/list.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/list.hpp>
#include <fmt/core.h>

namespace redstart::sql {

using duckdb::QueryNodeType;
using duckdb::ResultModifierType;
using duckdb::StringUtil;
using duckdb::TableReferenceType;

void TreeCheck::refuse(const char* what, const std::string& name) {
    std::string shown = name;
    std::erase_if(shown, [](char letter) { return static_cast<unsigned char>(letter) < ' '; });
    throw protocol::SqlError(protocol::sqlstate::kInternalError,
                             fmt::format("refused by the server: {} \"{}\" was not resolved", what, shown))
        .routine(catalog::kOwnMistake);
}

void TreeCheck::query(const Owned<duckdb::QueryNode>& node) { query(required(node)); }

void TreeCheck::query(const duckdb::QueryNode& node) {
    const auto mark = common_tables_.size();
    switch (node.type) {
    case QueryNodeType::SELECT_NODE: select(node.Cast<duckdb::SelectNode>()); break;
    case QueryNodeType::SET_OPERATION_NODE:
        query(node.Cast<duckdb::SetOperationNode>().left);
        query(node.Cast<duckdb::SetOperationNode>().right);
        break;
    case QueryNodeType::CTE_NODE: {
        const auto& table = node.Cast<duckdb::CTENode>();
        query(table.query);
        common_tables_.push_back(StringUtil::Lower(table.ctename));
        query(table.child);
        break;
    }
    case QueryNodeType::RECURSIVE_CTE_NODE: {
        const auto& table = node.Cast<duckdb::RecursiveCTENode>();
        query(table.left);
        common_tables_.push_back(StringUtil::Lower(table.ctename));
        query(table.right);
        if (!table.key_targets.empty()) refuse("the common table", table.ctename);
        break;
    }
    default: refuse("a query", std::to_string(static_cast<int>(node.type)));
    }
    for (const auto& part : node.modifiers) modifier(required(part));
    common_tables_.resize(mark);
}

void TreeCheck::select(const duckdb::SelectNode& select) {
    table(required(select.from_table));
    expressions(select.select_list);
    expressions(select.groups.group_expressions);
    expression(select.where_clause);
    expression(select.having);
    expression(select.qualify);
}

void TreeCheck::modifier(const duckdb::ResultModifier& modifier) {
    switch (modifier.type) {
    case ResultModifierType::LIMIT_MODIFIER:
        expression(modifier.Cast<duckdb::LimitModifier>().limit);
        expression(modifier.Cast<duckdb::LimitModifier>().offset);
        return;
    case ResultModifierType::LIMIT_PERCENT_MODIFIER:
        expression(modifier.Cast<duckdb::LimitPercentModifier>().limit);
        expression(modifier.Cast<duckdb::LimitPercentModifier>().offset);
        return;
    case ResultModifierType::ORDER_MODIFIER: return orders(modifier.Cast<duckdb::OrderModifier>().orders);
    case ResultModifierType::DISTINCT_MODIFIER:
        return expressions(modifier.Cast<duckdb::DistinctModifier>().distinct_on_targets);
    }
    refuse("a modifier", std::to_string(static_cast<int>(modifier.type)));
}

void TreeCheck::table(const duckdb::TableRef& table) {
    switch (table.type) {
    case TableReferenceType::BASE_TABLE: return base_table(table.Cast<duckdb::BaseTableRef>());
    case TableReferenceType::SUBQUERY: return query(required(table.Cast<duckdb::SubqueryRef>().subquery).node);
    case TableReferenceType::EMPTY_FROM: return;
    case TableReferenceType::PIVOT: return pivot(table.Cast<duckdb::PivotRef>());
    case TableReferenceType::JOIN: {
        const auto& join = table.Cast<duckdb::JoinRef>();
        this->table(required(join.left));
        this->table(required(join.right));
        expression(join.condition);
        return expressions(join.duplicate_eliminated_columns);
    }
    case TableReferenceType::TABLE_FUNCTION: {
        const auto& reference = table.Cast<duckdb::TableFunctionRef>();
        const auto& call = required(reference.function);
        if (reference.subquery || call.GetExpressionClass() != duckdb::ExpressionClass::FUNCTION)
            refuse("the table function", call.GetName());
        const auto& written = call.Cast<duckdb::FunctionExpression>();
        if (written.catalog != "system" || !names_.table(written.schema, written.function_name))
            refuse("the table function", written.function_name);
        expressions(written.children);
        expression(written.filter);
        if (written.order_bys) orders(written.order_bys->orders);
        return;
    }
    case TableReferenceType::EXPRESSION_LIST: {
        const auto& values = table.Cast<duckdb::ExpressionListRef>();
        for (const auto& row : values.values) expressions(row);
        for (const auto& expected : values.expected_types) type(expected);
        return;
    }
    case TableReferenceType::INVALID:
    case TableReferenceType::CTE:
    case TableReferenceType::SHOW_REF:
    case TableReferenceType::COLUMN_DATA:
    case TableReferenceType::DELIM_GET:
    case TableReferenceType::BOUND_TABLE_REF: break;
    }
    refuse("a table", std::to_string(static_cast<int>(table.type)));
}

void TreeCheck::relation(const std::string& database, const std::string& schema, const std::string& name) {
    const bool known =
        extent_ == TreeExtent::Stored ? !database.empty() && !schema.empty() : names_.has(database, schema, name);
    if (!known) refuse("the relation", name);
}

void TreeCheck::base_table(const duckdb::BaseTableRef& table) {
    if (table.at_clause) refuse("the version of the relation", table.table_name);
    if (!table.catalog_name.empty() || !table.schema_name.empty())
        return relation(table.catalog_name, table.schema_name, table.table_name);
    // Views of older versions have common tables by the names that their makers gave them.
    const bool marked = !table.table_name.empty() && table.table_name.front() == kCommonTableMark;
    if (!marked && extent_ != TreeExtent::Stored) refuse("the relation", table.table_name);
    if (extent_ == TreeExtent::Part) return;
    const auto name = StringUtil::Lower(table.table_name);
    if (std::find(common_tables_.begin(), common_tables_.end(), name) == common_tables_.end())
        refuse("the common table", table.table_name);
}

// PIVOT's values are constants, UNPIVOT's are expressions. A type whose values would be taken is a name.
void TreeCheck::pivot(const duckdb::PivotRef& pivot) {
    table(required(pivot.source));
    expressions(pivot.aggregates);
    for (const auto& column : pivot.pivots) {
        expressions(column.pivot_expressions);
        for (const auto& entry : column.entries) {
            for (const auto& value : entry.values) type(value.type());
            expression(entry.expr);
        }
        if (!column.pivot_enum.empty()) refuse("the type", column.pivot_enum);
        if (column.subquery) query(column.subquery);
    }
    for (const auto& element : pivot.bound_pivot_values)
        for (const auto& value : element.values) type(value.type());
}

void TreeCheck::list(const duckdb::CommonTableExpressionMap& list) {
    for (const auto& entry : list.map) {
        if (!entry.second->key_targets.empty()) refuse("the common table", entry.first);
        query(required(entry.second->query).node);
        common_tables_.push_back(StringUtil::Lower(entry.first));
    }
}

} // namespace redstart::sql
