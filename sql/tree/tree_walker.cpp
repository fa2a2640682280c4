#include "sql/tree/tree_walker.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/parser/common_table_expression_info.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/parsed_expression_iterator.hpp>
#include <duckdb/parser/query_node/list.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/list.hpp>

namespace redstart::sql {

using duckdb::ParsedExpression;
using duckdb::ParsedExpressionIterator;
using duckdb::QueryNodeType;
using duckdb::TableReferenceType;

bool TreeWalker::is_cte(const std::string& name) const {
    const auto lower = duckdb::StringUtil::Lower(name);
    return std::any_of(ctes_.begin(), ctes_.end(), [&](const auto& cte) { return cte.name == lower; });
}

// PostgreSQL's rule: a WITH query sees the ones before it; a recursive one also sees itself.
std::size_t TreeWalker::enter(duckdb::CommonTableExpressionMap& ctes) {
    const auto mark = ctes_.size();
    for (auto& entry : ctes.map) {
        const auto& cte = *entry.second;
        if (cte.query) walk_node(*cte.query->node);
        ctes_.push_back({duckdb::StringUtil::Lower(entry.first),
                         cte.query ? cte.query->node.get() : nullptr,
                         {cte.aliases.begin(), cte.aliases.end()}});
    }
    return mark;
}

void TreeWalker::walk_node(duckdb::QueryNode& node) {
    const auto mark = enter(node.cte_map);
    switch (node.type) {
    case QueryNodeType::SELECT_NODE: walk_select(node.Cast<duckdb::SelectNode>()); break;
    case QueryNodeType::SET_OPERATION_NODE: walk_set_operation(node.Cast<duckdb::SetOperationNode>()); break;
    case QueryNodeType::RECURSIVE_CTE_NODE: {
        auto& recursive = node.Cast<duckdb::RecursiveCTENode>();
        ctes_.push_back({duckdb::StringUtil::Lower(recursive.ctename)});
        walk_node(*recursive.left);
        walk_node(*recursive.right);
        break;
    }
    case QueryNodeType::CTE_NODE: {
        auto& cte = node.Cast<duckdb::CTENode>();
        walk_node(*cte.query);
        ctes_.push_back(
            {duckdb::StringUtil::Lower(cte.ctename), cte.query.get(), {cte.aliases.begin(), cte.aliases.end()}});
        walk_node(*cte.child);
        break;
    }
    case QueryNodeType::BOUND_SUBQUERY_NODE: break;
    }
    walk_modifiers(node);
    leave(mark);
}

std::vector<duckdb::QueryNode*> TreeWalker::leaves(duckdb::SetOperationNode& chain) {
    std::vector<duckdb::QueryNode*> found;
    for (auto* side : {chain.left.get(), chain.right.get()}) {
        const bool plain = side->modifiers.empty() && side->cte_map.map.empty();
        if (side->type != QueryNodeType::SET_OPERATION_NODE || !plain) {
            found.push_back(side);
            continue;
        }
        const auto further = leaves(side->Cast<duckdb::SetOperationNode>());
        found.insert(found.end(), further.begin(), further.end());
    }
    return found;
}

bool TreeWalker::is_leaf(const duckdb::SelectNode& select) const { return &select == leaf_; }

void TreeWalker::walk_set_operation(duckdb::SetOperationNode& chain) {
    for (auto* leaf : leaves(chain)) {
        leaf_ = leaf;
        walk_node(*leaf);
    }
    on_set_operation(chain);
}

void TreeWalker::walk_modifiers(duckdb::QueryNode& node) {
    ParsedExpressionIterator::EnumerateQueryNodeModifiers(
        node, [this](Owned<ParsedExpression>& child) { walk_expression(child); });
}

void TreeWalker::walk_select(duckdb::SelectNode& select) {
    on_select(select);
    if (select.from_table) walk_table(select.from_table);
    for (auto& item : select.select_list) walk_expression(item);
    for (auto& group : select.groups.group_expressions) walk_expression(group);
    walk_condition(select.where_clause, "WHERE");
    walk_condition(select.having, "HAVING");
    walk_condition(select.qualify, "QUALIFY");
    after_select(select);
}

void TreeWalker::walk_expression(Owned<ParsedExpression>& expression) {
    if (expression->GetExpressionClass() == duckdb::ExpressionClass::SUBQUERY) {
        auto& subquery = expression->Cast<duckdb::SubqueryExpression>();
        walk_node(*subquery.subquery->node);
    }
    ParsedExpressionIterator::EnumerateChildren(*expression,
                                                [this](Owned<ParsedExpression>& child) { walk_expression(child); });
    on_expression(expression);
}

void TreeWalker::walk_condition(Owned<ParsedExpression>& condition, const char* clause) {
    if (!condition) return;
    walk_expression(condition);
    on_condition(condition, clause);
}

void TreeWalker::walk_table(Owned<duckdb::TableRef>& table) {
    switch (table->type) {
    case TableReferenceType::BASE_TABLE: {
        auto& base = table->Cast<duckdb::BaseTableRef>();
        const bool qualified = !base.schema_name.empty() || !base.catalog_name.empty();
        if (qualified || !is_cte(base.table_name)) on_base_table(table);
        break;
    }
    case TableReferenceType::JOIN: {
        auto& join = table->Cast<duckdb::JoinRef>();
        walk_table(join.left);
        walk_table(join.right);
        walk_condition(join.condition, "JOIN/ON");
        break;
    }
    case TableReferenceType::SUBQUERY: walk_node(*table->Cast<duckdb::SubqueryRef>().subquery->node); break;
    case TableReferenceType::TABLE_FUNCTION: {
        on_table_function(table);
        if (table->type != TableReferenceType::TABLE_FUNCTION) return;
        auto& call = table->Cast<duckdb::TableFunctionRef>().function->Cast<duckdb::FunctionExpression>();
        for (auto& child : call.children) walk_expression(child);
        break;
    }
    case TableReferenceType::EXPRESSION_LIST:
        on_values(table->Cast<duckdb::ExpressionListRef>());
        for (auto& row : table->Cast<duckdb::ExpressionListRef>().values)
            for (auto& value : row) walk_expression(value);
        break;
    case TableReferenceType::PIVOT: {
        auto& pivot = table->Cast<duckdb::PivotRef>();
        walk_table(pivot.source);
        for (auto& aggregate : pivot.aggregates) walk_expression(aggregate);
        break;
    }
    case TableReferenceType::EMPTY_FROM: break;
    default: on_foreign_table(*table);
    }
}

} // namespace redstart::sql
