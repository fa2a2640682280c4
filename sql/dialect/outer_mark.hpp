// The outer join operator (+) in the engine's text. A function over a Rewriter.
#pragma once

#include "sql/dialect/rewriter.hpp"
#include "sql/parse/table_report.hpp"

namespace redstart::sql {

// column (+), whose "(" is at `open`, becomes a marked column; no effect on any other parenthesis.
void rewrite_outer_mark(Rewriter& rewriter, std::size_t open);

} // namespace redstart::sql
