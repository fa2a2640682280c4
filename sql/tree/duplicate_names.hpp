// Names that stand for two things in one FROM clause. A pure function over a resolved tree; any thread.
#pragma once

namespace duckdb {
class TableRef;
} // namespace duckdb

namespace redstart::sql {

// Throws 42712 when two tables of the clause have one name. Tables of different schemas may, without an alias: only who
// uses the name is wrong then (PostgreSQL). The engine minds when the name is used.
void refuse_duplicate_names(const duckdb::TableRef& from);

} // namespace redstart::sql
