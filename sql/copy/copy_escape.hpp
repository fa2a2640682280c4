// How COPY TO writes one value so that COPY FROM reads it back: escapes of the text format, quotes of CSV.
// Pure functions over the caller's buffer; any thread. Source: PostgreSQL 15, COPY, "File Formats".
#pragma once

#include "protocol/wire_writer.hpp"
#include "sql/parse/control_statements.hpp"

#include <cstddef>
#include <string>

namespace redstart::sql {

// Takes the bytes from `begin` on out of the buffer. This and the next two are what UNLOAD (sql/transfer) writes its
// forms with as well.
std::string taken(protocol::WireWriter& out, std::size_t begin);
// A backslash before each byte that is special(byte), and letter(byte) in its place.
template <typename Special, typename Letter>
void escape_each(protocol::WireWriter& out, std::size_t begin, Special special, Letter letter) {
    const auto written = out.view().substr(begin);
    std::size_t clean = 0;
    while (clean < written.size() && !special(written[clean])) ++clean;
    if (clean == written.size()) return;
    for (const char c : taken(out, begin + clean)) {
        if (special(c)) out.byte('\\');
        out.byte(letter(c));
    }
}
// In quotes, with `escape` before each quote and escape.
void put_in_quotes(protocol::WireWriter& out, std::size_t begin, char quote, char escape);

// Escapes what was written to `out` from offset `begin` on, in place.
void escape_copy_text(protocol::WireWriter& out, std::size_t begin, char delimiter);
// Quotes it when it must be, or `always`; `alone`: it is the only value of its row.
void quote_copy_csv(protocol::WireWriter& out, std::size_t begin, const CopyOptions& options, bool alone,
                    bool always = false);

} // namespace redstart::sql
