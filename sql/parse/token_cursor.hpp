// TokenCursor: reads a statement's tokens from left to right for the small parsers of this room.
// A view; lives on the stack of one parse. Errors are 42601 at the token that does not fit.
#pragma once

#include "sql/parse/statement.hpp"
#include "sql/parse/token_text.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

class TokenCursor {
public:
    explicit TokenCursor(const Statement& statement)
        : statement_(statement), tokens_(statement.tokens), options_(statement.lexed_with) {
        end_.offset = tokens_.empty() ? 0 : tokens_.back().end();
    }

    const Token& peek(std::size_t ahead = 0) const {
        return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead] : end_;
    }
    const Token& next() {
        const auto& token = peek();
        if (at_ < tokens_.size()) ++at_;
        return token;
    }
    bool at_end() const { return at_ >= tokens_.size(); }
    std::size_t index() const { return at_; }

    bool accept(Word word) { return peek().is(word) && (++at_, true); }
    bool accept(char symbol) { return peek().is(symbol) && (++at_, true); }
    bool accept_if_exists() { return peek().is("if"_w) && peek(1).is("exists"_w) && (at_ += 2, true); }
    void expect(Word word) {
        if (!accept(word)) fail();
    }
    void expect(char symbol) {
        if (!accept(symbol)) fail();
    }
    void expect_end() const {
        if (!at_end()) fail();
    }
    // Throws `syntax error at or near "<the next token>"`.
    [[noreturn]] void fail() const { throw syntax_error(statement_, peek()); }

    bool at_name() const { return peek().kind == TokenKind::Identifier || peek().kind == TokenKind::QuotedIdentifier; }
    std::string name() {
        if (!at_name()) fail();
        return identifier_value(next());
    }
    // name[.name...]; each part in lower case.
    std::vector<std::string> qualified_name() {
        std::vector<std::string> parts{name()};
        while (accept('.')) parts.push_back(name());
        return parts;
    }
    std::string string() {
        if (!is_string(peek())) fail();
        return string_value(next(), options_.backslash_escapes);
    }
    // RENAME TO name, OWNER TO name; nullopt when the next word is another one than `word`.
    std::optional<std::string> name_behind(Word word) {
        if (!accept(word)) return std::nullopt;
        expect("to"_w);
        return name();
    }
    // An integer that fits int4; one that does not is a syntax error, as a token of another kind is.
    std::int32_t int4() {
        const auto value = int4_value(peek());
        if (!value) fail();
        ++at_;
        return *value;
    }

private:
    const Statement& statement_;
    const std::span<const Token> tokens_;
    const LexOptions options_;
    Token end_;
    std::size_t at_ = 0;
};

} // namespace redstart::sql
