// Casts of numerics to fewer digits behind the point: rounded first, then held against the precision, as PostgreSQL
// does; the engine refuses 999.994 for numeric(5,2). Functions of the engine's threads; they keep no state.
#pragma once

namespace duckdb {
struct BoundCastInfo;
struct LogicalType;
} // namespace duckdb

namespace redstart::sql {

// `cast`, the engine's own cast of `source` to `target`, becomes such a one where digits are dropped: half is rounded
// away from zero. What does not fit then is 22003 through the engine, NULL in TRY_CAST. Other casts are left alone.
void replace_decimal_cast(duckdb::BoundCastInfo& cast, const duckdb::LogicalType& source,
                          const duckdb::LogicalType& target);

} // namespace redstart::sql
