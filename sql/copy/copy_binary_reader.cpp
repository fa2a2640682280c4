#include "sql/copy/copy_binary_reader.hpp"

#include "protocol/sqlstate.hpp"
#include "protocol/wire_reader.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace redstart::sql {

namespace state = protocol::sqlstate;
using protocol::SqlError;
using protocol::WireReader;

void CopyBinaryReader::feed(std::string_view bytes) {
    buffer_.erase(0, start_);
    start_ = 0;
    buffer_.append(bytes);
}

bool CopyBinaryReader::next(CopyRow& row) {
    row.fields.clear();
    row.line = line_;
    if (!ended_ && rest().size() < needed_) return false;
    needed_ = 0;
    if (stage_ == Stage::Header && !header()) return false;
    if (stage_ == Stage::Extension && !extension()) return false;
    if (stage_ == Stage::Rows && this->row(row)) return true;
    if (stage_ == Stage::Trailer) require_nothing();
    return false;
}

bool CopyBinaryReader::wait_for(std::size_t needed, const char* missing) {
    if (rest().size() >= needed) return true;
    if (ended_) throw bad_format(missing);
    needed_ = needed;
    return false;
}

bool CopyBinaryReader::header() {
    const auto given = rest().substr(0, kCopySignature.size());
    constexpr auto* kUnknown = "COPY file signature not recognized";
    if (given != kCopySignature.substr(0, given.size())) throw bad_format(kUnknown);
    if (!wait_for(kCopySignature.size(), kUnknown)) return false;
    constexpr std::size_t kFlags = 11;
    constexpr std::size_t kLength = 15;
    if (!wait_for(kLength, "invalid COPY file header (missing flags)")) return false;
    const auto flags = WireReader(rest().substr(kFlags, 4)).u32();
    if ((flags & 1U << 16) != 0) throw bad_format("invalid COPY file header (WITH OIDS)");
    if (flags >> 16 != 0) throw bad_format("unrecognized critical flags in COPY file header");
    if (!wait_for(kLength + 4, "invalid COPY file header (missing length)")) return false;
    const auto length = WireReader(rest().substr(kLength, 4)).i32();
    if (length < 0) throw bad_format("invalid COPY file header (missing length)");
    extension_ = static_cast<std::uint64_t>(length);
    start_ += kLength + 4;
    stage_ = Stage::Extension;
    return true;
}

// Nothing defines extensions: they are skipped, whatever their size, as they come.
bool CopyBinaryReader::extension() {
    const auto skipped = std::min<std::uint64_t>(extension_, rest().size());
    start_ += skipped;
    extension_ -= skipped;
    if (extension_ > 0) return wait_for(1, "invalid COPY file header (wrong length)");
    stage_ = Stage::Rows;
    ++line_;
    return true;
}

bool CopyBinaryReader::row(CopyRow& row) {
    if (rest().size() < 2) return false; // the data may end here, with the trailer or without
    const auto count = WireReader(rest()).i16();
    if (count == -1) {
        start_ += 2;
        stage_ = Stage::Trailer;
        return false;
    }
    if (static_cast<std::size_t>(count) != source_.columns.size())
        throw bad_format(fmt::format("row field count is {}, expected {}", count, source_.columns.size()));
    row.line = line_;
    row.text = {};
    std::size_t at = 2;
    while (row.fields.size() < source_.columns.size())
        if (!field(row, at)) return false;
    start_ += at;
    ++line_;
    return true;
}

bool CopyBinaryReader::field(CopyRow& row, std::size_t& at) {
    const auto fail = [&](std::string_view sqlstate, const char* message) {
        return SqlError(sqlstate, message).context(source_.place_of_column(line_, row.fields.size()));
    };
    const auto available = [&](std::size_t needed) {
        if (rest().size() >= needed) return true;
        if (ended_) throw fail(state::kBadCopyFileFormat, "unexpected EOF in COPY data");
        needed_ = needed;
        return false;
    };
    if (!available(at + 4)) return false;
    const auto size = WireReader(rest().substr(at, 4)).i32();
    if (size < -1) throw fail(state::kBadCopyFileFormat, "invalid field size");
    if (size == -1) {
        at += 4;
        row.fields.emplace_back();
        return true;
    }
    const auto length = static_cast<std::size_t>(size);
    if (at + length > kMaxCopyRow) throw fail(state::kProgramLimitExceeded, "COPY row is too long");
    if (!available(at + 4 + length)) return false;
    row.fields.emplace_back(rest().substr(at + 4, length));
    at += 4 + length;
    return true;
}

void CopyBinaryReader::require_nothing() const {
    if (!rest().empty()) throw bad_format("received copy data after EOF marker");
}

SqlError CopyBinaryReader::bad_format(std::string message) const {
    SqlError error(state::kBadCopyFileFormat, std::move(message));
    if (line_ > 0) error.context(source_.place(line_)); // the header belongs to no line
    return error;
}

} // namespace redstart::sql
