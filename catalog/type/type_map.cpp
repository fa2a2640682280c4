#include "catalog/type/type_map.hpp"

#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"

#include <array>
#include <string>

#include <duckdb.hpp>
#include <duckdb/common/extension_type_info.hpp>
#include <fmt/core.h>

namespace redstart::catalog {

namespace {

using duckdb::LogicalType;
using duckdb::LogicalTypeId;
namespace oid = protocol::oid;

// An alias, the type it stands for, and the engine type that holds its values.
struct Alias {
    std::string_view name;
    std::uint32_t oid;
    LogicalTypeId base;
};

// Object identifiers are BIGINT, so that comparing them with any integer needs no range check; the reg* types are
// names, so that they print as such, and become numbers through the casts of reg_casts.cpp.
constexpr auto kAliases = std::to_array<Alias>({
    {"varchar", oid::kVarchar, LogicalTypeId::VARCHAR},
    {"bpchar", oid::kBpchar, LogicalTypeId::VARCHAR},
    {"text", oid::kText, LogicalTypeId::VARCHAR},
    {"name", oid::kName, LogicalTypeId::VARCHAR},
    {"char", oid::kChar, LogicalTypeId::VARCHAR},
    {"aclitem", oid::kAclItem, LogicalTypeId::VARCHAR},
    {"unknown", oid::kUnknown, LogicalTypeId::VARCHAR},
    {"regclass", oid::kRegClass, LogicalTypeId::VARCHAR},
    {"regtype", oid::kRegType, LogicalTypeId::VARCHAR},
    {"regproc", oid::kRegProc, LogicalTypeId::VARCHAR},
    {"regnamespace", oid::kRegNamespace, LogicalTypeId::VARCHAR},
    {"oid", oid::kOid, LogicalTypeId::BIGINT},
    {"xid", oid::kXid, LogicalTypeId::BIGINT},
    {"cid", oid::kCid, LogicalTypeId::BIGINT},
    {"abstime", oid::kAbsTime, LogicalTypeId::TIMESTAMP},
});

WireType of_oid(std::uint32_t type_oid, std::int32_t typmod = -1) {
    const auto* type = protocol::find_type(type_oid);
    return {type_oid, type ? type->length : std::int16_t{-1}, typmod};
}

// The length in the modifier of rs_varchar(n) or rs_bpchar(n) as a typmod, -1 when there is none.
std::int32_t typmod_of(const LogicalType& type) {
    if (!type.HasExtensionInfo()) return -1;
    const auto& modifiers = type.GetExtensionInfo()->modifiers;
    if (modifiers.empty() || modifiers[0].value.IsNull()) return -1;
    return protocol::length_typmod(modifiers[0].value.GetValue<std::int32_t>());
}

// PostgreSQL has one type for arrays of all dimensions. An array of texts is text[], the one that drivers know by
// heart.
WireType of_list(const LogicalType& child) {
    if (child.id() == LogicalTypeId::LIST) return of_list(duckdb::ListType::GetChildType(child));
    if (child.id() == LogicalTypeId::VARCHAR && !child.HasAlias()) return of_oid(oid::kTextArray);
    const auto element = wire_type(child);
    const auto* type = protocol::find_type(element.oid);
    return of_oid(type != nullptr && type->array_oid != 0 ? type->array_oid : oid::kVarchar, element.typmod);
}

WireType of_plain(const LogicalType& type) {
    switch (type.id()) {
    case LogicalTypeId::BOOLEAN: return of_oid(oid::kBool);
    case LogicalTypeId::TINYINT:
    case LogicalTypeId::UTINYINT:
    case LogicalTypeId::SMALLINT: return of_oid(oid::kInt2);
    case LogicalTypeId::USMALLINT:
    case LogicalTypeId::INTEGER_LITERAL:
    case LogicalTypeId::INTEGER: return of_oid(oid::kInt4);
    case LogicalTypeId::UINTEGER:
    case LogicalTypeId::BIGINT: return of_oid(oid::kInt8);
    case LogicalTypeId::UBIGINT: return of_oid(oid::kNumeric, protocol::numeric_typmod(20, 0));
    case LogicalTypeId::HUGEINT:
    case LogicalTypeId::UHUGEINT: return of_oid(oid::kNumeric, protocol::numeric_typmod(38, 0));
    case LogicalTypeId::BIGNUM: return of_oid(oid::kNumeric);
    case LogicalTypeId::DECIMAL:
        return of_oid(oid::kNumeric, protocol::numeric_typmod(duckdb::DecimalType::GetWidth(type),
                                                              duckdb::DecimalType::GetScale(type)));
    case LogicalTypeId::FLOAT: return of_oid(oid::kFloat4);
    case LogicalTypeId::DOUBLE: return of_oid(oid::kFloat8);
    case LogicalTypeId::DATE: return of_oid(oid::kDate);
    case LogicalTypeId::TIME:
    case LogicalTypeId::TIME_NS: return of_oid(oid::kTime);
    case LogicalTypeId::TIME_TZ: return of_oid(oid::kTimeTz);
    case LogicalTypeId::TIMESTAMP:
    case LogicalTypeId::TIMESTAMP_SEC:
    case LogicalTypeId::TIMESTAMP_MS:
    case LogicalTypeId::TIMESTAMP_NS: return of_oid(oid::kTimestamp);
    case LogicalTypeId::TIMESTAMP_TZ: return of_oid(oid::kTimestampTz);
    case LogicalTypeId::INTERVAL: return of_oid(oid::kInterval);
    case LogicalTypeId::BLOB: return of_oid(oid::kVarbyte);
    case LogicalTypeId::UUID: return of_oid(oid::kUuid);
    case LogicalTypeId::LIST: return of_list(duckdb::ListType::GetChildType(type));
    case LogicalTypeId::ARRAY: return of_list(duckdb::ArrayType::GetChildType(type));
    case LogicalTypeId::SQLNULL:
    case LogicalTypeId::UNKNOWN: return of_oid(oid::kUnknown);
    default: return of_oid(oid::kVarchar);
    }
}

[[noreturn]] void unsupported(const protocol::PgType& type) {
    throw protocol::SqlError(protocol::sqlstate::kFeatureNotSupported,
                             fmt::format("type {} is not supported", type.sql_name));
}

LogicalType numeric_type(std::int32_t typmod) {
    if (typmod < 4) return LogicalType::DECIMAL(18, 0); // Redshift's default
    const auto packed = typmod - 4;
    return LogicalType::DECIMAL(static_cast<std::uint8_t>(packed >> 16), static_cast<std::uint8_t>(packed & 0xFFFF));
}

LogicalType with_length(std::string_view alias, std::int32_t length) {
    auto type = aliased(LogicalType::VARCHAR, alias);
    auto info = duckdb::make_uniq<duckdb::ExtensionTypeInfo>();
    info->modifiers.emplace_back(duckdb::Value::INTEGER(length));
    type.SetExtensionInfo(std::move(info));
    return type;
}

LogicalType unaliased(const protocol::PgType& type, std::int32_t typmod) {
    switch (type.oid) {
    case oid::kBool: return LogicalType::BOOLEAN;
    case oid::kInt2: return LogicalType::SMALLINT;
    case oid::kInt4: return LogicalType::INTEGER;
    case oid::kInt8: return LogicalType::BIGINT;
    case oid::kFloat4: return LogicalType::FLOAT;
    case oid::kFloat8: return LogicalType::DOUBLE;
    case oid::kNumeric: return numeric_type(typmod);
    case oid::kDate: return LogicalType::DATE;
    case oid::kTime: return LogicalType::TIME;
    case oid::kTimeTz: return LogicalType::TIME_TZ;
    case oid::kTimestamp: return LogicalType::TIMESTAMP;
    case oid::kTimestampTz: return LogicalType::TIMESTAMP_TZ;
    case oid::kInterval: return LogicalType::INTERVAL;
    case oid::kBytea:
    case oid::kVarbyte: return LogicalType::BLOB;
    case oid::kUuid: return LogicalType::UUID;
    case oid::kInt2Vector: return aliased(LogicalType::LIST(LogicalType::SMALLINT), "int2vector");
    case oid::kOidVector: return aliased(LogicalType::LIST(logical_type(oid::kOid)), "oidvector");
    default: unsupported(type);
    }
}

} // namespace

WireType wire_type(const LogicalType& type) {
    if (!type.HasAlias()) return of_plain(type);
    const auto name = type.GetAlias();
    for (const auto& alias : kAliases)
        if (alias.name == name) return of_oid(alias.oid, typmod_of(type));
    if (name == "int2vector") return of_oid(oid::kInt2Vector);
    if (name == "oidvector") return of_oid(oid::kOidVector);
    return of_plain(type);
}

LogicalType logical_type(std::uint32_t type_oid, std::int32_t typmod) {
    const auto* type = protocol::find_type(type_oid);
    if (type == nullptr)
        throw protocol::SqlError(protocol::sqlstate::kUndefinedObject,
                                 fmt::format("type with OID {} does not exist", type_oid));
    if (type_oid == oid::kVarchar) return typmod < 4 ? LogicalType(LogicalType::VARCHAR) : varchar_type(typmod - 4);
    if (type_oid == oid::kBpchar && typmod >= 4) return bpchar_type(typmod - 4);
    for (const auto& alias : kAliases)
        if (alias.oid == type_oid) return aliased(alias.base, alias.name);
    if (type_oid == oid::kTextArray) return LogicalType::LIST(LogicalType::VARCHAR);
    if (type_oid == oid::kVarcharArray) return LogicalType::LIST(aliased(LogicalType::VARCHAR, "varchar"));
    if (type_oid == oid::kNumericArray && typmod < 4) return LogicalType::LIST(LogicalType::DECIMAL(38, 18));
    if (type->category == 'A' && type->name.starts_with('_'))
        return LogicalType::LIST(logical_type(type->element_oid, typmod));
    return unaliased(*type, typmod);
}

LogicalType varchar_type(std::int32_t length) { return with_length("varchar", length); }

LogicalType bpchar_type(std::int32_t length) { return with_length("bpchar", length); }

LogicalType aliased(const LogicalType& base, std::string_view alias) {
    // A type shares its extra information with its copies: copy it before naming it, or the base would be renamed too.
    auto type = base.DeepCopy();
    type.SetAlias(std::string(alias));
    return type;
}

} // namespace redstart::catalog
