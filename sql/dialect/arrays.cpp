#include "sql/dialect/rewriter.hpp"
#include "sql/dialect/types.hpp"
#include "sql/parse/array_text.hpp"

#include <algorithm>

namespace redstart::sql {
namespace {

bool is_integer(const std::optional<std::string>& element) {
    if (!element) return true;
    const auto digits = element->starts_with('-') ? element->substr(1) : *element;
    return (!digits.empty() && digits.size() < 19 && (digits[0] != '0' || digits.size() == 1) &&
            digits.find_first_not_of("0123456789") == std::string::npos);
}

// `= ANY ('{a,b}')`, or a cast to an array type.
bool is_array_place(const Rewriter& rewriter, std::size_t i) {
    if (rewriter.at(i + 1).kind == TokenKind::TypeCast) return rewriter.at(type_end(rewriter, i + 2) - 1).is(']');
    std::size_t around = 1; // parentheses: Redshift's JDBC driver writes two pairs
    while (i > around && rewriter.at(i - around).is('(') && rewriter.at(i + around).is(')')) ++around;
    if (around == 1) return false;
    const auto word = rewriter.at(i - around).word;
    return word == "any"_w || word == "all"_w || word == "some"_w;
}

} // namespace

// The engine reads array text in brackets and none in ANY: '{a,b}' -> ARRAY['a','b'].
bool rewrite_array_literal(Rewriter& rewriter, std::size_t i) {
    if (rewriter.at(i).text.find('{') == std::string_view::npos || !is_array_place(rewriter, i)) return false;
    const auto list = array_elements(string_value(rewriter.at(i), rewriter.statement().lexed_with.backslash_escapes));
    if (!list) return false;
    const bool integers = std::all_of(list->begin(), list->end(), is_integer);
    std::string out = "ARRAY[";
    for (const auto& element : *list) {
        if (out.back() != '[') out += ',';
        out += !element ? "NULL" : integers ? *element : quoted_string(*element);
    }
    rewriter.replace(i, out + "]");
    return true;
}

} // namespace redstart::sql
