// CopyBinaryReader: COPY's binary format: a header, rows of fields with lengths, a trailer.
// Owned by one COPY, used on one thread. Source: PostgreSQL 15, COPY, "Binary Format".
#pragma once

#include "protocol/error.hpp"
#include "sql/copy/copy_reader.hpp"

#include <string>

namespace redstart::sql {

// The eleven bytes a binary COPY begins with.
inline constexpr std::string_view kCopySignature("PGCOPY\n\377\r\n\0", 11);

class CopyBinaryReader final : public CopyReader {
public:
    explicit CopyBinaryReader(const CopySource& source) : CopyReader(source) {}

    void feed(std::string_view bytes) override;
    void end() override { ended_ = true; }
    // When it throws, `row` has the fields in front of the mistake.
    bool next(CopyRow& row) override;
    std::uint64_t line() const override { return line_; }
    std::size_t held() const override { return buffer_.capacity(); }

private:
    enum class Stage : unsigned char { Header, Extension, Rows, Trailer };

    std::string_view rest() const { return std::string_view(buffer_).substr(start_); }
    bool header();
    bool extension();
    bool row(CopyRow& row);
    // False when the field is not there yet.
    bool field(CopyRow& row, std::size_t& at);
    void require_nothing() const;
    // Waits for bytes up to offset `needed` of rest(); throws `missing` when the data has ended.
    bool wait_for(std::size_t needed, const char* missing);
    protocol::SqlError bad_format(std::string message) const;

    std::string buffer_;
    std::size_t start_ = 0;  // of what is not yet read
    std::size_t needed_ = 0; // bytes behind start_ before another look is worth while
    std::uint64_t extension_ = 0;
    std::uint64_t line_ = 0;
    Stage stage_ = Stage::Header;
    bool ended_ = false;
};

} // namespace redstart::sql
