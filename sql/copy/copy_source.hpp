// CopySource: the table and columns of a COPY FROM STDIN as its errors name them, and the CONTEXT of these errors.
// Values and pure functions; any thread.
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

// A row of more bytes is refused (54000). Source: the Redshift developer guide, COPY, "Usage notes": a single input row
// may have 4 MB.
inline constexpr std::size_t kMaxCopyRow = std::size_t{4} << 20;

} // namespace redstart::sql
