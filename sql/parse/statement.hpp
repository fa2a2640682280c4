// Statement: one command of a query text, classified, with its tokens.
// A value that shares its tokens; `source`, `text` and the tokens are views into the text split() was given, which must
// outlive it. Any thread.
#pragma once

#include "protocol/error.hpp"
#include "sql/parse/lexer.hpp"
#include "sql/parse/statement_kind.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

struct Statement {
    std::string_view source;       // the whole query text: positions in errors count from its beginning
    std::string_view text;         // this command without surrounding white space, comments and semicolon
    std::span<const Token> tokens; // of this command
    std::shared_ptr<const std::vector<Token>> storage;
    LexOptions lexed_with;
    StatementKind kind = StatementKind::Empty;
};

// The statements of a query text in order; empty ones are left out unless the text holds nothing else, which gives one
// Statement of kind Empty. Semicolons inside parentheses do not split.
// Throws SqlError 42601 for text that is not made of tokens (lexer.hpp). Source: PostgreSQL, simple query protocol.
std::vector<Statement> split(std::string_view sql, LexOptions options = {});

// 42601 at `token` of the statement; at its end, at what follows it in the source: a semicolon or the end of input.
protocol::SqlError syntax_error(const Statement& statement, const Token& token);

// Which command the tokens of one statement are. Looks at the first words only, except where a command is told by a
// later one (WITH, COPY, CREATE TABLE ... AS, SELECT ... INTO).
StatementKind classify(std::span<const Token> tokens);

// For statements refused in a transaction block: the command as PostgreSQL names it in
// `VACUUM cannot run inside a transaction block` (25001); empty for all others.
// Source: the Redshift developer guide's pages of these commands.
std::string_view refused_in_block(const Statement& statement);

// Throws that error when the statement is refused in a block.
void check_allowed_in_block(const Statement& statement);

} // namespace redstart::sql
