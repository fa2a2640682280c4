// TokenPlaces: the tokens of a statement by their places, with none beyond both ends, and the words that tell what a
// place is. A view; any thread.
#pragma once

#include "protocol/error.hpp"
#include "sql/parse/statement.hpp"
#include "sql/parse/token_text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace redstart::sql {

// Reserved words behind which an expression begins.
inline constexpr std::array kBeforeExpressions = {
    "select"_w, "distinct"_w, "all"_w,  "in"_w,    "and"_w,    "or"_w,      "not"_w,    "when"_w,   "then"_w,
    "else"_w,   "case"_w,     "on"_w,   "where"_w, "having"_w, "by"_w,      "limit"_w,  "offset"_w, "values"_w,
    "set"_w,    "between"_w,  "like"_w, "ilike"_w, "is"_w,     "using"_w,   "as"_w,     "from"_w,   "similar"_w,
    "to"_w,     "escape"_w,   "any"_w,  "some"_w,  "join"_w,   "qualify"_w, "default"_w};

// Whether the token is, unquoted, one of the words.
template <std::size_t N> bool is_one_of(const Token& token, const std::array<Word, N>& words) {
    return token.kind == TokenKind::Identifier && std::find(words.begin(), words.end(), token.word) != words.end();
}

class TokenPlaces {
public:
    explicit TokenPlaces(const Statement& statement) : source_(statement.source), tokens_(statement.tokens) {}

    std::size_t size() const noexcept { return tokens_.size(); }
    // An End token beyond both ends: a place before the first one wraps around.
    const Token& at(std::size_t i) const noexcept {
        static const Token none;
        return i < tokens_.size() ? tokens_[i] : none;
    }
    const Token& before(std::size_t i) const noexcept { return at(i - 1); }
    // The error, told to be at that token.
    protocol::SqlError placed(protocol::SqlError error, std::size_t i) const {
        return error.position(character_position(source_, at(i).offset));
    }
    auto begin() const noexcept { return tokens_.begin(); }
    auto end() const noexcept { return tokens_.end(); }

private:
    std::string_view source_;
    std::span<const Token> tokens_;
};

} // namespace redstart::sql
