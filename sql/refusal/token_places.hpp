// TokenPlaces: the tokens of a statement by their places, with none beyond both ends. A view; any thread.
#pragma once

#include "sql/parse/statement.hpp"
#include "sql/parse/token_text.hpp"

#include <cstddef>
#include <span>
#include <string_view>

namespace redstart::sql {

class TokenPlaces {
public:
    explicit TokenPlaces(const Statement& statement) : tokens_(statement.tokens) {}

    std::size_t size() const noexcept { return tokens_.size(); }
    // An End token beyond both ends: a place before the first one wraps around.
    const Token& at(std::size_t i) const noexcept {
        static const Token none;
        return i < tokens_.size() ? tokens_[i] : none;
    }
    const Token& before(std::size_t i) const noexcept { return at(i - 1); }
    auto begin() const noexcept { return tokens_.begin(); }
    auto end() const noexcept { return tokens_.end(); }

private:
    std::span<const Token> tokens_;
};

// For words that are not in sql/parse/words.hpp.
inline bool spelled(const Token& token, std::string_view lower_case_word) {
    return token.kind == TokenKind::Identifier && token.text.size() == lower_case_word.size() &&
           lower_case(token.text) == lower_case_word;
}

} // namespace redstart::sql
