// LineReader: what the formats share whose records are lines: the buffer, header lines, line ends, records that are too
// long. The formats say where a line may end and how it splits. Owned by one COPY, used on one thread.
#pragma once

#include "sql/format/record_reader.hpp"

namespace redstart::sql {

class LineReader : public RecordReader {
public:
    explicit LineReader(const LoadOptions& options) : options_(options), header_(options.header_lines) {}

    void feed(std::string_view bytes) final;
    void end() final { ended_ = true; }
    bool next(Record& record) final;
    std::uint64_t lines() const final { return line_; }

protected:
    // The end of the record that begins at `start` in what was read so far: where its line feed is, or npos. `scanned`
    // is where the last call for the same record stopped, and is moved on; the format may keep a state beside it.
    virtual std::size_t find_end(std::string_view text, std::size_t start, std::size_t& scanned);
    // A new record begins.
    virtual void begin_record() {}
    // Fills fields, or error, reason and position.
    virtual void split(std::string_view line, Record& record) = 0;

    const LoadOptions options_;

private:
    bool take(Record& record, std::size_t end, std::size_t next);
    bool skip_rest(std::size_t end);

    std::string buffer_;
    std::size_t start_ = 0;   // of the current record
    std::size_t scanned_ = 0; // where to look on for its end
    std::uint64_t header_;    // lines to pass over
    std::uint64_t line_ = 0;
    bool begun_ = false;
    bool too_long_ = false; // the rest of the line is passed over
    bool ended_ = false;
};

} // namespace redstart::sql
