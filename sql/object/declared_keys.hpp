// PRIMARY KEY, UNIQUE and FOREIGN KEY as Redshift has them: checked when they are declared, kept as tags of the table,
// never enforced; and what CREATE TABLE (LIKE ...) takes over.
// Functions over an engine transaction the caller holds open; one thread at a time.
#pragma once

#include "sql/object/relations.hpp"

#include <map>
#include <string>
#include <vector>

namespace duckdb {
struct CreateTableInfo;
struct SetCommentInfo;
} // namespace duckdb

namespace redstart::sql {

// Resolves the names in the keys of a new table, whose catalog and schema are known, and makes the columns of its
// primary key NOT NULL. Returns the other tables that foreign keys refer to. Throws 42703, 42P01, 42704, 42830, 42P16.
// (Redshift, CREATE TABLE; texts are PostgreSQL's.)
std::vector<Relation> declare_keys(duckdb::ClientContext& context, const NameScope& scope,
                                   duckdb::CreateTableInfo& info);

// The same for `wanted` changes of keys by ALTER TABLE (key_changes()): makes the comment by which the engine stores
// them (catalog/engine/entry_tags.hpp). Throws the same, 42704 for a constraint that is not there, 42710 for one that
// is, 42P16 for a primary key over a column that may be NULL (Redshift, ALTER TABLE; the text is INF).
std::vector<Relation> change_keys(duckdb::ClientContext& context, const NameScope& scope, const Relation& relation,
                                  const std::map<std::string, std::string>& wanted, duckdb::SetCommentInfo& info);

// CREATE TABLE t (LIKE parent), parsed as CREATE TABLE t AS SELECT * FROM parent LIMIT 0 and resolved: takes over
// columns, NOT NULL, distribution, sort key and encodings, and defaults when asked for, keys never (Redshift, CREATE
// TABLE). For a view the query stays.
void copy_definition(duckdb::ClientContext& context, duckdb::CreateTableInfo& info, bool defaults);

} // namespace redstart::sql
