#include "sql/tree/kept_lists.hpp"

#include "sql/tree/tree_walker.hpp"
#include "sql/tree/with_lists.hpp"

#include <vector>

#include <duckdb.hpp>
#include <duckdb/parser/common_table_expression_info.hpp>
#include <duckdb/parser/query_node/cte_node.hpp>
#include <duckdb/parser/query_node/recursive_cte_node.hpp>
#include <duckdb/parser/statement/select_statement.hpp>

namespace redstart::sql {
namespace {

using duckdb::CTENode;
using duckdb::QueryNodeType;

// The engine looks for a recursive table's own name where it is listed.
void list_own_name(duckdb::QueryNode& query) {
    if (query.type == QueryNodeType::RECURSIVE_CTE_NODE)
        list_common_table(query, query.Cast<duckdb::RecursiveCTENode>().ctename);
}

Owned<duckdb::CommonTableExpressionInfo> entry_of(const CTENode& table) {
    auto entry = duckdb::make_uniq<duckdb::CommonTableExpressionInfo>();
    entry->aliases = table.aliases;
    entry->materialized = table.materialized;
    entry->query = duckdb::make_uniq<duckdb::SelectStatement>();
    entry->query->node = table.query->Copy();
    list_own_name(*entry->query->node);
    return entry;
}

class Lists : public TreeWalker {
protected:
    // The copies are made of what is inside already as it is to be kept.
    void on_query(Owned<duckdb::QueryNode>& query) override {
        std::vector<CTENode*> tables;
        auto* node = query.get();
        for (; node->type == QueryNodeType::CTE_NODE; node = node->Cast<CTENode>().child.get())
            tables.push_back(&node->Cast<CTENode>());
        if (tables.empty()) return;
        node->cte_map = {};
        list_own_name(*node);
        for (auto* table : tables) {
            keep_common_tables(table->query);
            node->cte_map.map.insert(table->ctename, entry_of(*table));
        }
        // The list of a node that is to be materialized is read instead of the one behind it.
        for (auto* table : tables)
            if (table->materialized == duckdb::CTEMaterialize::CTE_MATERIALIZE_ALWAYS)
                table->cte_map = node->cte_map.Copy();
    }
};

} // namespace

void keep_common_tables(Owned<duckdb::QueryNode>& query) { Lists().walk_query(query); }

} // namespace redstart::sql
