#include "sql/tree/common_tables.hpp"

#include "sql/tree/tree_walker.hpp"
#include "sql/tree/with_lists.hpp"

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
    for (auto table = ctes.rbegin(); table != ctes.rend(); ++table) {
        if (table->query == nullptr || !ReadsCommonTable::ask(*query, table->name)) continue;
        auto outer = duckdb::make_uniq<duckdb::CTENode>();
        outer->ctename = table->name;
        outer->query = table->query->Copy();
        outer->aliases = {table->columns.begin(), table->columns.end()};
        outer->child = std::move(query);
        list_common_table(*outer, table->name);
        query = std::move(outer);
    }
    return query;
}

CteScope scope_of(const duckdb::CommonTableExpressionMap& ctes) {
    CteScope scope;
    for (const auto& [name, cte] : ctes.map) {
        const auto lower = duckdb::StringUtil::Lower(name);
        scope.push_back({lower, cte->query->node.get(), {cte->aliases.begin(), cte->aliases.end()}, lower});
    }
    return scope;
}

} // namespace redstart::sql
