// Casts of float numbers: to real, in which PostgreSQL lets no value become zero or infinite, to integers, to numeric.
// Functions of the engine's threads; they keep no state.
#pragma once

namespace duckdb {
struct BoundCastInfo;
struct LogicalType;
} // namespace duckdb

namespace redstart::sql {

// `cast`, the engine's own cast of `source` to `target`, becomes one that says 22003 through the engine for a value
// that is too small for a real, as the engine does for one that is too large; NULL in TRY_CAST. Other casts are left
// alone.
void replace_real_cast(duckdb::BoundCastInfo& cast, const duckdb::LogicalType& source,
                       const duckdb::LogicalType& target);

} // namespace redstart::sql
