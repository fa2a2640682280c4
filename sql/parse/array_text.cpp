#include "sql/parse/array_text.hpp"

#include <algorithm>

namespace redstart::sql {
namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\n\r\v\f";
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

bool is_null_word(std::string_view text) {
    constexpr std::string_view kNull = "null";
    return text.size() == kNull.size() &&
           std::equal(text.begin(), text.end(), kNull.begin(), [](char c, char lower) { return (c | 0x20) == lower; });
}

// One element of array text, from `i` to the comma behind it; false when the text is no array of one dimension.
bool read_element(std::string_view text, std::size_t& i, ArrayElements& elements) {
    std::string value;
    bool quoted = false;
    bool inside = false;
    for (; i < text.size() && (inside || text[i] != ','); ++i) {
        const char c = text[i];
        if (c == '\\' && i + 1 < text.size())
            value += text[++i];
        else if (c == '"')
            quoted = true, inside = !inside;
        else if (!inside && (c == '{' || c == '}'))
            return false;
        else
            value += c;
    }
    if (inside) return false;
    if (!quoted) value = trimmed(value);
    if (!quoted && value.empty()) return false;
    if (!quoted && is_null_word(value))
        elements.emplace_back();
    else
        elements.emplace_back(std::move(value));
    return true;
}

bool needs_quotes(std::string_view element) {
    return element.empty() || is_null_word(element) ||
           element.find_first_of("{}\",\\ \t\n\r\v\f") != std::string_view::npos;
}

} // namespace

void append_array_element(std::string& out, std::string_view element) {
    if (!needs_quotes(element)) {
        out += element;
        return;
    }
    out += '"';
    for (const char c : element) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    out += '"';
}

std::optional<ArrayElements> array_elements(std::string_view text) {
    text = trimmed(text);
    if (text.size() < 2 || text.front() != '{' || text.back() != '}') return std::nullopt;
    text = text.substr(1, text.size() - 2);
    ArrayElements elements;
    if (trimmed(text).empty()) return elements;
    for (std::size_t i = 0; i <= text.size(); ++i)
        if (!read_element(text, i, elements)) return std::nullopt;
    return elements;
}

} // namespace redstart::sql
