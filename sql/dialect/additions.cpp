#include "sql/dialect/rewriter.hpp"

#include <algorithm>

namespace redstart::sql {
namespace {

bool is_text_type(Word word) {
    switch (word) {
    case "varchar"_w:
    case "char"_w:
    case "character"_w:
    case "nvarchar"_w:
    case "nchar"_w:
    case "bpchar"_w:
    case "varying"_w:
    case "text"_w: return true;
    default: return false;
    }
}

// 5 + '5' adds numbers.
bool looks_numeric(std::string_view value) {
    return value.find_first_of("0123456789") != std::string_view::npos &&
           value.find_first_not_of(" +-.0123456789eE") == std::string_view::npos;
}

// Token `i` ends ::varchar(20), ::text, ::character varying(20), ::pg_catalog.text.
bool ends_text_cast(const Rewriter& rewriter, std::size_t i) {
    if (rewriter.at(i).is(')')) i = rewriter.partner(i) - 1; // when nothing stands before "(", there is no token
    if (!is_text_type(rewriter.at(i).word)) return false;
    auto before = i - (rewriter.at(i).is("varying"_w) ? 2 : 1);
    if (rewriter.at(before).is('.')) before -= 2;
    return rewriter.at(before).kind == TokenKind::TypeCast;
}

// Token `i` is a literal of unknown type that is no number.
bool is_text_literal(const Rewriter& rewriter, std::size_t i) {
    if (!is_string(rewriter.at(i))) return false;
    const bool typed = i > 0 && rewriter.at(i - 1).kind == TokenKind::Identifier &&
                       (rewriter.ends_operand(i - 1) || rewriter.at(i - 1).is("interval"_w));
    return !typed && !looks_numeric(string_value(rewriter.at(i), rewriter.statement().lexed_with.backslash_escapes));
}

bool multiplies(const Token& token) { return token.is('*') || token.is('/') || token.is('%') || token.is('^'); }

} // namespace

// Redshift concatenates text with + as well. A chain of + and || in which one operand is cast to text, or all are
// literals, becomes a chain of ||; elsewhere the operands' types decide (catalog/functions/number/decimal_operators).
void rewrite_addition(Rewriter& rewriter, std::size_t i) {
    if (i == 0 || !rewriter.ends_operand(i - 1)) return; // a sign
    std::vector<std::size_t> additions;
    bool cast = ends_text_cast(rewriter, i - 1);
    bool literals = is_text_literal(rewriter, i - 1);
    for (auto at = i; rewriter.at(at).is('+') || rewriter.at(at).text == "||";) {
        if (rewriter.at(at).is('+')) additions.push_back(at);
        auto end = rewriter.operand_end(at + 1);
        cast |= end > at + 1 && ends_text_cast(rewriter, end - 1);
        while (multiplies(rewriter.at(end))) end = rewriter.operand_end(end + 1);
        literals &= end == at + 2 && is_text_literal(rewriter, at + 1);
        at = std::max(end, at + 1);
    }
    for (const auto at : additions) {
        if (cast || literals)
            rewriter.replace(at, "||");
        else
            rewriter.settle(at);
    }
}

} // namespace redstart::sql
