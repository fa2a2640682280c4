#include "sql/copy/copy_csv_reader.hpp"

namespace redstart::sql {
namespace {

bool is_set(const std::vector<bool>& flags, std::size_t column) { return column < flags.size() && flags[column]; }

} // namespace

void CopyCsvReader::begin_line() {
    in_quotes_ = false;
    escaped_ = false;
    first_in_line_ = true;
}

void CopyCsvReader::track(char c) {
    const bool own_escape = options_.escape != options_.quote; // otherwise a quote is just a toggle
    if (own_escape && in_quotes_ && c == options_.escape) escaped_ = !escaped_;
    if (c == options_.quote && !escaped_) in_quotes_ = !in_quotes_;
    if (!own_escape || c != options_.escape) escaped_ = false;
    // Line breaks inside quotes count as lines in the style of the line breaks seen so far.
    if (in_quotes_ && c == (line_end_style_ == LineEnd::Lf ? '\n' : '\r')) ++line_number_;
}

CopyLineReader::Found CopyCsvReader::scan() {
    const auto text = bytes();
    while (true) {
        const auto begin = at_;
        while (at_ < text.size() && plain(text[at_])) ++at_;
        if (at_ != begin) first_in_line_ = escaped_ = false;
        if (at_ == text.size()) return out_of_bytes();
        const char c = text[at_];
        // What these two mean depends on the next byte: wait for it before the state changes.
        if ((c == '\\' || c == '\r') && is_last(at_) && !complete()) return Found::MoreBytes;
        if (c == '\\' && first_in_line_)
            if (const auto what = end_marker(); what != Found::Nothing) return what;
        track(c);
        if ((c == '\r' || c == '\n') && !in_quotes_) return line_break();
        first_in_line_ = false;
        ++at_;
    }
}

void CopyCsvReader::split(std::string_view line, Fields& fields) {
    unescaped_.clear();
    unescaped_.reserve(line.size()); // the fields point into it
    std::size_t start = 0;
    while (true) {
        const auto begin = unescaped_.size();
        bool quoted = false;
        auto at = start;
        auto copied = start; // of the unquoted part that runs
        while (at < line.size() && line[at] != options_.delimiter) {
            if (line[at] != options_.quote) {
                ++at;
                continue;
            }
            unescaped_.append(line.substr(copied, at - copied));
            copied = at = quoted_part(line, at + 1);
            quoted = true;
        }
        if (quoted) {
            unescaped_.append(line.substr(copied, at - copied));
            const auto field = std::string_view(unescaped_).substr(begin);
            const bool null = is_set(quoted_null_, fields.size()) && field == options_.null_text;
            fields.push_back(null ? std::nullopt : std::optional(field));
        } else {
            const auto field = line.substr(start, at - start);
            const bool null = field == options_.null_text && !is_set(never_null_, fields.size());
            fields.push_back(null ? std::nullopt : std::optional(field));
        }
        if (at >= line.size()) return;
        check_count(line, fields);
        start = at + 1;
    }
}

std::size_t CopyCsvReader::quoted_part(std::string_view line, std::size_t at) {
    while (at < line.size()) {
        const char c = line[at++];
        if (c == options_.escape && at < line.size() && (line[at] == options_.escape || line[at] == options_.quote)) {
            unescaped_.push_back(line[at++]);
            continue;
        }
        if (c == options_.quote) return at;
        unescaped_.push_back(c);
    }
    throw bad_line(line, "unterminated CSV quoted field");
}

} // namespace redstart::sql
