// The PostgreSQL and Redshift types a client can see: one constexpr table of names, OIDs, lengths and categories.
// Constants and pure functions only; safe from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace redstart::protocol {

// One type. Sources: pg_type.dat of PostgreSQL for the common types; the Redshift drivers' tables for the others.
struct PgType {
    std::uint32_t oid;
    std::uint32_t array_oid;   // 0 when the type has no array type here
    std::uint32_t element_oid; // 0 unless the type is an array (int2vector and oidvector count, as in pg_type)
    std::int16_t length;       // typlen: bytes, -1 variable, -2 C string
    char category;             // typcategory: B, N, S, D, T, G, I, A, P, U, X, Z
    std::string_view name;     // typname
    std::string_view sql_name; // what format_type prints without a modifier
};

namespace oid {
inline constexpr std::uint32_t kBool = 16, kBytea = 17, kChar = 18, kName = 19, kInt8 = 20, kInt2 = 21,
                               kInt2Vector = 22, kInt4 = 23, kRegProc = 24, kText = 25, kOid = 26, kTid = 27, kXid = 28,
                               kCid = 29, kOidVector = 30, kJson = 114, kXml = 142, kPoint = 600, kCidr = 650,
                               kFloat4 = 700, kFloat8 = 701, kAbsTime = 702, kRelTime = 703, kUnknown = 705,
                               kMoney = 790, kInet = 869, kAclItem = 1033, kBpchar = 1042, kVarchar = 1043,
                               kDate = 1082, kTime = 1083, kTimestamp = 1114, kTimestampTz = 1184, kInterval = 1186,
                               kIntervalY2M = 1188, kIntervalD2S = 1190, kTimeTz = 1266, kNumeric = 1700,
                               kRefCursor = 1790, kRegProcedure = 2202, kRegOper = 2203, kRegOperator = 2204,
                               kRegClass = 2205, kRegType = 2206, kRecord = 2249, kCString = 2275, kAny = 2276,
                               kAnyArray = 2277, kVoid = 2278, kTrigger = 2279, kAnyElement = 2283, kHllSketch = 2935,
                               kUuid = 2950, kGeometry = 3000, kGeography = 3001, kGeometryHex = 3999, kSuper = 4000,
                               kRegNamespace = 4089, kRegRole = 4096, kVarbyte = 6551;
inline constexpr std::uint32_t kBoolArray = 1000, kByteaArray = 1001, kCharArray = 1002, kNameArray = 1003,
                               kInt2Array = 1005, kInt4Array = 1007, kRegProcArray = 1008, kTextArray = 1009,
                               kXidArray = 1011, kBpcharArray = 1014, kVarcharArray = 1015, kInt8Array = 1016,
                               kFloat4Array = 1021, kFloat8Array = 1022, kOidArray = 1028, kAclItemArray = 1034,
                               kTimestampArray = 1115, kDateArray = 1182, kTimeArray = 1183, kTimestampTzArray = 1185,
                               kIntervalArray = 1187, kNumericArray = 1231, kTimeTzArray = 1270, kRegClassArray = 2210,
                               kRegTypeArray = 2211;
} // namespace oid

// In ascending order of OID (checked below), so that a look-up is a binary search.
inline constexpr auto kPgTypes = std::to_array<PgType>({
    {oid::kBool, oid::kBoolArray, 0, 1, 'B', "bool", "boolean"},
    {oid::kBytea, oid::kByteaArray, 0, -1, 'U', "bytea", "bytea"},
    {oid::kChar, oid::kCharArray, 0, 1, 'S', "char", "\"char\""},
    {oid::kName, oid::kNameArray, oid::kChar, 64, 'S', "name", "name"},
    {oid::kInt8, oid::kInt8Array, 0, 8, 'N', "int8", "bigint"},
    {oid::kInt2, oid::kInt2Array, 0, 2, 'N', "int2", "smallint"},
    {oid::kInt2Vector, 0, oid::kInt2, -1, 'A', "int2vector", "int2vector"},
    {oid::kInt4, oid::kInt4Array, 0, 4, 'N', "int4", "integer"},
    {oid::kRegProc, oid::kRegProcArray, 0, 4, 'N', "regproc", "regproc"},
    {oid::kText, oid::kTextArray, 0, -1, 'S', "text", "text"},
    {oid::kOid, oid::kOidArray, 0, 4, 'N', "oid", "oid"},
    {oid::kTid, 0, 0, 6, 'U', "tid", "tid"},
    {oid::kXid, oid::kXidArray, 0, 4, 'U', "xid", "xid"},
    {oid::kCid, 0, 0, 4, 'U', "cid", "cid"},
    {oid::kOidVector, 0, oid::kOid, -1, 'A', "oidvector", "oidvector"},
    {oid::kJson, 0, 0, -1, 'U', "json", "json"},
    {oid::kXml, 0, 0, -1, 'U', "xml", "xml"},
    {oid::kPoint, 0, oid::kFloat8, 16, 'G', "point", "point"},
    {oid::kCidr, 0, 0, -1, 'I', "cidr", "cidr"},
    {oid::kFloat4, oid::kFloat4Array, 0, 4, 'N', "float4", "real"},
    {oid::kFloat8, oid::kFloat8Array, 0, 8, 'N', "float8", "double precision"},
    {oid::kAbsTime, 0, 0, 4, 'D', "abstime", "abstime"},
    {oid::kRelTime, 0, 0, 4, 'T', "reltime", "reltime"},
    {oid::kUnknown, 0, 0, -2, 'X', "unknown", "unknown"},
    {oid::kMoney, 0, 0, 8, 'N', "money", "money"},
    {oid::kInet, 0, 0, -1, 'I', "inet", "inet"},
    {oid::kBoolArray, 0, oid::kBool, -1, 'A', "_bool", "boolean[]"},
    {oid::kByteaArray, 0, oid::kBytea, -1, 'A', "_bytea", "bytea[]"},
    {oid::kCharArray, 0, oid::kChar, -1, 'A', "_char", "\"char\"[]"},
    {oid::kNameArray, 0, oid::kName, -1, 'A', "_name", "name[]"},
    {oid::kInt2Array, 0, oid::kInt2, -1, 'A', "_int2", "smallint[]"},
    {oid::kInt4Array, 0, oid::kInt4, -1, 'A', "_int4", "integer[]"},
    {oid::kRegProcArray, 0, oid::kRegProc, -1, 'A', "_regproc", "regproc[]"},
    {oid::kTextArray, 0, oid::kText, -1, 'A', "_text", "text[]"},
    {oid::kXidArray, 0, oid::kXid, -1, 'A', "_xid", "xid[]"},
    {oid::kBpcharArray, 0, oid::kBpchar, -1, 'A', "_bpchar", "character[]"},
    {oid::kVarcharArray, 0, oid::kVarchar, -1, 'A', "_varchar", "character varying[]"},
    {oid::kInt8Array, 0, oid::kInt8, -1, 'A', "_int8", "bigint[]"},
    {oid::kFloat4Array, 0, oid::kFloat4, -1, 'A', "_float4", "real[]"},
    {oid::kFloat8Array, 0, oid::kFloat8, -1, 'A', "_float8", "double precision[]"},
    {oid::kOidArray, 0, oid::kOid, -1, 'A', "_oid", "oid[]"},
    {oid::kAclItem, oid::kAclItemArray, 0, 12, 'U', "aclitem", "aclitem"},
    {oid::kAclItemArray, 0, oid::kAclItem, -1, 'A', "_aclitem", "aclitem[]"},
    {oid::kBpchar, oid::kBpcharArray, 0, -1, 'S', "bpchar", "character"},
    {oid::kVarchar, oid::kVarcharArray, 0, -1, 'S', "varchar", "character varying"},
    {oid::kDate, oid::kDateArray, 0, 4, 'D', "date", "date"},
    {oid::kTime, oid::kTimeArray, 0, 8, 'D', "time", "time without time zone"},
    {oid::kTimestamp, oid::kTimestampArray, 0, 8, 'D', "timestamp", "timestamp without time zone"},
    {oid::kTimestampArray, 0, oid::kTimestamp, -1, 'A', "_timestamp", "timestamp without time zone[]"},
    {oid::kDateArray, 0, oid::kDate, -1, 'A', "_date", "date[]"},
    {oid::kTimeArray, 0, oid::kTime, -1, 'A', "_time", "time without time zone[]"},
    {oid::kTimestampTz, oid::kTimestampTzArray, 0, 8, 'D', "timestamptz", "timestamp with time zone"},
    {oid::kTimestampTzArray, 0, oid::kTimestampTz, -1, 'A', "_timestamptz", "timestamp with time zone[]"},
    {oid::kInterval, oid::kIntervalArray, 0, 16, 'T', "interval", "interval"},
    {oid::kIntervalArray, 0, oid::kInterval, -1, 'A', "_interval", "interval[]"},
    {oid::kIntervalY2M, 0, 0, 4, 'T', "intervaly2m", "interval year to month"},
    {oid::kIntervalD2S, 0, 0, 8, 'T', "intervald2s", "interval day to second"},
    {oid::kNumericArray, 0, oid::kNumeric, -1, 'A', "_numeric", "numeric[]"},
    {oid::kTimeTz, oid::kTimeTzArray, 0, 12, 'D', "timetz", "time with time zone"},
    {oid::kTimeTzArray, 0, oid::kTimeTz, -1, 'A', "_timetz", "time with time zone[]"},
    {oid::kNumeric, oid::kNumericArray, 0, -1, 'N', "numeric", "numeric"},
    {oid::kRefCursor, 0, 0, -1, 'U', "refcursor", "refcursor"},
    {oid::kRegProcedure, 0, 0, 4, 'N', "regprocedure", "regprocedure"},
    {oid::kRegOper, 0, 0, 4, 'N', "regoper", "regoper"},
    {oid::kRegOperator, 0, 0, 4, 'N', "regoperator", "regoperator"},
    {oid::kRegClass, oid::kRegClassArray, 0, 4, 'N', "regclass", "regclass"},
    {oid::kRegType, oid::kRegTypeArray, 0, 4, 'N', "regtype", "regtype"},
    {oid::kRegClassArray, 0, oid::kRegClass, -1, 'A', "_regclass", "regclass[]"},
    {oid::kRegTypeArray, 0, oid::kRegType, -1, 'A', "_regtype", "regtype[]"},
    {oid::kRecord, 0, 0, -1, 'P', "record", "record"},
    {oid::kCString, 0, 0, -2, 'P', "cstring", "cstring"},
    {oid::kAny, 0, 0, 4, 'P', "any", "\"any\""},
    {oid::kAnyArray, 0, 0, -1, 'P', "anyarray", "anyarray"},
    {oid::kVoid, 0, 0, 4, 'P', "void", "void"},
    {oid::kTrigger, 0, 0, 4, 'P', "trigger", "trigger"},
    {oid::kAnyElement, 0, 0, 4, 'P', "anyelement", "anyelement"},
    {oid::kHllSketch, 0, 0, -1, 'U', "hllsketch", "hllsketch"},
    {oid::kUuid, 0, 0, 16, 'U', "uuid", "uuid"},
    {oid::kGeometry, 0, 0, -1, 'U', "geometry", "geometry"},
    {oid::kGeography, 0, 0, -1, 'U', "geography", "geography"},
    {oid::kGeometryHex, 0, 0, -1, 'U', "geometryhex", "geometryhex"},
    {oid::kSuper, 0, 0, -1, 'U', "super", "super"},
    {oid::kRegNamespace, 0, 0, 4, 'N', "regnamespace", "regnamespace"},
    {oid::kRegRole, 0, 0, 4, 'N', "regrole", "regrole"},
    {oid::kVarbyte, 0, 0, -1, 'U', "varbyte", "binary varying"},
});

// The type with this OID, or nullptr.
constexpr const PgType* find_type(std::uint32_t type_oid) noexcept {
    std::size_t low = 0;
    std::size_t high = kPgTypes.size();
    while (low < high) {
        const auto middle = (low + high) / 2;
        if (kPgTypes[middle].oid == type_oid) return &kPgTypes[middle];
        if (kPgTypes[middle].oid < type_oid)
            low = middle + 1;
        else
            high = middle;
    }
    return nullptr;
}

// The type with this typname or SQL name, both written in lower case ("int4", "integer", "character varying"); aliases
// of the SQL grammar ("int", "decimal", "nvarchar") are the business of the dialect. nullptr when there is none.
constexpr const PgType* find_type(std::string_view name) noexcept {
    for (const auto& type : kPgTypes)
        if (type.name == name || type.sql_name == name) return &type;
    return nullptr;
}

// Type modifiers as PostgreSQL packs them; -1 is "none".
constexpr std::int32_t length_typmod(std::int32_t length) noexcept { return length + 4; }
constexpr std::int32_t numeric_typmod(std::int32_t precision, std::int32_t scale) noexcept {
    return (precision << 16 | scale) + 4;
}

// PostgreSQL's format_type(oid, typmod), where typmod was given: "character varying(30)", "numeric(8,2)",
// "timestamp without time zone", "integer[]". OID 0 gives "-", an unknown OID "???". A bpchar without a length is
// "bpchar", because "character" would mean character(1).
std::string format_type(std::uint32_t type_oid, std::int32_t typmod);
// PostgreSQL's format_type(oid, NULL): as above, but a bpchar is "character".
std::string format_type(std::uint32_t type_oid);

namespace detail {
consteval bool types_ascend() {
    for (std::size_t i = 1; i < kPgTypes.size(); ++i)
        if (kPgTypes[i - 1].oid >= kPgTypes[i].oid) return false;
    return true;
}
static_assert(types_ascend(), "kPgTypes must be in ascending order of OID");
} // namespace detail

} // namespace redstart::protocol
