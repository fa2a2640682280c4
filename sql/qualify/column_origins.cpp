#include "sql/qualify/column_origins.hpp"

#include "protocol/pg_type.hpp"
#include "sql/qualify/from_clause.hpp"

#include <duckdb.hpp>
#include <duckdb/parser/statement/select_statement.hpp>

namespace redstart::sql {

std::vector<ColumnOrigin> column_origins(duckdb::ClientContext& context, const duckdb::SQLStatement& statement) {
    if (statement.type != duckdb::StatementType::SELECT_STATEMENT) return {};
    const auto columns = query_columns(context, *statement.Cast<duckdb::SelectStatement>().node, {});
    std::vector<ColumnOrigin> origins;
    if (!columns) return origins;
    for (const auto& column : *columns) origins.push_back(column.origin);
    return origins;
}

void name_origins(std::vector<protocol::ColumnDescription>& columns, const std::vector<ColumnOrigin>& origins) {
    if (columns.size() != origins.size()) return;
    for (std::size_t index = 0; index < columns.size(); ++index) {
        columns[index].table = origins[index].table;
        columns[index].attribute = origins[index].attribute;
        const bool text =
            columns[index].type == protocol::oid::kVarchar || columns[index].type == protocol::oid::kBpchar;
        if (text && origins[index].chosen) columns[index].typmod = -1;
    }
}

} // namespace redstart::sql
