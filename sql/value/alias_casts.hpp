// Casts to types that are others to the engine under an alias: oid, name and "char" have ranges of their own.
// Functions of the engine's threads; they keep no state.
#pragma once

namespace duckdb {
struct BoundCastInfo;
struct LogicalType;
} // namespace duckdb

namespace redstart::sql {

// `cast`, the engine's own cast of `source` to `target`, becomes one that keeps to the type's values: an oid has 32
// bits (22003), a name 127 bytes and a "char" one character; longer text is cut, an integer is the code of
// a "char" (22003). Other types are left alone.
void replace_alias_cast(duckdb::BoundCastInfo& cast, const duckdb::LogicalType& source,
                        const duckdb::LogicalType& target);

} // namespace redstart::sql
