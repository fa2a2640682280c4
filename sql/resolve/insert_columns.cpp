#include "sql/resolve/insert_columns.hpp"

#include "protocol/sqlstate.hpp"
#include "sql/object/table_entry.hpp"
#include "sql/tree/common_tables.hpp"
#include "sql/tree/query_types.hpp"

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/table_catalog_entry.hpp>
#include <duckdb/parser/query_node/cte_node.hpp>
#include <duckdb/parser/statement/insert_statement.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/expressionlistref.hpp>

namespace redstart::sql {
namespace {

using protocol::SqlError;

// How many expressions there are for a row.
std::optional<std::size_t> width(duckdb::ClientContext& context, const ResolvedNames& names,
                                 const duckdb::InsertStatement& statement) {
    if (!statement.select_statement) return std::nullopt; // DEFAULT VALUES
    if (const auto values = statement.GetValuesList()) return values->values[0].size();
    const auto& query = *statement.select_statement->node;
    const auto* body = &query;
    while (body->type == duckdb::QueryNodeType::CTE_NODE) body = body->Cast<duckdb::CTENode>().child.get();
    const auto& items = body->GetSelectList();
    if (!has_star(items)) return items.size();
    const auto types = bound_types(context, names, with_common_tables(query.Copy(), scope_of(statement.cte_map)));
    return types ? std::optional(types->size()) : std::nullopt;
}

} // namespace

void complete_columns(duckdb::ClientContext& context, const ResolvedNames& names, const Relation& target,
                      duckdb::InsertStatement& statement) {
    const auto given = width(context, names, statement);
    if (!given) return;
    auto& entry = table_entry(context, target);
    const bool named = !statement.columns.empty();
    const auto wanted = named ? statement.columns.size() : entry.GetColumns().LogicalColumnCount();
    if (*given > wanted)
        throw SqlError(protocol::sqlstate::kSyntaxError, "INSERT has more expressions than target columns");
    if (*given == wanted) return;
    if (named) throw SqlError(protocol::sqlstate::kSyntaxError, "INSERT has more target columns than expressions");
    statement.columns = entry.GetColumns().GetColumnNames();
    statement.columns.resize(*given);
}

} // namespace redstart::sql
