// CopyCsvReader: COPY's CSV format: fields that may be quoted, line breaks inside quotes.
// Owned by one COPY, used on one thread. Source: PostgreSQL 15, COPY, "CSV Format".
#pragma once

#include "sql/copy/copy_line_reader.hpp"

namespace redstart::sql {

class CopyCsvReader final : public CopyLineReader {
public:
    using CopyLineReader::CopyLineReader;

private:
    Found scan() override;
    void begin_line() override;
    void split(std::string_view line, Fields& fields) override;

    bool plain(char c) const {
        return c != options_.quote && c != options_.escape && c != '\\' && c != '\r' && c != '\n';
    }
    // Keeps track of quotes over one character of the line.
    void track(char c);
    // The part between quotes, from behind the first one; returns where it ended, behind the last.
    std::size_t quoted_part(std::string_view line, std::size_t at);

    bool in_quotes_ = false;
    bool escaped_ = false; // the character before was an escape inside quotes
    bool first_in_line_ = true;
};

} // namespace redstart::sql
