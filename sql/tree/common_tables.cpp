#include "sql/tree/common_tables.hpp"

#include "sql/tree/tree_walker.hpp"

#include <duckdb.hpp>
#include <duckdb/parser/common_table_expression_info.hpp>
#include <duckdb/parser/query_node/list.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/basetableref.hpp>

namespace redstart::sql {
namespace {

// Whether a query reads a common table that it does not define itself.
class ReadsCommonTable : public TreeWalker {
public:
    static bool ask(duckdb::QueryNode& query, const std::string& name) {
        ReadsCommonTable walk(name);
        walk.walk_node(query);
        return walk.found_;
    }

protected:
    void on_base_table(Owned<duckdb::TableRef>& reference) override {
        const auto& table = reference->Cast<duckdb::BaseTableRef>();
        found_ |= table.schema_name.empty() && duckdb::StringUtil::Lower(table.table_name) == name_;
    }

private:
    explicit ReadsCommonTable(const std::string& name) : name_(name) {}
    const std::string& name_;
    bool found_ = false;
};

} // namespace

Owned<duckdb::QueryNode> with_common_tables(Owned<duckdb::QueryNode> query, const CteScope& ctes) {
    if (query->type == duckdb::QueryNodeType::SELECT_NODE) query->cte_map = {};
    duckdb::CommonTableExpressionMap list;
    std::vector<duckdb::CTENode*> nodes;
    for (auto table = ctes.rbegin(); table != ctes.rend(); ++table) {
        const bool hidden = list.map.find(table->name) != list.map.end();
        if (table->query == nullptr || hidden || !ReadsCommonTable::ask(*query, table->name)) continue;
        auto entry = duckdb::make_uniq<duckdb::CommonTableExpressionInfo>();
        entry->aliases = {table->columns.begin(), table->columns.end()};
        entry->query = duckdb::make_uniq<duckdb::SelectStatement>();
        entry->query->node = table->query->Copy();
        auto outer = duckdb::make_uniq<duckdb::CTENode>();
        outer->ctename = table->name;
        outer->query = table->query->Copy();
        outer->aliases = entry->aliases;
        outer->child = std::move(query);
        list.map.insert(table->name, std::move(entry));
        nodes.push_back(outer.get());
        query = std::move(outer);
    }
    for (auto* node : nodes) node->cte_map = list.Copy();
    return query;
}

} // namespace redstart::sql
