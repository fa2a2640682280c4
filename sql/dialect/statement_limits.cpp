#include "sql/dialect/statement_limits.hpp"

#include "protocol/sqlstate.hpp"
#include "sql/parse/token_text.hpp"

#include <string>
#include <vector>

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

[[noreturn]] void refuse(const Statement& statement, const Token& token, std::string detail) {
    throw SqlError(protocol::sqlstate::kStatementTooComplex, "statement too complex")
        .detail(std::move(detail))
        .position(character_position(statement.source, token.offset));
}

} // namespace

void check_nesting(const Statement& statement) {
    const auto& tokens = statement.tokens;
    std::vector<bool> open; // true: of a WITH inside of a WITH
    int withs = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (opens(tokens[i])) {
            const bool nested = opens_with_in_with(tokens, i);
            open.push_back(nested);
            withs += nested ? 1 : 0;
            if (open.size() > kDeepestNesting)
                refuse(statement, tokens[i],
                       "Brackets and CASE can be nested " + std::to_string(kDeepestNesting) + " deep.");
            if (withs > kDeepestWith)
                refuse(statement, tokens[i],
                       "WITH can be nested inside of WITH " + std::to_string(kDeepestWith) + " deep.");
        } else if (closes(tokens[i]) && !open.empty()) {
            withs -= open.back() ? 1 : 0;
            open.pop_back();
        }
    }
}

} // namespace redstart::sql
