// How COPY TO writes one value so that COPY FROM reads it back: escapes of the text format, quotes of CSV.
// Pure functions over the caller's buffer; any thread. Source: PostgreSQL 15, COPY, "File Formats".
#pragma once

#include "protocol/wire_writer.hpp"
#include "sql/parse/control_statements.hpp"

#include <cstddef>

namespace redstart::sql {

// Escapes what was written to `out` from offset `begin` on, in place.
void escape_copy_text(protocol::WireWriter& out, std::size_t begin, char delimiter);
// Quotes it when it must be, or `always`; `alone`: it is the only value of its row.
void quote_copy_csv(protocol::WireWriter& out, std::size_t begin, const CopyOptions& options, bool alone,
                    bool always = false);

} // namespace redstart::sql
