#include "sql/engine/sealed_catalog.hpp"

#include "catalog/information/callable.hpp"
#include "catalog/information/function_names.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog.hpp>
#include <duckdb/catalog/catalog_entry/duck_schema_entry.hpp>
#include <duckdb/catalog/catalog_entry/view_catalog_entry.hpp>
#include <duckdb/main/config.hpp>

namespace redstart::sql {
namespace {

using duckdb::CatalogEntry;
using duckdb::CatalogType;

// What CHECKPOINT, which is a call to the engine, and the engine's own plans need.
bool engine_needs(std::string_view table_function) {
    return table_function == "checkpoint" || table_function == "force_checkpoint" || table_function == "seq_scan";
}

// Functions of one value that read settings, variables, files, sequences or the session, or run a text. The binder and
// the optimizer call many others by name, so that the rest has to stay; the resolver lets clients call none of it.
constexpr std::string_view kForbiddenScalars[] = {"add_parquet_key",
                                                  "current_connection_id",
                                                  "current_query",
                                                  "current_query_id",
                                                  "current_role",
                                                  "current_setting",
                                                  "current_transaction_id",
                                                  "current_user",
                                                  "currval",
                                                  "get_block_size",
                                                  "getenv",
                                                  "getvariable",
                                                  "in_search_path",
                                                  "json_deserialize_sql",
                                                  "json_execute_serialized_sql",
                                                  "json_serialize_plan",
                                                  "json_serialize_sql",
                                                  "nextval",
                                                  "parse_duckdb_log_message",
                                                  "pg_get_constraintdef",
                                                  "pg_get_viewdef",
                                                  "session_user",
                                                  "txid_current",
                                                  "user",
                                                  "write_log"};

bool is_forbidden(std::string_view scalar) {
    return std::find(std::begin(kForbiddenScalars), std::end(kForbiddenScalars), scalar) != std::end(kForbiddenScalars);
}

class Sealer {
public:
    explicit Sealer(duckdb::DatabaseInstance& instance)
        : transaction_(duckdb::CatalogTransaction::GetSystemTransaction(instance)), connection_(instance) {}

    template <typename Keep> void drop(duckdb::DuckSchemaEntry& schema, CatalogType type, Keep keep) {
        auto& set = schema.GetCatalogSet(type);
        // A scan makes what the engine makes when it is asked for, and holds the lock that dropping takes.
        std::vector<std::string> names;
        connection_.context->RunFunctionInTransaction([&] {
            set.Scan(*connection_.context, [&](CatalogEntry& entry) {
                if (!keep(entry)) names.push_back(entry.name);
            });
        });
        for (const auto& name : names) set.DropEntry(transaction_, name, false, true);
    }

private:
    duckdb::CatalogTransaction transaction_; // as the one who made them: nobody waits for it, nothing undoes it
    duckdb::Connection connection_;
};

} // namespace

void seal_catalog(duckdb::DatabaseInstance& instance, const FunctionNames& callable) {
    auto& config = duckdb::DBConfig::GetConfig(instance);
    config.replacement_scans.clear(); // FROM 'file.csv'
    Sealer sealer(instance);
    auto& catalog = duckdb::Catalog::GetSystemCatalog(instance);
    const auto transaction = duckdb::CatalogTransaction::GetSystemTransaction(instance);
    const auto none = [](const CatalogEntry&) { return false; };
    constexpr const char* kSchemas[] = {"main", "pg_catalog", "information_schema"};
    const auto schema_of = [&](const char* name) -> duckdb::DuckSchemaEntry& {
        return catalog.GetSchema(transaction, name).Cast<duckdb::DuckSchemaEntry>();
    };
    for (const auto* name : kSchemas) // first: the engine makes them as they are looked at, over its table functions
        sealer.drop(schema_of(name), CatalogType::VIEW_ENTRY, [](const CatalogEntry& entry) {
            return entry.tags.find("oid") != entry.tags.end(); // one of ours
        });
    for (const auto* name : kSchemas) {
        auto& schema = schema_of(name);
        sealer.drop(schema, CatalogType::TABLE_FUNCTION_ENTRY, [&](const CatalogEntry& entry) {
            return entry.name.starts_with("rs_") || engine_needs(entry.name) || may_read(callable, name, entry.name);
        });
        const bool main = std::string_view(name) == "main"; // elsewhere what is not a macro is ours
        sealer.drop(schema, CatalogType::SCALAR_FUNCTION_ENTRY, [&](const CatalogEntry& entry) {
            return (!main && entry.type != CatalogType::MACRO_ENTRY) || !is_forbidden(entry.name);
        });
        sealer.drop(schema, CatalogType::PRAGMA_FUNCTION_ENTRY, none);
        sealer.drop(schema, CatalogType::COPY_FUNCTION_ENTRY, none);
    }
}

} // namespace redstart::sql
