#include "sql/refusal/statement_limits.hpp"

#include "protocol/sqlstate.hpp"
#include "sql/parse/token_text.hpp"

#include <string>
#include <vector>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

using protocol::SqlError;

bool opens(const Token& token) { return token.is('(') || token.is('[') || token.is("case"_w); }
bool closes(const Token& token) { return token.is(')') || token.is(']') || token.is("end"_w); }

// WITH a AS (WITH ...
bool opens_with_in_with(std::span<const Token> tokens, std::size_t i) {
    if (i == 0 || i + 1 >= tokens.size() || !tokens[i].is('(') || !tokens[i + 1].is("with"_w)) return false;
    return tokens[i - 1].is("as"_w) || tokens[i - 1].is("materialized"_w);
}

bool is_row(const Token& token) {
    const auto text = token.text;
    return text.size() == 3 && (text[0] | 0x20) == 'r' && (text[1] | 0x20) == 'o' && (text[2] | 0x20) == 'w';
}

// (SELECT ..., but not in FROM, as a WITH query, or as a side of UNION.
bool opens_subquery(std::span<const Token> tokens, std::size_t i) {
    if (i == 0 || i + 1 >= tokens.size() || !tokens[i].is('(')) return false;
    if (!tokens[i + 1].is("select"_w) && !tokens[i + 1].is("with"_w)) return false;
    const auto& before = tokens[i - 1];
    for (const auto word :
         {"from"_w, "join"_w, "as"_w, "materialized"_w, "union"_w, "except"_w, "intersect"_w, "all"_w})
        if (before.is(word)) return false;
    return true;
}

[[noreturn]] void refuse(const Statement& statement, const Token& token, std::string detail) {
    throw SqlError(protocol::sqlstate::kStatementTooComplex, "statement too complex")
        .detail(std::move(detail))
        .position(character_position(statement.source, token.offset));
}

// ROW(ROW( ... and 1 + 1 + ..., which the engine folds.
void check_constants(const Statement& statement) {
    const auto& tokens = statement.tokens;
    int literals = 0;
    int rows = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        switch (tokens[i].kind) {
        case TokenKind::Integer:
        case TokenKind::Decimal:
        case TokenKind::String: ++literals; break;
        case TokenKind::Operator: break;
        default:
            if (!tokens[i].is('(') && !tokens[i].is(')')) literals = 0;
        }
        if (literals > kMostLiterals)
            refuse(statement, tokens[i],
                   fmt::format("Operators can join {} literals one after the other.", kMostLiterals));
        const bool row = i > 0 && tokens[i].is('(') && is_row(tokens[i - 1]);
        if (row && ++rows > kDeepestRow)
            refuse(statement, tokens[i], fmt::format("ROW can be nested {} deep.", kDeepestRow));
        if (tokens[i].is(')')) rows = 0;
    }
}

} // namespace

void check_nesting(const Statement& statement) {
    check_constants(statement);
    const auto& tokens = statement.tokens;
    struct Bracket {
        bool with;     // of a WITH inside of a WITH
        bool subquery; // in an expression
    };
    std::vector<Bracket> open;
    int withs = 0;
    int subqueries = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (opens(tokens[i])) {
            open.push_back({opens_with_in_with(tokens, i), opens_subquery(tokens, i)});
            withs += open.back().with ? 1 : 0;
            subqueries += open.back().subquery ? 1 : 0;
            if (open.size() > kDeepestNesting)
                refuse(statement, tokens[i], fmt::format("Brackets and CASE can be nested {} deep.", kDeepestNesting));
            if (withs > kDeepestWith)
                refuse(statement, tokens[i], fmt::format("WITH can be nested inside of WITH {} deep.", kDeepestWith));
            if (subqueries > kDeepestSubquery)
                refuse(statement, tokens[i],
                       fmt::format("Subqueries of expressions can be nested {} deep.", kDeepestSubquery));
        } else if (closes(tokens[i]) && !open.empty()) {
            withs -= open.back().with ? 1 : 0;
            subqueries -= open.back().subquery ? 1 : 0;
            open.pop_back();
        }
    }
}

} // namespace redstart::sql
