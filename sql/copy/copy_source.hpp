// CopySource: what a COPY FROM STDIN reads into, as far as its errors tell: the table's name and the columns; and the
// checks every format shares. Values and pure functions; any thread.
#pragma once

#include "sql/parse/control_statements.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

// The CONTEXT of an error of COPY FROM, in PostgreSQL's words. Lines count from 1; shown text is cut at 100 bytes.
struct CopySource {
    std::string table; // without its schema
    std::vector<std::string> columns;

    // COPY t, line 3
    std::string place(std::uint64_t line) const;
    // COPY t, line 3: "1,2"
    std::string place(std::uint64_t line, std::string_view text) const;
    // COPY t, line 3, column b
    std::string place_of_column(std::uint64_t line, std::size_t column) const;
    // COPY t, line 3, column b: "x"; nullopt is `null input`
    std::string place(std::uint64_t line, std::size_t column, std::optional<std::string_view> value) const;
};

// A row that does not fit into memory is refused beyond this many bytes (54000).
inline constexpr std::size_t kMaxCopyRow = std::size_t{128} << 20;

// The offset of the first byte that is not part of valid UTF-8, or npos; a NUL is not valid in any text.
std::size_t find_invalid_utf8(std::string_view text);
// PostgreSQL's `invalid byte sequence for encoding "UTF8": 0xe9 0x20`, for text that begins with such bytes.
std::string invalid_utf8_message(std::string_view text);

// Delimiters, quotes and null strings that cannot be told apart. Throws 22023 and 0A000 in PostgreSQL's words.
// Source: PostgreSQL 15, ProcessCopyOptions.
void check_copy_options(const CopyOptions& options);

} // namespace redstart::sql
