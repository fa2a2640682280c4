#include "sql/tree/with_lists.hpp"

#include <algorithm>
#include <vector>

#include <duckdb.hpp>
#include <duckdb/parser/common_table_expression_info.hpp>
#include <duckdb/parser/expression/constant_expression.hpp>
#include <duckdb/parser/query_node/list.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/emptytableref.hpp>

namespace redstart::sql {
namespace {

using duckdb::CTENode;
using duckdb::QueryNodeType;
using duckdb::StringUtil;

// What the engine asks of an entry is whether it is there; the query is that of the node.
Owned<duckdb::CommonTableExpressionInfo> list_entry() {
    auto entry = duckdb::make_uniq<duckdb::CommonTableExpressionInfo>();
    entry->query = duckdb::make_uniq<duckdb::SelectStatement>();
    auto select = duckdb::make_uniq<duckdb::SelectNode>();
    select->from_table = duckdb::make_uniq<duckdb::EmptyTableRef>();
    select->select_list.push_back(duckdb::make_uniq<duckdb::ConstantExpression>(duckdb::Value::INTEGER(1)));
    entry->query->node = std::move(select);
    return entry;
}

Owned<duckdb::QueryNode> table_node(const std::string& name, duckdb::CommonTableExpressionInfo& entry) {
    auto node = duckdb::make_uniq<CTENode>();
    node->ctename = name;
    node->query = std::move(entry.query->node);
    node->aliases = std::move(entry.aliases);
    node->materialized = entry.materialized;
    return node;
}

bool names(const duckdb::QueryNode& node, const std::string& name) {
    return StringUtil::CIEquals(node.Cast<CTENode>().ctename, name);
}

// Of each name the innermost; what stands before it is another copy of the list.
void keep_last(std::vector<Owned<duckdb::QueryNode>>& tables) {
    duckdb::case_insensitive_set_t seen;
    for (auto table = tables.rbegin(); table != tables.rend(); ++table)
        if (!seen.insert((*table)->Cast<CTENode>().ctename).second) table->reset();
    std::erase_if(tables, [](const auto& table) { return table == nullptr; });
}

} // namespace

void list_common_table(duckdb::QueryNode& node, const std::string& name) {
    node.cte_map = {};
    node.cte_map.map.insert(name, list_entry());
}

void one_node_per_table(Owned<duckdb::QueryNode>& query,
                        const std::function<void(std::vector<Owned<duckdb::QueryNode>>&)>& order) {
    std::vector<Owned<duckdb::QueryNode>> tables; // outermost first
    while (query->type == QueryNodeType::CTE_NODE) {
        auto inner = std::move(query->Cast<CTENode>().child);
        for (auto& modifier : query->modifiers) inner->modifiers.push_back(std::move(modifier));
        query->modifiers.clear();
        tables.push_back(std::move(query));
        query = std::move(inner);
    }
    for (auto& [name, entry] : query->cte_map.map) {
        const auto same = [&, &wanted = name](const auto& table) { return names(*table, wanted); };
        if (std::none_of(tables.begin(), tables.end(), same)) tables.push_back(table_node(name, *entry));
    }
    query->cte_map = {};
    keep_last(tables);
    if (order && tables.size() > 1) order(tables);
    for (auto table = tables.rbegin(); table != tables.rend(); ++table) {
        (*table)->cte_map = {};
        (*table)->Cast<CTENode>().child = std::move(query);
        query = std::move(*table);
    }
}

} // namespace redstart::sql
