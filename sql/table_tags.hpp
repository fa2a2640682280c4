// What CREATE TABLE said beyond the engine, kept as tags of the table: distribution, sort keys, encodings, keys.
// Pure functions; the catalog's views read the tags.
#pragma once

#include "sql/dialect/table_report.hpp"

namespace duckdb {
struct CreateInfo;
}

namespace redstart::sql {

// Tags: "diststyle", "distkey", "sortkey" (comma separated), "sortstyle", "encoding.<column>", "late_binding", and
// "constraint.<name>" in the form catalog/README.md gives. Throws 0A000 for identity columns.
void tag_table(duckdb::CreateInfo& info, const TableReport& report);

} // namespace redstart::sql
