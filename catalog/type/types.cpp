#include "catalog/type/types.hpp"

#include "catalog/engine/engine_error.hpp"
#include "catalog/type/byte_casts.hpp"
#include "catalog/type/time_casts.hpp"
#include "catalog/type/type_map.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"

#include <duckdb.hpp>
#include <duckdb/function/cast/cast_function_set.hpp>
#include <duckdb/parser/parsed_data/create_type_info.hpp>
#include <fmt/core.h>

namespace redstart::catalog {

namespace {

using duckdb::LogicalType;
namespace oid = protocol::oid;

// The one modifier of rs_varchar and rs_bpchar, checked as PostgreSQL does.
std::int32_t length_of(const duckdb::BindLogicalTypeInput& input, const char* type, std::int32_t most) {
    const auto text = std::string(type);
    const auto fail = [](std::string message) {
        throw_through_engine(protocol::SqlError(protocol::sqlstate::kInvalidParameterValue, std::move(message)));
    };
    if (input.modifiers.size() != 1 || !input.modifiers[0].type().IsIntegral()) fail("invalid type modifier");
    const auto length = input.modifiers[0].GetValue<std::int64_t>();
    if (length < 1) fail(fmt::format("length for type {} must be at least 1", text));
    if (length > most) fail(fmt::format("length for type {} cannot exceed {}", text, most));
    return static_cast<std::int32_t>(length);
}

LogicalType bind_varchar(const duckdb::BindLogicalTypeInput& input) {
    return input.modifiers.empty() ? LogicalType(LogicalType::VARCHAR)
                                   : varchar_type(length_of(input, "varchar", kMaxVarcharLength));
}

// char without a length is char(1), bpchar without one is char(256) in Redshift; the dialect writes the number.
LogicalType bind_bpchar(const duckdb::BindLogicalTypeInput& input) {
    return bpchar_type(input.modifiers.empty() ? 1 : length_of(input, "char", kMaxCharLength));
}

void install_type(duckdb::DatabaseInstance& instance, const char* name, const LogicalType& type,
                  duckdb::bind_logical_type_function_t bind = nullptr) {
    duckdb::CreateTypeInfo info(name, type, bind);
    info.schema = "pg_catalog";
    info.internal = true;
    info.temporary = false;
    info.on_conflict = duckdb::OnCreateConflict::REPLACE_ON_CONFLICT;
    duckdb::Catalog::GetSystemCatalog(instance).CreateType(duckdb::CatalogTransaction::GetSystemTransaction(instance),
                                                           info);
}

// Implicit costs: giving up an alias is nearly free, taking one on is dearer than any of the engine's own choices.
constexpr std::int64_t kToPlain = 1;
constexpr std::int64_t kToAlias = 130;

void register_both(duckdb::CastFunctionSet& casts, const LogicalType& plain, const LogicalType& alias) {
    casts.RegisterCastFunction(plain, alias, duckdb::BoundCastInfo(duckdb::DefaultCasts::NopCast), kToAlias);
    casts.RegisterCastFunction(alias, plain, duckdb::BoundCastInfo(duckdb::DefaultCasts::NopCast), kToPlain);
}

// Types that hold the same values as `plain` and as one another.
void register_family(duckdb::CastFunctionSet& casts, const LogicalType& plain,
                     const std::vector<LogicalType>& aliases) {
    for (const auto& from : aliases) {
        register_both(casts, plain, from);
        for (const auto& to : aliases)
            if (from.GetAlias() != to.GetAlias())
                casts.RegisterCastFunction(from, to, duckdb::BoundCastInfo(duckdb::DefaultCasts::NopCast), kToAlias);
    }
}

// Other integers become and come from an aliased BIGINT as they do with BIGINT itself.
void register_integers(duckdb::CastFunctionSet& casts, const LogicalType& alias) {
    for (const auto& type : {LogicalType::SMALLINT, LogicalType::INTEGER, LogicalType::UINTEGER}) {
        duckdb::GetCastFunctionInput input;
        casts.RegisterCastFunction(type, alias, casts.GetCastFunction(type, LogicalType::BIGINT, input), kToAlias);
        casts.RegisterCastFunction(alias, type, casts.GetCastFunction(LogicalType::BIGINT, type, input), -1);
    }
}

} // namespace

void install_types(duckdb::DatabaseInstance& instance) {
    install_type(instance, "rs_varchar", aliased(LogicalType::VARCHAR, "varchar"), bind_varchar);
    install_type(instance, "rs_bpchar", aliased(LogicalType::VARCHAR, "bpchar"), bind_bpchar);
    // Names the grammar keeps for the engine's own types have a second name here; the dialect writes that one.
    install_type(instance, "rs_text", logical_type(oid::kText));
    install_type(instance, "rs_char", logical_type(oid::kChar));
    install_type(instance, "rs_oid", logical_type(oid::kOid));
    install_type(instance, "rs_varbyte", logical_type(oid::kVarbyte)); // the engine's parser reads literals of its own
    install_type(instance, "name", logical_type(oid::kName));
    install_type(instance, "xid", logical_type(oid::kXid));
    install_type(instance, "cid", logical_type(oid::kCid));
    install_type(instance, "abstime", logical_type(oid::kAbsTime));
    install_type(instance, "aclitem", logical_type(oid::kAclItem));
    install_type(instance, "unknown", logical_type(oid::kUnknown));
    install_type(instance, "regclass", logical_type(oid::kRegClass));
    install_type(instance, "regtype", logical_type(oid::kRegType));
    install_type(instance, "regproc", logical_type(oid::kRegProc));
    install_type(instance, "regnamespace", logical_type(oid::kRegNamespace));
    install_type(instance, "int2vector", logical_type(oid::kInt2Vector));
    install_type(instance, "oidvector", logical_type(oid::kOidVector));
}

void install_plain_casts(duckdb::DatabaseInstance& instance) {
    install_byte_casts(instance);
    install_time_casts(instance);
    auto& casts = duckdb::CastFunctionSet::Get(instance);
    std::vector<LogicalType> texts{aliased(LogicalType::VARCHAR, "varchar"), aliased(LogicalType::VARCHAR, "bpchar")};
    for (const auto type : {oid::kText, oid::kName, oid::kChar, oid::kAclItem, oid::kUnknown})
        texts.push_back(logical_type(type));
    register_family(casts, LogicalType::VARCHAR, texts);

    const std::vector<LogicalType> identifiers{logical_type(oid::kOid), logical_type(oid::kXid),
                                               logical_type(oid::kCid)};
    register_family(casts, LogicalType::BIGINT, identifiers);
    for (const auto& type : identifiers) register_integers(casts, type);

    register_both(casts, LogicalType::TIMESTAMP, logical_type(oid::kAbsTime));
    register_both(casts, LogicalType::LIST(LogicalType::SMALLINT), logical_type(oid::kInt2Vector));
    register_both(casts, LogicalType::LIST(logical_type(oid::kOid)), logical_type(oid::kOidVector));
}

} // namespace redstart::catalog
