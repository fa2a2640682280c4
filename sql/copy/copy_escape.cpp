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

} // namespace

std::string taken(protocol::WireWriter& out, std::size_t begin) {
    std::string value(out.view().substr(begin));
    out.shrink(value.size());
    return value;
}

void put_in_quotes(protocol::WireWriter& out, std::size_t begin, char quote, char escape) {
    const auto value = taken(out, begin);
    out.byte(quote);
    for (const char c : value) {
        if (c == quote || c == escape) out.byte(escape);
        out.byte(c);
    }
    out.byte(quote);
}

void escape_copy_text(protocol::WireWriter& out, std::size_t begin, char delimiter) {
    escape_each(
        out, begin, [delimiter](char c) { return c == delimiter || c == '\\' || escape_letter(c) != '\0'; },
        [](char c) { return escape_letter(c) != '\0' ? escape_letter(c) : c; });
}

void quote_copy_csv(protocol::WireWriter& out, std::size_t begin, const CopyOptions& options, bool alone, bool always) {
    const auto written = out.view().substr(begin);
    const char special[] = {options.delimiter, options.quote, '\n', '\r'};
    const bool quoted = always || written == options.null_text || (alone && written == "\\.") ||
                        written.find_first_of(std::string_view(special, sizeof special)) != std::string_view::npos;
    if (quoted) put_in_quotes(out, begin, options.quote, options.escape);
}

} // namespace redstart::sql
