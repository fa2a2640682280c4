// The parts of CREATE TABLE and ALTER TABLE that the engine has no place for (distribution, sort keys, encodings, keys)
// as tags of the table. Called by the resolver; the catalog's views read the tags. Pure functions.
#pragma once

#include "sql/parse/table_report.hpp"

#include <functional>
#include <map>
#include <string>

namespace duckdb {
struct CreateInfo;
} // namespace duckdb

namespace redstart::catalog {
struct DeclaredKey;
} // namespace redstart::catalog

namespace redstart::sql {

// Tags: "diststyle", "distkey", "sortkey" (comma separated), "sortstyle", "encoding.<column>", "late_binding",
// "constraint.<name>" in the form catalog/README.md gives, with the names as written. Throws 42710 for two constraints
// of one name.
void tag_table(duckdb::CreateInfo& info, const TableReport& report);

// What ALTER TABLE changes of keys, distribution, sort key and encodings: the tag of a key without a name is
// "constraint.", that of a dropped one is empty.
std::map<std::string, std::string> table_changes(const TableReport& report);

// The first of PostgreSQL's generated names for the key that is not taken: t_a_key, t_a_key1, ...
std::string free_constraint_name(const std::string& table, const catalog::DeclaredKey& key,
                                 const std::function<bool(const std::string&)>& taken);

} // namespace redstart::sql
