// Lexer: SQL text into tokens by PostgreSQL's and Redshift's lexical rules.
// Pure functions; tokens are views into the text and are valid as long as it is. Any thread.
#pragma once

#include "sql/parse/words.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

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

struct LexOptions {
    // A backslash in an ordinary string escapes the next character, as in PostgreSQL 8.0 and Redshift, where
    // standard_conforming_strings is off; clients that are not told otherwise double their backslashes.
    bool backslash_escapes = true;
};

// Appends the tokens of `source` (at most 4 GiB) to `tokens`; linear in its length. Comments and white space make none.
// Throws SqlError 42601 with PostgreSQL's text and position for an unterminated string, comment or identifier.
// Source: PostgreSQL, "Lexical Structure"; src/backend/parser/scan.l.
void lex(std::string_view source, LexOptions options, std::vector<Token>& tokens);

} // namespace redstart::sql
