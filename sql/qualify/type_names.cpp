#include "sql/qualify/type_names.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <string>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/type_catalog_entry.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

// Types that a cluster has and this server does not.
bool is_cluster_type(const std::string& name) {
    return name == "super" || name == "geometry" || name == "geography" || name == "hllsketch";
}

// A size that is declared for an array means nothing: int[2] is int[] (PostgreSQL, "Declaration of Array Types").
duckdb::LogicalType without_size(const duckdb::LogicalType& type) {
    if (type.id() != duckdb::LogicalTypeId::ARRAY) return type;
    return duckdb::LogicalType::LIST(without_size(duckdb::ArrayType::GetChildType(type)));
}

// Types of several parts, whose parts are named, and those that only the engine has.
void refuse_engine_type(const duckdb::LogicalType& type) {
    switch (type.id()) {
    case duckdb::LogicalTypeId::STRUCT:
    case duckdb::LogicalTypeId::MAP:
    case duckdb::LogicalTypeId::UNION:
    case duckdb::LogicalTypeId::ENUM:
    case duckdb::LogicalTypeId::VARIANT:
    case duckdb::LogicalTypeId::BIGNUM:
    case duckdb::LogicalTypeId::TINYINT:
    case duckdb::LogicalTypeId::UTINYINT:
    case duckdb::LogicalTypeId::USMALLINT:
    case duckdb::LogicalTypeId::UINTEGER:
    case duckdb::LogicalTypeId::UBIGINT:
    case duckdb::LogicalTypeId::HUGEINT:
    case duckdb::LogicalTypeId::UHUGEINT:
    case duckdb::LogicalTypeId::TIMESTAMP_SEC:
    case duckdb::LogicalTypeId::TIMESTAMP_MS:
    case duckdb::LogicalTypeId::TIMESTAMP_NS:
    case duckdb::LogicalTypeId::TIME_NS:
    case duckdb::LogicalTypeId::BIT:
    case duckdb::LogicalTypeId::ANY:
    case duckdb::LogicalTypeId::INVALID:
        throw SqlError(state::kUndefinedObject,
                       fmt::format("type \"{}\" does not exist",
                                   duckdb::StringUtil::Lower(duckdb::LogicalTypeIdToString(type.id()))));
    default: return;
    }
}

} // namespace

void name_type(duckdb::ClientContext& context, duckdb::LogicalType& type) {
    type = without_size(type);
    refuse_engine_type(type);
    if (type.id() == duckdb::LogicalTypeId::LIST && !type.HasAlias()) {
        auto element = duckdb::ListType::GetChildType(type);
        name_type(context, element);
        type = duckdb::LogicalType::LIST(element);
        return;
    }
    if (type.id() != duckdb::LogicalTypeId::USER) return;
    auto name = duckdb::StringUtil::Lower(duckdb::UserType::GetTypeName(type));
    const auto& schema = duckdb::UserType::GetSchema(type);
    if (!schema.empty() && schema != "pg_catalog")
        throw SqlError(state::kUndefinedObject, fmt::format("type \"{}.{}\" does not exist", schema, name));
    if (is_cluster_type(name))
        throw SqlError(state::kFeatureNotSupported, fmt::format("type \"{}\" is not supported", name));
    if (!duckdb::Catalog::GetEntry<duckdb::TypeCatalogEntry>(context, "system", "pg_catalog", name,
                                                             duckdb::OnEntryNotFound::RETURN_NULL))
        throw SqlError(state::kUndefinedObject, fmt::format("type \"{}\" does not exist", name));
    type = duckdb::LogicalType::USER("system", "pg_catalog", name, duckdb::UserType::GetTypeModifiers(type));
}

} // namespace redstart::sql
