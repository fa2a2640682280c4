// CopyLineReader: what COPY's text and CSV formats share: bytes into lines, with PostgreSQL's rules for the ends of
// lines and the end-of-data marker `\.`. The formats say where a line ends and how it splits into fields. Owned by one
// COPY, used on one thread. Source: PostgreSQL 15, COPY, and the behaviour of its server.
#pragma once

#include "protocol/error.hpp"
#include "sql/copy/copy_reader.hpp"

#include <string>

namespace redstart::sql {

class CopyLineReader : public CopyReader {
public:
    CopyLineReader(const CopyOptions& options, const CopySource& source);

    void feed(std::string_view bytes) final;
    void end() final;
    bool next(CopyRow& row) final;
    std::uint64_t line() const final { return line_number_ == 0 ? 1 : line_number_; }
    std::size_t held() const override { return buffer_.capacity(); }

protected:
    using Fields = std::vector<std::optional<std::string_view>>;

    // What a step of the scan found.
    enum class Found : unsigned char {
        Nothing,   // go on behind at_
        MoreBytes, // the bytes so far do not tell
        Line,      // line_end_ and next_line_ are set
        LastLine,  // the same, and nothing after it counts
    };
    enum class LineEnd : unsigned char { Unknown, Lf, Cr, CrLf };

    // Scans on from at_ to the end of the line.
    virtual Found scan() = 0;
    // A new line begins at at_.
    virtual void begin_line() {}
    virtual void split(std::string_view line, Fields& fields) = 0;

    // at_ is behind the last byte.
    Found out_of_bytes();
    // at_ is at a CR or LF that ends a line.
    Found line_break();
    // at_ is at a backslash: LastLine when it begins the end-of-data marker.
    Found end_marker();

    // The bytes that may be looked at: valid UTF-8 as far as it goes.
    std::string_view bytes() const { return std::string_view(buffer_).substr(0, valid_); }
    bool is_last(std::size_t at) const { return at + 1 >= valid_; }
    // Nothing will follow what bytes() shows.
    bool complete() const { return ended_ && valid_ == buffer_.size(); }
    char peek(std::size_t at) const { return at < valid_ ? buffer_[at] : '\0'; }
    // 22P04 with the line's number.
    protocol::SqlError bad_format(std::string message) const;
    // 22P04 with the line's number and text.
    protocol::SqlError bad_line(std::string_view line, std::string message) const;
    // Throws 22P04 when there are more fields already than any table has columns.
    void check_count(std::string_view line, const Fields& fields) const;
    // Throws 22021 when a field that was unescaped is not UTF-8.
    void check_field(std::string_view line, std::string_view field) const;

    const CopyOptions options_;
    const bool csv_;
    const std::vector<bool> never_null_;  // the columns of FORCE NOT NULL, or empty
    const std::vector<bool> quoted_null_; // and of FORCE NULL
    std::size_t at_ = 0;                  // scanned so far
    std::uint64_t line_number_ = 0;
    LineEnd line_end_style_ = LineEnd::Unknown;
    std::string unescaped_; // the current line's unescaped fields

private:
    Found found(std::size_t line_end, std::size_t next_line, Found what);
    Found carriage_return();
    protocol::SqlError stray(bool carriage_return) const;
    void match_header(std::string_view line);
    void validate();
    void check_waiting() const;

    std::string buffer_;    // from the beginning of the current line
    std::size_t valid_ = 0; // bytes of it that are valid UTF-8
    bool ended_ = false;
    std::size_t line_start_ = 0;
    std::size_t line_end_ = 0;
    std::size_t next_line_ = 0;
    bool in_line_ = false;
    bool header_;
    bool finished_ = false;
};

} // namespace redstart::sql
