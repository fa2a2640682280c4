#include "sql/tree/tree_walker.hpp"

#include "sql/tree/with_lists.hpp"

#include <algorithm>
#include <utility>

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

const CommonTable* TreeWalker::find_cte(const std::string& name) const {
    const auto lower = duckdb::StringUtil::Lower(name);
    const auto found =
        std::find_if(ctes_.rbegin(), ctes_.rend(), [&](const auto& cte) { return cte.written == lower; });
    return found == ctes_.rend() ? nullptr : &*found;
}

bool TreeWalker::add_cte(std::string& name, const duckdb::QueryNode* query, const std::vector<std::string>& columns) {
    const auto written = duckdb::StringUtil::Lower(name);
    const auto given = std::exchange(name, common_table_name(name));
    ctes_.push_back({duckdb::StringUtil::Lower(name), query, columns, written});
    return given != name;
}

// PostgreSQL's rule: a WITH query sees the ones before it; a recursive one also sees itself.
void TreeWalker::walk_with(duckdb::CommonTableExpressionMap& ctes, const std::function<void()>& parts) {
    const auto mark = ctes_.size();
    duckdb::CommonTableExpressionMap named;
    for (auto& entry : ctes.map) {
        auto& cte = *entry.second;
        cte.key_targets.clear(); // those of its node count
        walk_own_query(entry.first, cte.query->node);
        std::string name = entry.first;
        add_cte(name, cte.query->node.get(), {cte.aliases.begin(), cte.aliases.end()});
        named.map.insert(name, std::move(entry.second));
    }
    ctes = std::move(named);
    parts();
    leave(mark);
}

void TreeWalker::walk_query(Owned<duckdb::QueryNode>& query) {
    on_query(query);
    walk_node(*query);
}

// The engine looks at its lists (cte_map) for names only; what a name means tell the nodes.
void TreeWalker::walk_node(duckdb::QueryNode& node) {
    const auto mark = ctes_.size();
    switch (node.type) {
    case QueryNodeType::SELECT_NODE: walk_select(node.Cast<duckdb::SelectNode>()); break;
    case QueryNodeType::SET_OPERATION_NODE: walk_set_operation(node.Cast<duckdb::SetOperationNode>()); break;
    case QueryNodeType::RECURSIVE_CTE_NODE: walk_recursive(node.Cast<duckdb::RecursiveCTENode>()); break;
    case QueryNodeType::CTE_NODE: {
        auto& cte = node.Cast<duckdb::CTENode>();
        walk_own_query(cte.ctename, cte.query);
        if (add_cte(cte.ctename, cte.query.get(), {cte.aliases.begin(), cte.aliases.end()}))
            list_common_table(node, cte.ctename);
        walk_node(*cte.child);
        break;
    }
    case QueryNodeType::BOUND_SUBQUERY_NODE: break;
    }
    walk_modifiers(node);
    leave(mark);
}

// In front of a recursive one stands its own list, whose queries do not see its name either.
void TreeWalker::walk_own_query(const std::string& name, Owned<duckdb::QueryNode>& query) {
    const auto mark = ctes_.size();
    const auto* body = query.get();
    while (body->type == QueryNodeType::CTE_NODE) body = body->Cast<duckdb::CTENode>().child.get();
    if (body->type == QueryNodeType::RECURSIVE_CTE_NODE)
        ctes_.push_back({.written = duckdb::StringUtil::Lower(name), .not_yet = true});
    walk_query(query);
    leave(mark);
}

// The first query does not see the name: what it means to the engine there is anything else of that name.
void TreeWalker::walk_recursive(duckdb::RecursiveCTENode& node) {
    const auto mark = ctes_.size();
    ctes_.push_back({.written = duckdb::StringUtil::Lower(node.ctename), .not_yet = true});
    walk_query(node.left);
    leave(mark);
    if (add_cte(node.ctename, nullptr, {})) list_common_table(node, node.ctename);
    walk_query(node.right);
    for (auto& key : node.key_targets) walk_expression(key);
    on_recursive_table(node);
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

void TreeWalker::see_sides(duckdb::SetOperationNode& chain) {
    for (auto* side : {&chain.left, &chain.right}) {
        const bool plain = (*side)->modifiers.empty() && (*side)->cte_map.map.empty();
        if ((*side)->type == QueryNodeType::SET_OPERATION_NODE && plain)
            see_sides((*side)->Cast<duckdb::SetOperationNode>());
        else
            on_query(*side);
    }
}

void TreeWalker::walk_set_operation(duckdb::SetOperationNode& chain) {
    see_sides(chain);
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
    before_expression(*expression);
    if (expression->GetExpressionClass() == duckdb::ExpressionClass::SUBQUERY)
        walk_query(expression->Cast<duckdb::SubqueryExpression>().subquery->node);
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
        const auto* common = qualified ? nullptr : find_cte(base.table_name);
        if (common == nullptr)
            on_base_table(table);
        else
            on_common_table(base, *common);
        break;
    }
    case TableReferenceType::JOIN: {
        auto& join = table->Cast<duckdb::JoinRef>();
        walk_table(join.left);
        walk_table(join.right);
        walk_condition(join.condition, "JOIN/ON");
        for (auto& column : join.duplicate_eliminated_columns) walk_expression(column);
        break;
    }
    case TableReferenceType::SUBQUERY: {
        auto& query = table->Cast<duckdb::SubqueryRef>().subquery->node;
        if (enters(*query)) walk_query(query);
        break;
    }
    case TableReferenceType::TABLE_FUNCTION: {
        on_table_function(table);
        if (table->type != TableReferenceType::TABLE_FUNCTION) return;
        auto& reference = table->Cast<duckdb::TableFunctionRef>();
        ParsedExpressionIterator::EnumerateChildren(*reference.function,
                                                    [this](Owned<ParsedExpression>& child) { walk_expression(child); });
        if (reference.subquery) on_foreign_table(reference);
        break;
    }
    case TableReferenceType::EXPRESSION_LIST:
        on_values(table->Cast<duckdb::ExpressionListRef>());
        for (auto& row : table->Cast<duckdb::ExpressionListRef>().values)
            for (auto& value : row) walk_expression(value);
        break;
    case TableReferenceType::PIVOT:
        on_pivot(table);
        if (table->type != TableReferenceType::PIVOT) return walk_table(table);
        walk_pivot(table->Cast<duckdb::PivotRef>());
        break;
    case TableReferenceType::EMPTY_FROM: break;
    default: on_foreign_table(*table);
    }
}

// Of UNPIVOT the entries are expressions, of PIVOT values.
void TreeWalker::walk_pivot(duckdb::PivotRef& pivot) {
    walk_table(pivot.source);
    const bool unnamed = pivot.aggregates.size() == 1 && !pivot.aggregates[0]->HasAlias();
    for (auto& aggregate : pivot.aggregates) walk_expression(aggregate);
    if (unnamed) pivot.aggregates[0]->ClearAlias(); // columns are named by their values alone
    for (auto& column : pivot.pivots) {
        for (auto& expression : column.pivot_expressions) walk_expression(expression);
        for (auto& entry : column.entries) {
            if (entry.expr) walk_expression(entry.expr);
            if (entry.alias.empty() && entry.values.size() == 1 && entry.values[0].IsNull()) entry.alias = "null";
        }
        if (column.subquery) walk_query(column.subquery);
        if (!column.pivot_enum.empty()) on_foreign_table(pivot);
    }
}

} // namespace redstart::sql
