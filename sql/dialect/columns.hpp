// Column definitions and table constraints: the items of CREATE TABLE's list and of ALTER TABLE ADD.
// Functions over a Rewriter.
#pragma once

#include "sql/dialect/rewriter.hpp"
#include "sql/dialect/types.hpp"

namespace redstart::sql {

// Rewrites the item of the tokens [first, last): types, and what the engine is not told goes into the report.
// False when nothing is left of it: a key over columns.
bool rewrite_item(Rewriter& rewriter, std::size_t first, std::size_t last);

// [CONSTRAINT name] {PRIMARY KEY | UNIQUE | FOREIGN KEY} (...) of the tokens [i, last) goes into the report; false when
// they are no key.
bool read_table_key(Rewriter& rewriter, std::size_t i, std::size_t last);

// The names in "(a, b)" at `open`. Throws 42601 for anything else.
std::vector<std::string> column_list(const Rewriter& rewriter, std::size_t open);

// The same for a distribution or sort key, which CREATE TABLE AS may name by the columns' places.
std::vector<std::string> key_columns(const Rewriter& rewriter, std::size_t open);

// [COMPOUND | INTERLEAVED] SORTKEY {(a, b) | AUTO | NONE} at `i` goes into the report; returns one past it.
std::size_t read_sort_key(Rewriter& rewriter, std::size_t i);

} // namespace redstart::sql
