#include "catalog/information/function_names.hpp"

#include "catalog/information/callable.hpp"
#include "catalog/information/engine_functions.hpp"
#include "catalog/signatures/signature.hpp"

#include <string>
#include <unordered_set>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog.hpp>
#include <duckdb/catalog/catalog_entry/schema_catalog_entry.hpp>

namespace redstart::sql {
namespace {

// By themselves, also those that one of ours hides: sum() of ours is made of the engine's.
bool is_engine_function(std::string_view name) {
    static const auto names = [] {
        std::unordered_set<std::string> words;
        for (const auto& row : catalog::engine_functions())
            catalog::each_name(row.names, [&](std::string_view word) { words.emplace(word); });
        return words;
    }();
    return names.contains(std::string(name));
}

} // namespace

FunctionNames::FunctionNames(duckdb::DuckDB& instance) {
    const auto add = [this](std::string_view name) { scalars_[std::string(name)] = "main"; };
    catalog::each_name(catalog::written_functions(), add);
    for (const auto& row : catalog::signatures())
        if (row.made == catalog::Made::Engine) add(row.name);
    catalog::each_name(catalog::engine_table_functions(),
                       [this](std::string_view name) { tables_[std::string(name)] = "main"; });
    duckdb::Connection connection(instance);
    auto& context = *connection.context;
    context.RunFunctionInTransaction([&] {
        auto& system = duckdb::Catalog::GetSystemCatalog(context);
        auto& schema = system.GetSchema(context, "pg_catalog");
        // The rs_ table functions are for the system views alone: a client cannot call them.
        auto ours = [](const duckdb::CatalogEntry& entry) { return entry.internal && !entry.name.starts_with("rs_"); };
        auto scalar = [&](duckdb::CatalogEntry& entry) {
            const bool engines = entry.type == duckdb::CatalogType::MACRO_ENTRY;
            if (!engines || catalog::find_signature(entry.name) != nullptr) scalars_[entry.name] = "pg_catalog";
        };
        schema.Scan(context, duckdb::CatalogType::SCALAR_FUNCTION_ENTRY, scalar);
        schema.Scan(context, duckdb::CatalogType::AGGREGATE_FUNCTION_ENTRY, scalar);
        schema.Scan(context, duckdb::CatalogType::MACRO_ENTRY, scalar);
        schema.Scan(context, duckdb::CatalogType::TABLE_FUNCTION_ENTRY, [&](duckdb::CatalogEntry& entry) {
            if (ours(entry)) tables_[entry.name] = "pg_catalog";
        });
    });
    scalars_.erase("**"); // the engine's second name of ^
    tables_.emplace("pg_timezone_names", "main");
}

std::string_view FunctionNames::schema_of(std::string_view name) const {
    const auto found = scalars_.find(std::string(name));
    return found == scalars_.end() ? std::string_view() : found->second;
}

std::string_view FunctionNames::table_function_schema_of(std::string_view name) const {
    const auto found = tables_.find(std::string(name));
    return found == tables_.end() ? std::string_view() : found->second;
}

bool may_call(const FunctionNames& names, std::string_view schema, std::string_view name) {
    return schema == "main" ? is_engine_function(name) : !schema.empty() && names.schema_of(name) == schema;
}

// The records of pg_get_cols() and its like are queries on two of the system views' own functions (late_columns).
bool may_read(const FunctionNames& names, std::string_view schema, std::string_view name) {
    if (schema == "pg_catalog" && (name == "rs_columns" || name == "rs_late_columns")) return true;
    return !schema.empty() && names.table_function_schema_of(name) == schema;
}

} // namespace redstart::sql
