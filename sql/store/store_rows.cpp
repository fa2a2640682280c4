#include "sql/store/store_rows.hpp"

#include "catalog/engine/errors.hpp"

#include <duckdb.hpp>

namespace redstart::sql {
namespace {

StoreRows run_one(duckdb::Connection& connection, const std::string& sql, const StoreValues& values) {
    auto prepared = connection.Prepare(sql);
    if (prepared->HasError()) throw to_sql_error(prepared->error);
    duckdb::vector<duckdb::Value> given;
    for (const auto& value : values) given.push_back(value ? duckdb::Value(*value) : duckdb::Value());
    auto result = prepared->Execute(given, false);
    if (result->HasError()) throw to_sql_error(result->GetErrorObject());
    auto& found = static_cast<duckdb::MaterializedQueryResult&>(*result);
    StoreRows rows(found.RowCount());
    for (duckdb::idx_t row = 0; row < rows.size(); ++row)
        for (duckdb::idx_t column = 0; column < found.ColumnCount(); ++column) {
            const auto value = found.GetValue(column, row);
            rows[row].push_back(value.IsNull() ? std::nullopt : std::optional(value.ToString()));
        }
    return rows;
}

} // namespace

StoreRows run_store(duckdb::Connection& connection, std::string_view sql, const StoreValues& values) {
    for (auto end = sql.find(';'); end != std::string_view::npos; end = sql.find(';')) {
        run_one(connection, std::string(sql.substr(0, end)), values);
        sql.remove_prefix(end + 1);
    }
    return run_one(connection, std::string(sql), values);
}

StoreRows select_store(duckdb::Connection& connection, std::string_view columns, std::string_view rest,
                       const StoreValues& values) {
    std::string sql = "SELECT ";
    sql.append(columns).append(" FROM redstart_system.main.").append(rest);
    return run_one(connection, sql, values);
}

} // namespace redstart::sql
