// CopyTextReader: COPY's text format: fields between delimiters, backslash escapes.
// Owned by one COPY, used on one thread. Source: PostgreSQL 15, COPY, "Text Format".
#pragma once

#include "sql/copy/copy_line_reader.hpp"

namespace redstart::sql {

class CopyTextReader final : public CopyLineReader {
public:
    using CopyLineReader::CopyLineReader;

private:
    Found scan() override;
    void split(std::string_view line, Fields& fields) override;

    // Unescapes one field from `at` on; returns where it ended: at its delimiter or at the end of the line.
    std::size_t escaped_field(std::string_view line, std::size_t start, std::size_t at, Fields& fields);
    // The character an escape stands for; `at` is behind the backslash and is moved behind the escape.
    char unescape(std::string_view line, std::size_t& at, bool& check);
};

} // namespace redstart::sql
