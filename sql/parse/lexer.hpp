// Lexer: SQL text into tokens by PostgreSQL's and Redshift's lexical rules.
// Pure functions; tokens are views into the text and are valid as long as it is. Any thread.
#pragma once

#include "sql/parse/token.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace redstart::sql {

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
