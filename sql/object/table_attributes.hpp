// Distribution keys, sort keys and encodings: whether a table may have them. Pure functions.
#pragma once

#include "catalog/engine/entry_tags.hpp"

#include <string>

namespace duckdb {
class ColumnList;
} // namespace duckdb

namespace redstart::sql {

// `tags` are those that tag_table() makes; empty ones, and all others, say nothing. Throws 42703 for a key over a
// column that is not there, 42P16 for keys, styles and encodings that do not go together (r_CREATE_TABLE_NEW,
// c_Compression_encodings).
void check_attributes(const std::string& table, const duckdb::ColumnList& columns, const catalog::Tags& tags);

} // namespace redstart::sql
