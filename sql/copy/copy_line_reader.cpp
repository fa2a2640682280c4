#include "sql/copy/copy_line_reader.hpp"

#include "protocol/client_text.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/parse/copy_options.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

namespace redstart::sql {

namespace state = protocol::sqlstate;
using protocol::SqlError;

CopyLineReader::CopyLineReader(const CopyOptions& options, const CopySource& source)
    : CopyReader(source), options_(options), csv_(options.format == CopyFormat::Csv),
      never_null_(named_columns("FORCE_NOT_NULL", options.force_not_null, source.columns)),
      quoted_null_(named_columns("FORCE_NULL", options.force_null, source.columns)), header_(options.header) {}

void CopyLineReader::feed(std::string_view bytes) {
    if (finished_) return;
    if (line_start_ > 0) {
        buffer_.erase(0, line_start_);
        at_ -= line_start_;
        valid_ -= line_start_;
        line_start_ = 0;
    }
    buffer_.append(bytes);
    validate();
}

void CopyLineReader::end() {
    ended_ = true;
    validate();
}

void CopyLineReader::validate() {
    const auto fresh = std::string_view(buffer_).substr(valid_);
    valid_ += std::min(protocol::find_invalid_utf8(fresh), fresh.size());
}

// Invalid bytes count only when a line reaches them: what follows the end-of-data marker does not matter.
void CopyLineReader::check_waiting() const {
    constexpr std::size_t kLongestCharacter = 4;
    const auto rest = std::string_view(buffer_).substr(valid_);
    if (rest.size() >= kLongestCharacter || (ended_ && !rest.empty()))
        throw SqlError(state::kCharacterNotInRepertoire, protocol::invalid_utf8_message(rest))
            .context(source_.place(line_number_));
    if (buffer_.size() - line_start_ > kMaxCopyRow)
        throw SqlError(state::kProgramLimitExceeded, "COPY line is too long").context(source_.place(line_number_));
}

bool CopyLineReader::next(CopyRow& row) {
    while (!finished_) {
        if (!in_line_) {
            in_line_ = true;
            ++line_number_;
            begin_line();
        }
        const auto what = scan();
        if (what == Found::MoreBytes) {
            check_waiting();
            return false;
        }
        const auto line = std::string_view(buffer_).substr(line_start_, line_end_ - line_start_);
        line_start_ = at_ = next_line_;
        in_line_ = false;
        finished_ = what == Found::LastLine;
        if (std::exchange(header_, false)) {
            if (options_.match_header) match_header(line);
            continue;
        }
        if (finished_ && line.empty()) return false;
        row.fields.clear();
        row.line = line_number_;
        row.text = line;
        split(line, row.fields);
        if (row.fields.size() > source_.columns.size()) throw bad_line(line, "extra data after last expected column");
        return true;
    }
    return false;
}

void CopyLineReader::match_header(std::string_view line) {
    Fields names;
    split(line, names);
    const auto& columns = source_.columns;
    if (names.size() != columns.size())
        throw bad_line(line, fmt::format("wrong number of fields in header line: got {}, expected {}", names.size(),
                                         columns.size()));
    for (std::size_t index = 0; index < columns.size(); ++index) {
        if (names[index] == columns[index]) continue;
        const auto got =
            names[index] ? "\"" + std::string(*names[index]) + "\"" : "null value (\"" + options_.null_text + "\")";
        throw bad_line(line, fmt::format("column name mismatch in header line field {}: got {}, expected \"{}\"",
                                         index + 1, got, columns[index]));
    }
}

CopyLineReader::Found CopyLineReader::found(std::size_t line_end, std::size_t next_line, Found what) {
    line_end_ = line_end;
    next_line_ = next_line;
    return what;
}

CopyLineReader::Found CopyLineReader::out_of_bytes() {
    return complete() ? found(valid_, valid_, Found::LastLine) : Found::MoreBytes;
}

CopyLineReader::Found CopyLineReader::line_break() {
    if (buffer_[at_] == '\r') return carriage_return();
    if (line_end_style_ == LineEnd::Cr || line_end_style_ == LineEnd::CrLf) throw stray(false);
    line_end_style_ = LineEnd::Lf;
    return found(at_, at_ + 1, Found::Line);
}

CopyLineReader::Found CopyLineReader::carriage_return() {
    if (line_end_style_ == LineEnd::Lf) throw stray(true);
    if (line_end_style_ == LineEnd::Cr) return found(at_, at_ + 1, Found::Line);
    if (is_last(at_) && !complete()) return Found::MoreBytes;
    if (peek(at_ + 1) == '\n') {
        line_end_style_ = LineEnd::CrLf;
        return found(at_, at_ + 2, Found::Line);
    }
    if (line_end_style_ == LineEnd::CrLf) throw stray(true);
    line_end_style_ = LineEnd::Cr;
    return found(at_, at_ + 1, Found::Line);
}

SqlError CopyLineReader::stray(bool carriage_return) const {
    const std::string character = carriage_return ? "carriage return" : "newline";
    auto error = bad_format(fmt::format("{}{} found in data", csv_ ? "unquoted " : "literal ", character));
    if (csv_) return error.hint(fmt::format("Use quoted CSV field to represent {}.", character));
    std::string hint = "Use \"";
    hint.append(carriage_return ? "\\r" : "\\n").append("\" to represent ").append(character).append(".");
    return error.hint(hint);
}

// In CSV `\.` with anything behind it on its line is a value; in text it is always the marker, and only a line break of
// the style seen so far may follow.
CopyLineReader::Found CopyLineReader::end_marker() {
    if (is_last(at_)) return complete() ? Found::Nothing : Found::MoreBytes;
    if (peek(at_ + 1) != '.') return Found::Nothing;
    auto at = at_ + 2;
    if (line_end_style_ == LineEnd::CrLf) {
        if (at >= valid_ && !complete()) return Found::MoreBytes;
        const char first = peek(at++);
        if (first != '\r') {
            if (csv_) return Found::Nothing;
            throw bad_format(first == '\n' ? "end-of-copy marker does not match previous newline style"
                                           : "end-of-copy marker corrupt");
        }
    }
    if (at >= valid_ && !complete()) return Found::MoreBytes;
    const char last = peek(at++);
    if (last != '\r' && last != '\n') {
        if (csv_) return Found::Nothing;
        throw bad_format("end-of-copy marker corrupt");
    }
    const char expected = line_end_style_ == LineEnd::Cr ? '\r' : '\n';
    if (line_end_style_ != LineEnd::Unknown && last != expected)
        throw bad_format("end-of-copy marker does not match previous newline style");
    return found(at_, at, Found::LastLine);
}

SqlError CopyLineReader::bad_format(std::string message) const {
    return SqlError(state::kBadCopyFileFormat, std::move(message)).context(source_.place(line_number_));
}

SqlError CopyLineReader::bad_line(std::string_view line, std::string message) const {
    return SqlError(state::kBadCopyFileFormat, std::move(message)).context(source_.place(line_number_, line));
}

void CopyLineReader::check_count(std::string_view line, const Fields& fields) const {
    constexpr std::size_t kMostColumns = 1600;
    if (fields.size() > kMostColumns) throw bad_line(line, "extra data after last expected column");
}

void CopyLineReader::check_field(std::string_view line, std::string_view field) const {
    const auto invalid = protocol::find_invalid_utf8(field);
    if (invalid == std::string_view::npos) return;
    throw SqlError(state::kCharacterNotInRepertoire, protocol::invalid_utf8_message(field.substr(invalid)))
        .context(source_.place(line_number_, line));
}

} // namespace redstart::sql
