// FunctionNames: which functions a client may call, and in which system schema each lives. An allow-list: what is no
// row of catalog/signatures and not declared by the catalog does not exist for a client, so no statement reaches files,
// settings or the network. Immutable after construction; read by any thread.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

namespace duckdb {
class DuckDB;
}

namespace redstart::sql {

class FunctionNames {
public:
    FunctionNames() = default;
    // Reads what the catalog installed into pg_catalog and joins it with the engine functions a client may use.
    explicit FunctionNames(duckdb::DuckDB& instance);

    // "pg_catalog" or "main" (of the engine's system catalog); empty when a client cannot call that name.
    // Our own functions come first, as PostgreSQL searches pg_catalog first. `name` is in lower case.
    std::string_view schema_of(std::string_view name) const;

    // The same for functions that may stand in FROM.
    std::string_view table_function_schema_of(std::string_view name) const;

private:
    std::unordered_map<std::string, std::string_view> scalars_;
    std::unordered_map<std::string, std::string_view> tables_;
};

} // namespace redstart::sql
