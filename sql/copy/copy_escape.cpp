#include "sql/copy/copy_escape.hpp"

#include <string>
#include <string_view>

namespace redstart::sql {
namespace {

// The letter of a control character's escape; '\0' when it has none.
char escape_letter(char c) {
    switch (c) {
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    case '\v': return 'v';
    default: return '\0';
    }
}

// Takes the bytes from `begin` on out of the buffer.
std::string take(protocol::WireWriter& out, std::size_t begin) {
    std::string value(out.view().substr(begin));
    out.shrink(value.size());
    return value;
}

} // namespace

void escape_copy_text(protocol::WireWriter& out, std::size_t begin, char delimiter) {
    const auto special = [delimiter](char c) { return c == delimiter || c == '\\' || escape_letter(c) != '\0'; };
    const auto written = out.view().substr(begin);
    std::size_t clean = 0;
    while (clean < written.size() && !special(written[clean])) ++clean;
    if (clean == written.size()) return;
    for (const char c : take(out, begin + clean)) {
        if (special(c)) out.byte('\\');
        out.byte(escape_letter(c) != '\0' ? escape_letter(c) : c);
    }
}

void quote_copy_csv(protocol::WireWriter& out, std::size_t begin, const CopyOptions& options, bool alone, bool always) {
    const auto written = out.view().substr(begin);
    const char special[] = {options.delimiter, options.quote, '\n', '\r'};
    const bool quoted = always || written == options.null_text || (alone && written == "\\.") ||
                        written.find_first_of(std::string_view(special, sizeof special)) != std::string_view::npos;
    if (!quoted) return;
    const auto value = take(out, begin);
    out.byte(options.quote);
    for (const char c : value) {
        if (c == options.quote || c == options.escape) out.byte(options.escape);
        out.byte(c);
    }
    out.byte(options.quote);
}

} // namespace redstart::sql
