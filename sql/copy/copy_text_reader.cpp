#include "sql/copy/copy_text_reader.hpp"

#include <algorithm>

namespace redstart::sql {
namespace {

bool is_octal(char c) { return c >= '0' && c <= '7'; }

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// The character of a one-letter escape; any other stands for itself.
char letter(char c) {
    switch (c) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    default: return c;
    }
}

} // namespace

CopyLineReader::Found CopyTextReader::scan() {
    while (true) {
        const auto text = bytes();
        auto at = at_;
        while (at < text.size() && text[at] != '\n' && text[at] != '\r' && text[at] != '\\') ++at;
        at_ = at;
        if (at == text.size()) return out_of_bytes();
        if (text[at] != '\\') return line_break();
        if (const auto what = end_marker(); what != Found::Nothing) return what;
        at_ = std::min(at + 2, text.size()); // whatever is behind a backslash is data, a line break too
    }
}

void CopyTextReader::split(std::string_view line, Fields& fields) {
    unescaped_.clear();
    unescaped_.reserve(line.size()); // the fields point into it
    std::size_t start = 0;
    while (true) {
        auto at = start;
        while (at < line.size() && line[at] != options_.delimiter && line[at] != '\\') ++at;
        if (at < line.size() && line[at] == '\\') {
            at = escaped_field(line, start, at, fields);
        } else {
            const auto field = line.substr(start, at - start);
            fields.push_back(field == options_.null_text ? std::nullopt : std::optional(field));
        }
        if (at >= line.size()) return;
        check_count(line, fields);
        start = at + 1;
    }
}

std::size_t CopyTextReader::escaped_field(std::string_view line, std::size_t start, std::size_t at, Fields& fields) {
    const auto begin = unescaped_.size();
    unescaped_.append(line.substr(start, at - start));
    bool check = false;
    auto raw_end = at;
    auto next = at;
    while (next < line.size()) {
        raw_end = next;
        char c = line[next++];
        if (c == options_.delimiter) break;
        if (c == '\\') {
            if (next == line.size()) break; // a lone backslash at the end counts for nothing
            c = unescape(line, next, check);
        }
        unescaped_.push_back(c);
        raw_end = next;
    }
    const bool delimited = raw_end < line.size() && line[raw_end] == options_.delimiter;
    if (line.substr(start, raw_end - start) == options_.null_text) {
        fields.emplace_back();
    } else {
        const auto field = std::string_view(unescaped_).substr(begin);
        if (check) check_field(line, field);
        fields.emplace_back(field);
    }
    return delimited ? raw_end : line.size();
}

char CopyTextReader::unescape(std::string_view line, std::size_t& at, bool& check) {
    const char first = line[at++];
    int value = 0;
    if (is_octal(first)) {
        value = first - '0';
        for (int more = 0; more < 2 && at < line.size() && is_octal(line[at]); ++more)
            value = value * 8 + (line[at++] - '0');
    } else if (first == 'x' && at < line.size() && hex_value(line[at]) >= 0) {
        value = hex_value(line[at++]);
        if (at < line.size() && hex_value(line[at]) >= 0) value = value * 16 + hex_value(line[at++]);
    } else {
        return letter(first);
    }
    value &= 0xFF;
    check |= value == 0 || value >= 0x80;
    return static_cast<char>(value);
}

} // namespace redstart::sql
