#include "tests/functions/signatures.hpp"

#include "catalog/install.hpp"
#include "sql/engine/engine.hpp"

#include <stdexcept>

#include <duckdb.hpp>

namespace redstart::test {
namespace {

// What would end, slow down or change the session that tries it.
bool is_left_out(const std::string& name) { return name == "set_config" || name.starts_with("rs_"); }

Signature signature_of(duckdb::MaterializedQueryResult& result, duckdb::idx_t row, FunctionKind kind) {
    Signature signature;
    signature.kind = kind;
    signature.name = result.GetValue(0, row).ToString();
    const auto types = result.GetValue(2, row);
    if (!types.IsNull())
        for (const auto& type : duckdb::ListValue::GetChildren(types)) signature.arguments.push_back(type.ToString());
    signature.more = !result.GetValue(3, row).IsNull();
    return signature;
}

void add_windows(std::vector<Signature>& signatures) {
    const auto add = [&](const char* name, std::vector<std::string> arguments) {
        signatures.push_back({FunctionKind::Window, name, std::move(arguments), false});
    };
    for (const auto* name : {"row_number", "rank", "dense_rank", "percent_rank", "cume_dist"}) add(name, {});
    for (const auto* name : {"first_value", "last_value", "lag", "lead"}) add(name, {"ANY"});
    for (const auto* name : {"lag", "lead", "nth_value"}) add(name, {"ANY", "BIGINT"});
    for (const auto* name : {"lag", "lead"}) add(name, {"ANY", "BIGINT", "ANY"});
    add("ntile", {"BIGINT"});
}

} // namespace

std::vector<Signature> read_signatures(sql::Engine& engine) {
    // The server's own instance is sealed: what it can call is asked of another one with the same functions.
    duckdb::DuckDB open(nullptr);
    catalog::install(*open.instance, engine.directories());
    duckdb::Connection connection(open);
    const auto result =
        connection.Query("SELECT function_name, function_type, parameter_types, varargs FROM system.main."
                         "duckdb_functions() WHERE schema_name IN ('main', 'pg_catalog') ORDER BY ALL");
    if (result->HasError()) throw std::runtime_error(result->GetError());
    const auto& names = engine.functions();
    std::vector<Signature> signatures;
    for (duckdb::idx_t row = 0; row < result->RowCount(); ++row) {
        const auto name = result->GetValue(0, row).ToString();
        const auto type = result->GetValue(1, row).ToString();
        if (is_left_out(name)) continue;
        const bool value = !names.schema_of(name).empty();
        if (type == "table" || type == "table_macro") {
            if (!names.table_function_schema_of(name).empty())
                signatures.push_back(signature_of(*result, row, FunctionKind::Table));
        } else if (value) {
            const auto kind = type == "aggregate" ? FunctionKind::Aggregate : FunctionKind::Scalar;
            signatures.push_back(signature_of(*result, row, kind));
        }
    }
    add_windows(signatures);
    return signatures;
}

} // namespace redstart::test
