// DelimitedReader and CsvReader: fields between delimiters, with ESCAPE and REMOVEQUOTES, or in CSV's quotes.
// Owned by one COPY, used on one thread. Source: Redshift developer guide, "Data format parameters", "Data conversion
// parameters".
#pragma once

#include "sql/format/line_reader.hpp"

namespace redstart::sql {

class DelimitedReader final : public LineReader {
public:
    using LineReader::LineReader;

private:
    std::size_t find_end(std::string_view text, std::size_t start, std::size_t& scanned) override;
    void split(std::string_view line, Record& record) override;

    // The field that begins at `at`; returns where it ended, at its delimiter or the end of the line.
    std::size_t plain(std::string_view line, std::size_t at, Record& record);
    std::size_t escaped(std::string_view line, std::size_t at, Record& record);
    std::size_t quoted(std::string_view line, std::size_t at, Record& record);

    std::string unescaped_; // the fields of the line that had escapes
};

class CsvReader final : public LineReader {
public:
    using LineReader::LineReader;

private:
    std::size_t find_end(std::string_view text, std::size_t start, std::size_t& scanned) override;
    void begin_record() override { at_ = Place::FieldStart; }
    void split(std::string_view line, Record& record) override;
    std::size_t field(std::string_view line, std::size_t at, Record& record);
    bool is_space(char c) const { return (c == ' ' || c == '\t') && c != options_.delimiter; }

    enum class Place : unsigned char { FieldStart, Plain, Quoted, QuoteInQuoted };
    Place at_ = Place::FieldStart; // where find_end() stands
    std::string unquoted_;
};

} // namespace redstart::sql
