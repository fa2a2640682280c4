// CopyReader: the bytes of one COPY FROM STDIN in, cut anywhere; its rows out. One class per format below it, all pure.
// Owned by one COPY, used on one thread.
#pragma once

#include "sql/copy/copy_source.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace redstart::sql {

// One row; the views live until the reader's next call.
struct CopyRow {
    std::vector<std::optional<std::string_view>> fields; // nullopt: NULL
    std::uint64_t line = 0;                              // of its end, counted from 1, as PostgreSQL counts
    std::string_view text;                               // the row as it was sent; empty in binary
};

class CopyReader {
public:
    // `source` must outlive the reader.
    explicit CopyReader(const CopySource& source) : source_(source) {}
    virtual ~CopyReader() = default;
    CopyReader(const CopyReader&) = delete;
    CopyReader& operator=(const CopyReader&) = delete;

    // More bytes; call next() until it returns false afterwards.
    virtual void feed(std::string_view bytes) = 0;
    // There are no more bytes; call next() until it returns false afterwards.
    virtual void end() = 0;
    // The next whole row; false when more bytes are needed or none is left. A row may have fewer fields than there are
    // columns, because errors in the fields it has come first: see require_all_fields().
    // Throws 22P04 for data that is not of the format, 22021 for text that is not UTF-8, 54000 for a row beyond
    // kMaxCopyRow; all with CONTEXT.
    virtual bool next(CopyRow& row) = 0;

    // The line that is being read, for errors that have nothing to do with what it says; 0: none yet.
    virtual std::uint64_t line() const = 0;

    // What the reader holds: bytes of rows that have not been handed out.
    virtual std::size_t held() const = 0;

    // Throws 22P04 `missing data for column "b"` when the row is short.
    void require_all_fields(const CopyRow& row) const;

protected:
    const CopySource& source_;
};

} // namespace redstart::sql
