#include "sql/dialect/outer_mark.hpp"

namespace redstart::sql {
namespace {

bool is_name(const Token& token) {
    return token.kind == TokenKind::Identifier || token.kind == TokenKind::QuotedIdentifier;
}

} // namespace

void rewrite_outer_mark(Rewriter& rewriter, std::size_t open) {
    if (!rewriter.at(open + 1).is('+') || !rewriter.at(open + 2).is(')')) return;
    if (open == 0 || !is_name(rewriter.at(open - 1)) || !rewriter.ends_operand(open - 1)) return;
    auto first = open - 1;
    while (first >= 2 && rewriter.at(first - 1).is('.') && is_name(rewriter.at(first - 2))) first -= 2;
    rewriter.insert_before(first, std::string("\"") + kOuterMark + "\"(");
    rewriter.replace(open, open + 3, ")");
}

} // namespace redstart::sql
