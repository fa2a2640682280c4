#include "catalog/engine/engine_sets.hpp"

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/duck_schema_entry.hpp>
#include <duckdb/catalog/catalog_entry/scalar_function_catalog_entry.hpp>
#include <duckdb/parser/parsed_data/create_scalar_function_info.hpp>

namespace redstart::catalog {

namespace {

duckdb::CatalogSet& scalar_functions(duckdb::DatabaseInstance& instance, const std::string& schema) {
    auto& catalog = duckdb::Catalog::GetSystemCatalog(instance);
    const auto transaction = duckdb::CatalogTransaction::GetSystemTransaction(instance);
    return catalog.GetSchema(transaction, schema)
        .Cast<duckdb::DuckSchemaEntry>()
        .GetCatalogSet(duckdb::CatalogType::SCALAR_FUNCTION_ENTRY);
}

duckdb::ScalarFunctionSet set_of(duckdb::DatabaseInstance& instance, const std::string& schema,
                                 const std::string& name) {
    const auto transaction = duckdb::CatalogTransaction::GetSystemTransaction(instance);
    const auto entry = scalar_functions(instance, schema).GetEntry(transaction, name);
    if (!entry) throw duckdb::InternalException("%s has no function %s", schema, name);
    return entry->Cast<duckdb::ScalarFunctionCatalogEntry>().functions;
}

} // namespace

void install_set(duckdb::DatabaseInstance& instance, duckdb::ScalarFunctionSet set) {
    for (auto& function : set.functions) duckdb::BaseScalarFunction::SetReturnsError(function);
    const auto transaction = duckdb::CatalogTransaction::GetSystemTransaction(instance);
    // The engine ships macros under some names, and an entry of another kind cannot be replaced, only dropped.
    auto& functions = scalar_functions(instance, "pg_catalog");
    const auto entry = functions.GetEntry(transaction, set.name);
    if (entry && entry->type != duckdb::CatalogType::SCALAR_FUNCTION_ENTRY)
        functions.DropEntry(transaction, set.name, false, true);
    duckdb::CreateScalarFunctionInfo info(std::move(set));
    // The engine's optimizer knows these by the bound name and would put its own functions, of another type, in place.
    for (const std::string_view known : {"date_part", "date_trunc"})
        if (info.name == known)
            for (auto& function : info.functions.functions) function.name = "rs_" + info.name;
    info.schema = "pg_catalog";
    info.internal = true;
    info.on_conflict = duckdb::OnCreateConflict::REPLACE_ON_CONFLICT;
    duckdb::Catalog::GetSystemCatalog(instance).CreateFunction(transaction, info);
}

duckdb::ScalarFunctionSet engine_set(duckdb::DatabaseInstance& instance, const std::string& name) {
    return set_of(instance, DEFAULT_SCHEMA, name);
}

duckdb::ScalarFunctionSet installed_set(duckdb::DatabaseInstance& instance, const std::string& name) {
    return set_of(instance, "pg_catalog", name);
}

} // namespace redstart::catalog
