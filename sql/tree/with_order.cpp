#include "sql/tree/with_order.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/tree/tree_walker.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <duckdb.hpp>
#include <duckdb/parser/query_node/cte_node.hpp>
#include <duckdb/parser/tableref/basetableref.hpp>

namespace redstart::sql {
namespace {

using duckdb::CTENode;
using Nodes = std::vector<Owned<duckdb::QueryNode>>;
using Names = std::set<std::string>;

std::string name_of(const duckdb::QueryNode& node) { return duckdb::StringUtil::Lower(node.Cast<CTENode>().ctename); }

// The names without a schema that a query reads and that are none of its own common tables.
class ReadNames : public TreeWalker {
public:
    Names names;

protected:
    void on_base_table(Owned<duckdb::TableRef>& reference) override {
        const auto& table = reference->Cast<duckdb::BaseTableRef>();
        if (table.catalog_name.empty() && table.schema_name.empty())
            names.insert(duckdb::StringUtil::Lower(table.table_name));
    }
};

Names read_by(duckdb::QueryNode& node) {
    ReadNames walk;
    walk.walk_query(node.Cast<CTENode>().query);
    walk.names.erase(name_of(node)); // itself
    return std::move(walk.names);
}

bool meet(const Names& some, const Names& others) {
    return std::any_of(some.begin(), some.end(), [&](const std::string& name) { return others.contains(name); });
}

} // namespace

void order_common_tables(Nodes& tables) {
    std::vector<std::pair<Owned<duckdb::QueryNode>, Names>> waiting;
    Names missing; // the names of those that wait
    for (auto& table : tables) {
        auto names = read_by(*table);
        missing.insert(name_of(*table));
        waiting.emplace_back(std::move(table), std::move(names));
    }
    tables.clear();
    while (!waiting.empty()) {
        const auto next = std::find_if(waiting.begin(), waiting.end(),
                                       [&](const auto& table) { return !meet(table.second, missing); });
        if (next == waiting.end())
            throw protocol::SqlError(protocol::sqlstate::kFeatureNotSupported,
                                     "mutual recursion between WITH items is not implemented")
                .subject(waiting.front().first->Cast<CTENode>().ctename);
        missing.erase(name_of(*next->first));
        tables.push_back(std::move(next->first));
        waiting.erase(next);
    }
}

} // namespace redstart::sql
