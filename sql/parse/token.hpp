// Token: a piece of SQL text. A view into the text, valid as long as it is.
#pragma once

#include "sql/parse/words.hpp"

#include <cstdint>
#include <string_view>

namespace redstart::sql {

enum class TokenKind : unsigned char {
    End,              // only made by TokenCursor, behind the last token
    Identifier,       // unquoted; also the temporary table names that begin with '#'
    QuotedIdentifier, // "x", with its quotes
    String,           // 'x' or N'x', with its quotes; 'a' <newline> 'b' is one token
    EscapeString,     // E'x'
    DollarString,     // $$x$$ or $tag$x$tag$
    BitString,        // B'1' or X'1F'
    Integer,
    Decimal,
    Parameter, // $1
    Operator,  // `symbol` is its character when it has only one
    TypeCast,  // ::
    Symbol     // ( ) [ ] , ; . : and characters SQL has no use for; see `symbol`
};

struct Token {
    std::string_view text;    // as written
    std::uint32_t offset = 0; // bytes from the beginning of the source
    Word word = Word::None;   // of an unquoted identifier
    TokenKind kind = TokenKind::End;
    char symbol = 0;

    bool is(Word wanted) const noexcept { return word == wanted; }
    bool is(char wanted) const noexcept { return symbol == wanted; }
    std::uint32_t end() const noexcept { return offset + static_cast<std::uint32_t>(text.size()); }
};

} // namespace redstart::sql
