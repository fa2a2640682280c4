// max and min: the engine's, of one argument that is not boolean (r_MAX, r_MIN: BOOL_OR and BOOL_AND are for those).
#include "catalog/engine/engine_error.hpp"
#include "catalog/functions/kit/families.hpp"
#include "protocol/sqlstate.hpp"

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/aggregate_function_catalog_entry.hpp>
#include <duckdb/parser/parsed_data/create_aggregate_function_info.hpp>
#include <fmt/core.h>

namespace redstart::catalog {

namespace {

using duckdb::AggregateFunction;

using Arguments = duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>;
using BindData = duckdb::unique_ptr<duckdb::FunctionData>;

enum class Extreme : unsigned char { Max, Min };

// The engine's own bind, which chooses the function for the type. Written once at start.
template <Extreme kExtreme> duckdb::bind_aggregate_function_t engine_bind = nullptr;

template <Extreme kExtreme>
BindData bind(duckdb::ClientContext& context, AggregateFunction& function, Arguments& arguments) {
    if (arguments[0]->return_type.id() == duckdb::LogicalTypeId::BOOLEAN)
        throw_through_engine({protocol::sqlstate::kUndefinedFunction,
                              fmt::format("function {}(boolean) does not exist", function.name)});
    return engine_bind<kExtreme>(context, function, arguments);
}

template <Extreme kExtreme> void install(duckdb::DatabaseInstance& instance, const std::string& name) {
    auto& catalog = duckdb::Catalog::GetSystemCatalog(instance);
    const auto transaction = duckdb::CatalogTransaction::GetSystemTransaction(instance);
    const auto entry = catalog.GetSchema(transaction, DEFAULT_SCHEMA)
                           .GetEntry(transaction, duckdb::CatalogType::AGGREGATE_FUNCTION_ENTRY, name);
    if (!entry) throw duckdb::InternalException("the engine has no aggregate %s", name);
    duckdb::AggregateFunctionSet set(name);
    for (auto function : entry->Cast<duckdb::AggregateFunctionCatalogEntry>().functions.functions) {
        if (function.arguments.size() != 1) continue; // max(x, n), a list, is the engine's alone
        engine_bind<kExtreme> = function.bind;
        function.bind = bind<kExtreme>;
        set.AddFunction(std::move(function));
    }
    duckdb::CreateAggregateFunctionInfo info(std::move(set));
    info.schema = "pg_catalog";
    info.internal = true;
    info.on_conflict = duckdb::OnCreateConflict::REPLACE_ON_CONFLICT;
    catalog.CreateFunction(transaction, info);
}

} // namespace

void install_extreme_aggregates(duckdb::DatabaseInstance& instance) {
    install<Extreme::Max>(instance, "max");
    install<Extreme::Min>(instance, "min");
}

} // namespace redstart::catalog
