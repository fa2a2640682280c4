#include "sql/dialect/rewriter.hpp"
#include "sql/dialect/types.hpp"

#include <algorithm>

namespace redstart::sql {
namespace {

// Words behind which an operand begins or a clause goes on: none of them ends an operand.
bool opens_clause(Word word) {
    switch (word) {
    case "all"_w:
    case "and"_w:
    case "any"_w:
    case "as"_w:
    case "between"_w:
    case "by"_w:
    case "case"_w:
    case "collate"_w:
    case "cross"_w:
    case "default"_w:
    case "distinct"_w:
    case "else"_w:
    case "escape"_w:
    case "except"_w:
    case "exists"_w:
    case "explain"_w:
    case "from"_w:
    case "full"_w:
    case "group"_w:
    case "having"_w:
    case "ilike"_w:
    case "in"_w:
    case "inner"_w:
    case "intersect"_w:
    case "interval"_w:
    case "into"_w:
    case "is"_w:
    case "join"_w:
    case "left"_w:
    case "like"_w:
    case "limit"_w:
    case "minus"_w:
    case "natural"_w:
    case "not"_w:
    case "offset"_w:
    case "on"_w:
    case "or"_w:
    case "order"_w:
    case "outer"_w:
    case "partition"_w:
    case "qualify"_w:
    case "right"_w:
    case "select"_w:
    case "set"_w:
    case "similar"_w:
    case "some"_w:
    case "table"_w:
    case "then"_w:
    case "to"_w:
    case "union"_w:
    case "update"_w:
    case "using"_w:
    case "values"_w:
    case "when"_w:
    case "where"_w:
    case "with"_w: return true;
    default: return false;
    }
}

bool is_comparison(const Token& token) {
    return token.is('=') || token.is('<') || token.is('>') || token.text == "<=" || token.text == ">=" ||
           token.text == "<>" || token.text == "!=";
}

} // namespace

bool Rewriter::ends_operand(std::size_t i) const {
    const auto& token = at(i);
    switch (token.kind) {
    case TokenKind::End:
    case TokenKind::Operator:
    case TokenKind::TypeCast: return false;
    case TokenKind::Symbol: return token.is(')') || token.is(']');
    case TokenKind::Identifier: return !opens_clause(token.word) || (i > 0 && at(i - 1).is('.'));
    default: return true;
    }
}

// What may follow the ")" of a call.
std::size_t Rewriter::call_end(std::size_t i) const {
    for (;;) {
        const auto word = at(i).word;
        if (word == "within"_w && at(i + 1).is("group"_w) && at(i + 2).is('('))
            i = partner(i + 2) + 1;
        else if ((word == "ignore"_w || word == "respect"_w) && at(i + 1).is("nulls"_w))
            i += 2;
        else if (word == "filter"_w && at(i + 1).is('('))
            i = partner(i + 1) + 1;
        else if (word == "over"_w && at(i + 1).is('('))
            i = partner(i + 1) + 1;
        else
            return i;
    }
}

std::size_t Rewriter::name_end(std::size_t i) const {
    if (at(i).is("interval"_w) && is_string(at(i + 1))) {
        i += 2;
        while (at(i).is("to"_w) || is_interval_unit(at(i).word)) ++i;
        return i;
    }
    if (is_string(at(i + 1)) && at(i).kind == TokenKind::Identifier) return i + 2; // date '2008-01-01'
    ++i;
    while (at(i).is('.')) i += 2;
    if (at(i).is('(')) return call_end(partner(i) + 1);
    return i;
}

std::size_t Rewriter::primary_end(std::size_t i) const {
    while (at(i).kind == TokenKind::Operator && !at(i).is('*')) ++i;
    const auto& token = at(i);
    if (token.is('(') || token.is("case"_w)) return partner(i) + 1;
    if (token.kind == TokenKind::Identifier || token.kind == TokenKind::QuotedIdentifier) return name_end(i);
    return i + 1;
}

std::size_t Rewriter::operand_end(std::size_t i) const {
    i = primary_end(i);
    for (;;) {
        if (at(i).kind == TokenKind::TypeCast)
            i = type_end(*this, i + 1);
        else if (at(i).is('['))
            i = partner(i) + 1;
        else if (at(i).is('.'))
            i += 2;
        else if (at(i).is("collate"_w))
            i += at(i + 2).is('.') ? 4 : 2;
        else if (at(i).is("at"_w) && at(i + 1).is("time"_w) && at(i + 2).is("zone"_w))
            i = primary_end(i + 3);
        else
            return std::min(i, size());
    }
}

std::size_t Rewriter::tight_end(std::size_t i) const {
    i = operand_end(i);
    while (at(i).kind == TokenKind::Operator && !is_comparison(at(i))) i = operand_end(i + 1);
    return i;
}

std::size_t Rewriter::block_end(std::size_t i) const {
    for (++i; i < size(); ++i) {
        if (at(i).is('('))
            i = partner(i);
        else if (at(i).is(')'))
            return i;
        const auto word = at(i).word;
        if (word == "select"_w) return i; // wrong text; the rest is that one's block
        const bool set_operation =
            word == "union"_w || word == "except"_w || word == "intersect"_w || word == "minus"_w;
        if (set_operation && (at(i + 1).is("select"_w) || at(i + 1).is("all"_w) || at(i + 1).is("distinct"_w) ||
                              at(i + 1).is('(') || at(i + 1).is("values"_w)))
            return i;
        if (word == "with"_w && at(i + 1).is("no"_w) && at(i + 2).is("schema"_w)) return i;
    }
    return size();
}

} // namespace redstart::sql
