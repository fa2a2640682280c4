#include "sql/dialect/names.hpp"

#include "sql/dialect/engine_keywords.hpp"

#include <algorithm>

namespace redstart::sql {
namespace {

bool is_name(const Token& token) {
    return token.kind == TokenKind::Identifier || token.kind == TokenKind::QuotedIdentifier;
}

bool has_upper_case(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// The engine's parser folds names, but not its keywords that are used as names.
bool keeps_case(const Token& token) {
    return token.kind == TokenKind::Identifier && has_upper_case(token.text) &&
           is_engine_keyword(identifier_value(token));
}

// The words that end an expression without being an alias of it.
bool ends_expression(Word word) {
    switch (word) {
    case "end"_w:
    case "null"_w:
    case "true"_w:
    case "false"_w:
    case "unknown"_w:
    case "isnull"_w:
    case "notnull"_w:
    case "precision"_w:
    case "varying"_w:
    case "zone"_w: return true;
    default: return false;
    }
}

// The item of a select list that ends at `last`: "expression alias" with an alias that is a keyword in the engine.
void quote_alias(Rewriter& rewriter, std::size_t first, std::size_t last) {
    if (last < first + 2 || rewriter.at(last - 1).kind != TokenKind::Identifier || rewriter.edited(last - 1)) return;
    const auto& alias = rewriter.at(last - 1);
    if (ends_expression(alias.word) || !rewriter.ends_operand(last - 1) || !rewriter.ends_operand(last - 2)) return;
    const bool unit = is_string(rewriter.at(last - 2)) && rewriter.at(last - 3).is("interval"_w);
    if (unit || !is_engine_keyword(identifier_value(alias))) return;
    rewriter.replace(last - 1, quoted_identifier(identifier_value(alias)));
}

bool ends_list(const Rewriter& rewriter, std::size_t i) {
    const auto& token = rewriter.at(i);
    switch (token.word) {
    case "group"_w: return rewriter.at(i + 1).is("by"_w); // not WITHIN GROUP
    case "select"_w:
    case "from"_w:
    case "into"_w:
    case "where"_w:
    case "having"_w:
    case "order"_w:
    case "limit"_w:
    case "union"_w:
    case "except"_w:
    case "intersect"_w:
    case "minus"_w:
    case "qualify"_w: return true;
    default: return token.is(')') || token.kind == TokenKind::End;
    }
}

} // namespace

std::size_t qualified_name_end(const Rewriter& rewriter, std::size_t i) {
    for (;; i += 2) {
        if (!is_name(rewriter.at(i))) rewriter.fail(i);
        if (!rewriter.at(i + 1).is('.')) return i + 1;
    }
}

std::vector<std::string> name_parts(const Rewriter& rewriter, std::size_t first, std::size_t last) {
    std::vector<std::string> parts;
    for (auto i = first; i < last; i += 2)
        parts.push_back(identifier_value(rewriter.at(i), rewriter.options().case_sensitive_identifiers));
    return parts;
}

std::string engine_name(const Rewriter& rewriter, std::size_t first, std::size_t last) {
    std::string out;
    for (auto i = first; i < last; i += 2) {
        const auto& token = rewriter.at(i);
        const bool as_written = token.kind == TokenKind::Identifier && token.text.front() != '#' &&
                                token.text.size() <= kMaxNameBytes && !keeps_case(token);
        if (!out.empty()) out += '.';
        out += as_written ? std::string(token.text)
                          : quoted_identifier(identifier_value(token, rewriter.options().case_sensitive_identifiers));
    }
    return out;
}

bool is_temp_name(const Token& token) { return token.text.starts_with('#') || token.text.starts_with("\"#"); }

// Ordinary strings of the engine know no escapes.
void rewrite_string(Rewriter& rewriter, std::size_t i) {
    if (rewrite_array_literal(rewriter, i)) return;
    const auto& token = rewriter.at(i);
    const bool escapes = rewriter.statement().lexed_with.backslash_escapes;
    const bool plain = token.text.front() == '\'' && (!escapes || token.text.find('\\') == std::string_view::npos);
    if (!plain) rewriter.replace(i, quoted_string(string_value(token, escapes)));
}

void rewrite_quoted_name(Rewriter& rewriter, std::size_t i) {
    const auto& token = rewriter.at(i);
    const bool case_sensitive = rewriter.options().case_sensitive_identifiers;
    if ((!case_sensitive && has_upper_case(token.text)) || token.text.size() > kMaxNameBytes + 2)
        rewriter.replace(i, quoted_identifier(identifier_value(token, case_sensitive)));
}

void rewrite_temp_name(Rewriter& rewriter, std::size_t i) {
    rewriter.replace(i, quoted_identifier(identifier_value(rewriter.at(i))));
}

void rewrite_long_name(Rewriter& rewriter, std::size_t i) { rewrite_temp_name(rewriter, i); }

void fold_keywords(Rewriter& rewriter) {
    for (std::size_t i = 0; i < rewriter.size(); ++i) {
        const auto& token = rewriter.at(i);
        if (!rewriter.edited(i) && keeps_case(token)) rewriter.replace(i, identifier_value(token));
    }
}

void rewrite_aliases(Rewriter& rewriter, std::size_t select) {
    auto first = select + 1;
    for (auto i = first;; ++i) {
        const auto& token = rewriter.at(i);
        if (token.is('(') || token.is('[')) {
            i = rewriter.partner(i);
        } else if (token.is(',') || (ends_list(rewriter, i) && !rewriter.at(i - 1).is('.'))) {
            quote_alias(rewriter, first, i);
            first = i + 1;
            if (!token.is(',')) return;
        }
    }
}

} // namespace redstart::sql
