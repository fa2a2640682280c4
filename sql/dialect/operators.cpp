#include "protocol/sqlstate.hpp"
#include "sql/dialect/rewriter.hpp"

namespace redstart::sql {
namespace {

using protocol::SqlError;

// The engine's "~" is a full match that it cannot tell from SIMILAR TO. These two are operators of no meaning there, of
// the same precedence, and keep their name in the parsed tree, where the resolver knows them (as it does ~* and !~*).
constexpr std::string_view kMatch = "~@";
constexpr std::string_view kNotMatch = "!~@";
constexpr std::string_view kExclusiveOr = "<^>"; // the engine has no "#" in operators

std::string_view engine_operator(std::string_view op) {
    if (op == "~") return kMatch;
    if (op == "!~") return kNotMatch;
    if (op == "#") return kExclusiveOr;
    return op;
}

// OPERATOR(pg_catalog.~)
void rewrite_qualified_operator(Rewriter& rewriter, std::size_t i) {
    if (!rewriter.at(i + 1).is('(')) return;
    const auto close = rewriter.partner(i + 1);
    if (rewriter.at(close - 1).kind != TokenKind::Operator) return;
    if (close != i + 3 && !rewriter.at(i + 2).is("pg_catalog"_w)) return;
    rewriter.replace(i, close + 1, std::string(engine_operator(rewriter.at(close - 1).text)));
}

// COLLATE pg_catalog.default and CASE_SENSITIVE say what is so anyway.
// COLLATE(x, 'case_insensitive'): the operator of that name.
void rewrite_collate_call(Rewriter& rewriter, std::size_t i) {
    const auto arguments = rewriter.separators(i + 1);
    const auto& name = rewriter.at(arguments[0] + 1);
    if (arguments.size() != 2 || arguments[1] != arguments[0] + 2 || !is_string(name)) return;
    const auto collation = lower_case(string_value(name, rewriter.statement().lexed_with.backslash_escapes));
    if (collation != "case_insensitive" && collation != "case_sensitive") return;
    rewriter.replace(i, i + 2, "((");
    rewriter.replace(arguments[0], arguments[1] + 1,
                     collation == "case_insensitive" ? ") COLLATE nocase)" : ") COLLATE \"C\")");
}

void rewrite_collate(Rewriter& rewriter, std::size_t i) {
    if (rewriter.at(i + 1).is('(')) {
        if (i == 0 || !rewriter.ends_operand(i - 1)) rewrite_collate_call(rewriter, i);
        return;
    }
    const auto name = rewriter.at(i + 1).is("pg_catalog"_w) && rewriter.at(i + 2).is('.') ? i + 3 : i + 1;
    const auto& collation = rewriter.at(name);
    if (collation.is("case_insensitive"_w))
        rewriter.replace(name, "nocase");
    else if (collation.is("default"_w) || collation.text == "\"default\"" || collation.is("case_sensitive"_w))
        rewriter.remove(i, name + 1);
}

// U&'\0041', which is one token to PostgreSQL: taken apart it would be a column, an operator and a text.
void refuse_unicode_string(const Rewriter& rewriter, std::size_t i) {
    if (i == 0) return;
    const auto& prefix = rewriter.at(i - 1);
    const auto& text = rewriter.at(i + 1);
    const bool together = prefix.end() == rewriter.at(i).offset && rewriter.at(i).end() == text.offset;
    if (!together || (prefix.text != "U" && prefix.text != "u")) return;
    if (is_string(text) || text.kind == TokenKind::QuotedIdentifier)
        throw SqlError(protocol::sqlstate::kFeatureNotSupported, "Unicode escapes with U& are not supported")
            .position(character_position(rewriter.statement().source, prefix.offset));
}

std::string value_of(const Rewriter& rewriter, std::size_t i) {
    return string_value(rewriter.at(i), rewriter.statement().lexed_with.backslash_escapes);
}

// In Redshift a backslash escapes in a LIKE pattern that has no ESCAPE; in the engine nothing does.
void rewrite_like(Rewriter& rewriter, std::size_t i) {
    const auto next = rewriter.at(i + 1).word;
    if (next == "any"_w || next == "all"_w || next == "some"_w) return;
    const auto end = rewriter.tight_end(i + 1);
    if (end <= i + 1 || rewriter.at(end).is("escape"_w)) return;
    const bool literal = end == i + 2 && is_string(rewriter.at(i + 1));
    if (literal && value_of(rewriter, i + 1).find('\\') == std::string::npos) return;
    rewriter.insert_after(end - 1, " ESCAPE '\\'");
}

// An SQL pattern as a regular expression for the whole text (PostgreSQL's similar_escape).
std::string regular_expression(std::string_view pattern, char escape) {
    std::string out = "(?s)^(?:";
    bool in_set = false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        if (escape != '\0' && c == escape && i + 1 < pattern.size()) {
            out += '\\';
            out += pattern[++i];
        } else if (in_set) {
            in_set = c != ']';
            if (c == '\\') out += c;
            out += c;
        } else if (c == '%') {
            out += ".*";
        } else if (c == '_') {
            out += '.';
        } else if (c == '(') {
            out += "(?:";
        } else {
            in_set = c == '[';
            if (c == '\\' || c == '.' || c == '^' || c == '$') out += '\\';
            out += c;
        }
    }
    return out += ")$";
}

// [NOT] SIMILAR TO 'pattern' [ESCAPE 'c']
void rewrite_similar(Rewriter& rewriter, std::size_t i) {
    if (!rewriter.at(i + 1).is("to"_w)) return;
    const auto pattern = i + 2;
    if (pattern >= rewriter.size()) rewriter.fail(pattern);
    auto end = rewriter.tight_end(pattern);
    if (end != pattern + 1 || !is_string(rewriter.at(pattern)))
        throw SqlError(protocol::sqlstate::kFeatureNotSupported,
                       "SIMILAR TO is not supported with a pattern that is not a literal")
            .position(character_position(rewriter.statement().source, rewriter.at(i).offset));
    char escape = '\\';
    if (rewriter.at(end).is("escape"_w) && is_string(rewriter.at(end + 1))) {
        const auto text = value_of(rewriter, end + 1);
        if (text.size() > 1) throw SqlError(protocol::sqlstate::kInvalidEscapeSequence, "invalid escape string");
        escape = text.empty() ? '\0' : text[0];
        end += 2;
    }
    const bool negated = i > 0 && rewriter.at(i - 1).is("not"_w);
    rewriter.replace(negated ? i - 1 : i, end,
                     std::string(negated ? kNotMatch : kMatch) + " " +
                         quoted_string(regular_expression(value_of(rewriter, pattern), escape)));
}

constexpr Rule kRules[] = {{"operator"_w, rewrite_qualified_operator},
                           {"collate"_w, rewrite_collate},
                           {"like"_w, rewrite_like},
                           {"ilike"_w, rewrite_like},
                           {"similar"_w, rewrite_similar}};

} // namespace

void rewrite_operator(Rewriter& rewriter, std::size_t i) {
    const auto& token = rewriter.at(i);
    if (token.is('+')) return rewrite_addition(rewriter, i);
    if (token.is('&')) return refuse_unicode_string(rewriter, i);
    if ((token.is('~') || token.is('#') || token.text == "!~") && i > 0 && rewriter.ends_operand(i - 1))
        rewriter.replace(i, std::string(engine_operator(token.text)));
}

void refuse_bit_string(const Rewriter& rewriter, std::size_t i) {
    throw SqlError(protocol::sqlstate::kFeatureNotSupported, "bit string literals are not supported")
        .position(character_position(rewriter.statement().source, rewriter.at(i).offset));
}

std::span<const Rule> operator_rules() { return kRules; }

} // namespace redstart::sql
