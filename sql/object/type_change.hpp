// What ALTER TABLE ... ALTER COLUMN ... TYPE may change: the size of a VARCHAR column. Pure functions.
#pragma once

#include "catalog/engine/engine_types.hpp"

#include <string>

namespace duckdb {
class TableCatalogEntry;
struct LogicalType;
} // namespace duckdb

namespace redstart::sql {

// Throws 0A000 unless the column is a VARCHAR without a default, key or an encoding that rules it out, and `wanted`,
// whose names have been resolved, is a VARCHAR of another size (r_ALTER_TABLE; the texts are INF). The column must be
// there. Returns what the rows get: their value, or 0A000 when that is longer than the new size.
Owned<duckdb::ParsedExpression> check_type_change(const duckdb::TableCatalogEntry& table, const std::string& column,
                                                  const duckdb::LogicalType& wanted);

} // namespace redstart::sql
