// The map between the engine's types and what a client sees: type OID, length and type modifier.
// Pure functions over values; any thread. The engine's alias of a type carries what PostgreSQL knows and it does not.
#pragma once

#include "catalog/state/wire_type.hpp"

#include <cstdint>
#include <string_view>

namespace duckdb {
struct LogicalType;
} // namespace duckdb

namespace redstart::catalog {

// Redshift's limits of the length modifiers, in bytes (r_Character_types).
inline constexpr std::int32_t kMaxVarcharLength = 65535;
inline constexpr std::int32_t kMaxCharLength = 4096;

// What a client sees of an engine type. Types without a counterpart become the nearest one: unsigned integers the next
// larger signed one or numeric, HUGEINT numeric(38,0), ENUM, JSON, STRUCT, MAP and UNION varchar.
WireType wire_type(const duckdb::LogicalType& type);

// The engine type of a client's type; the inverse of wire_type() for every type it can answer.
// The elements of a numeric[] without modifier have 18 digits behind the point: one scale must do for all of them.
// Throws SqlError 0A000 for a type that the engine has nothing for, 42704 for an OID that is no type.
duckdb::LogicalType logical_type(std::uint32_t oid, std::int32_t typmod = -1);

// VARCHAR that says it is varchar(length) or char(length).
duckdb::LogicalType varchar_type(std::int32_t length);
duckdb::LogicalType bpchar_type(std::int32_t length);

// An engine type under an alias ("oid", "name", "regclass", ...), as the catalog's views and functions use them.
duckdb::LogicalType aliased(const duckdb::LogicalType& base, std::string_view alias);

} // namespace redstart::catalog
