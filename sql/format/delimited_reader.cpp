#include "sql/format/delimited_reader.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace redstart::sql {
namespace {

void fail(Record& record, LoadError error, std::string reason, std::size_t position) {
    record.error = error;
    record.reason = std::move(reason);
    record.position = position;
}

// A carriage return in a line is the beginning of a line end that is not there. INF: the text is that of public
// reports.
bool stray_return(std::string_view line, std::size_t at, Record& record) {
    if (line[at] != '\r') return false;
    std::array<char, 96> text{};
    const unsigned next = at + 1 < line.size() ? static_cast<unsigned char>(line[at + 1]) : 0;
    std::snprintf(text.data(), text.size(), "Missing newline: Unexpected character 0x%x found at location %zu", next,
                  at + 1);
    fail(record, LoadError::InvalidLine, text.data(), at + 1);
    return true;
}

constexpr std::string_view kNoEndQuote = "Delimited value missing end quote";

} // namespace

// With ESCAPE whatever stands behind a backslash is data, a line feed too.
std::size_t DelimitedReader::find_end(std::string_view text, std::size_t start, std::size_t& scanned) {
    if (!options_.escape) return LineReader::find_end(text, start, scanned);
    while (true) {
        const auto at = text.find_first_of("\n\\", scanned);
        if (at == std::string_view::npos) {
            scanned = text.size();
            return at;
        }
        scanned = at;
        if (text[at] == '\n') return at;
        if (at + 1 >= text.size()) return std::string_view::npos; // what it escapes has not come yet
        scanned = at + 2;
    }
}

void DelimitedReader::split(std::string_view line, Record& record) {
    unescaped_.clear();
    unescaped_.reserve(line.size()); // the fields point into it
    for (std::size_t at = 0;;) {
        const bool quote = options_.remove_quotes && at < line.size() && (line[at] == '"' || line[at] == '\'');
        at = quote ? quoted(line, at, record) : options_.escape ? escaped(line, at, record) : plain(line, at, record);
        if (record.error != LoadError::None || at >= line.size()) return;
        ++at; // the delimiter
    }
}

std::size_t DelimitedReader::plain(std::string_view line, std::size_t at, Record& record) {
    const auto end = std::min(line.find(options_.delimiter, at), line.size());
    const auto field = line.substr(at, end - at);
    if (const auto stray = field.find('\r'); stray != std::string_view::npos && stray_return(line, at + stray, record))
        return end;
    record.fields.push_back(field == options_.null_text ? std::nullopt : std::optional(field));
    return end;
}

std::size_t DelimitedReader::escaped(std::string_view line, std::size_t at, Record& record) {
    const auto begin = unescaped_.size();
    auto end = at;
    for (; end < line.size() && line[end] != options_.delimiter; ++end) {
        if (line[end] == '\\' && end + 1 < line.size())
            ++end;
        else if (stray_return(line, end, record))
            return end;
        unescaped_.push_back(line[end]);
    }
    const auto field = std::string_view(unescaped_).substr(begin);
    const bool null = line.substr(at, end - at) == options_.null_text || field == options_.null_text;
    record.fields.push_back(null ? std::nullopt : std::optional(field));
    return end;
}

// The quote that ends it stands before a delimiter or the end of the line.
std::size_t DelimitedReader::quoted(std::string_view line, std::size_t at, Record& record) {
    const char quote = line[at];
    const auto begin = unescaped_.size();
    for (auto end = at + 1; end < line.size(); ++end) {
        const char c = line[end];
        if (options_.escape && c == '\\' && end + 1 < line.size()) {
            unescaped_.push_back(line[++end]);
            continue;
        }
        if (c == quote && (end + 1 == line.size() || line[end + 1] == options_.delimiter)) {
            const auto field = std::string_view(unescaped_).substr(begin);
            record.fields.push_back(field == options_.null_text ? std::nullopt : std::optional(field));
            return end + 1;
        }
        if (stray_return(line, end, record)) return end;
        unescaped_.push_back(c);
    }
    fail(record, LoadError::MissingEndQuote, std::string(kNoEndQuote), at);
    return line.size();
}

std::size_t CsvReader::find_end(std::string_view text, std::size_t, std::size_t& scanned) {
    for (auto at = scanned; at < text.size(); ++at) {
        const char c = text[at];
        if (at_ == Place::Quoted) {
            if (c == options_.quote) at_ = Place::QuoteInQuoted;
        } else if (at_ == Place::QuoteInQuoted && c == options_.quote) {
            at_ = Place::Quoted;
        } else if (c == '\n') {
            scanned = at;
            return at;
        } else if (c == options_.delimiter) {
            at_ = Place::FieldStart;
        } else if (at_ == Place::FieldStart && c == options_.quote) {
            at_ = Place::Quoted;
        } else if (at_ != Place::FieldStart || !is_space(c)) {
            at_ = Place::Plain;
        }
    }
    scanned = text.size();
    return std::string_view::npos;
}

void CsvReader::split(std::string_view line, Record& record) {
    unquoted_.clear();
    unquoted_.reserve(line.size()); // the fields point into it
    for (std::size_t at = 0;;) {
        at = field(line, at, record);
        if (record.error != LoadError::None || at >= line.size()) return;
        ++at; // the delimiter
    }
}

// White space between a quote and a delimiter does not count.
std::size_t CsvReader::field(std::string_view line, std::size_t at, Record& record) {
    auto quote = at;
    while (quote < line.size() && is_space(line[quote])) ++quote;
    if (quote == line.size() || line[quote] != options_.quote) {
        const auto end = std::min(line.find(options_.delimiter, at), line.size());
        const auto value = line.substr(at, end - at);
        if (const auto stray = value.find('\r');
            stray != std::string_view::npos && stray_return(line, at + stray, record))
            return end;
        if (const auto inside = value.find(options_.quote); inside != std::string_view::npos)
            fail(record, LoadError::InvalidLine, "Invalid quote formatting for CSV", at + inside);
        record.fields.push_back(value == options_.null_text ? std::nullopt : std::optional(value));
        return end;
    }
    const auto begin = unquoted_.size();
    for (auto end = quote + 1; end < line.size(); ++end) {
        if (line[end] != options_.quote) {
            unquoted_.push_back(line[end]);
            continue;
        }
        if (end + 1 < line.size() && line[end + 1] == options_.quote) {
            unquoted_.push_back(line[++end]);
            continue;
        }
        for (++end; end < line.size() && is_space(line[end]);) ++end;
        if (end < line.size() && line[end] != options_.delimiter)
            fail(record, LoadError::InvalidLine, "Invalid quote formatting for CSV", end);
        record.fields.emplace_back(std::string_view(unquoted_).substr(begin));
        return end;
    }
    fail(record, LoadError::MissingEndQuote, std::string(kNoEndQuote), quote);
    return line.size();
}

} // namespace redstart::sql
