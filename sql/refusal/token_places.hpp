// TokenPlaces: the tokens of a statement by their places, with none beyond both ends. A view; any thread.
#pragma once

#include "protocol/error.hpp"
#include "sql/parse/statement.hpp"
#include "sql/parse/token_text.hpp"

#include <cstddef>
#include <span>
#include <string_view>

namespace redstart::sql {

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
