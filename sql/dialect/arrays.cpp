#include "sql/dialect/rewriter.hpp"
#include "sql/dialect/types.hpp"

#include <algorithm>

namespace redstart::sql {
namespace {

struct Element {
    std::string text;
    bool is_null = false;
};

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

bool is_null_word(std::string_view text) {
    return text.size() == 4 && (text[0] | 0x20) == 'n' && (text[1] | 0x20) == 'u' && (text[2] | 0x20) == 'l' &&
           (text[3] | 0x20) == 'l';
}

// The elements of PostgreSQL's array text `{a,"b c",NULL}` of one dimension; nullopt for anything else.
std::optional<std::vector<Element>> elements(std::string_view text) {
    text = trimmed(text);
    if (text.size() < 2 || text.front() != '{' || text.back() != '}') return std::nullopt;
    text = text.substr(1, text.size() - 2);
    std::vector<Element> out;
    if (trimmed(text).empty()) return out;
    for (std::size_t i = 0;; ++i) {
        std::string value;
        bool quoted = false;
        bool inside = false;
        for (; i < text.size() && (inside || text[i] != ','); ++i) {
            if (text[i] == '\\' && i + 1 < text.size())
                value += text[++i];
            else if (text[i] == '"')
                quoted = true, inside = !inside;
            else if (!inside && (text[i] == '{' || text[i] == '}'))
                return std::nullopt;
            else
                value += text[i];
        }
        if (inside) return std::nullopt;
        if (!quoted) value = trimmed(value);
        const bool is_null = !quoted && is_null_word(value);
        out.push_back({std::move(value), is_null});
        if (i >= text.size()) return out;
    }
}

bool is_integer(const Element& element) {
    const auto digits = element.text.starts_with('-') ? element.text.substr(1) : element.text;
    return element.is_null || (!digits.empty() && digits.size() < 19 && (digits[0] != '0' || digits.size() == 1) &&
                               digits.find_first_not_of("0123456789") == std::string::npos);
}

// `= ANY ('{a,b}')`, or a cast to an array type.
bool is_array_place(const Rewriter& rewriter, std::size_t i) {
    if (rewriter.at(i + 1).kind == TokenKind::TypeCast) return rewriter.at(type_end(rewriter, i + 2) - 1).is(']');
    if (i < 2 || !rewriter.at(i - 1).is('(') || !rewriter.at(i + 1).is(')')) return false;
    const auto word = rewriter.at(i - 2).word;
    return word == "any"_w || word == "all"_w || word == "some"_w;
}

} // namespace

// The engine reads array text in brackets and none in ANY: '{a,b}' -> ARRAY['a','b'].
bool rewrite_array_literal(Rewriter& rewriter, std::size_t i) {
    if (rewriter.at(i).text.find('{') == std::string_view::npos || !is_array_place(rewriter, i)) return false;
    const auto list = elements(string_value(rewriter.at(i), rewriter.statement().lexed_with.backslash_escapes));
    if (!list) return false;
    const bool integers = std::all_of(list->begin(), list->end(), is_integer);
    std::string out = "ARRAY[";
    for (const auto& element : *list) {
        if (out.back() != '[') out += ',';
        out += element.is_null ? "NULL" : integers ? element.text : quoted_string(element.text);
    }
    rewriter.replace(i, out + "]");
    return true;
}

} // namespace redstart::sql
