// Any bytes as SQL: tokens cover them in order. Where the bytes are text (both checks of that must agree; the server
// lets nothing else pass), statements are the same alone as among others, and what the dialect makes of one is again
// made of tokens and maps back into the client's text. Nothing but SqlError comes out.
#include "protocol/client_text.hpp"
#include "protocol/error.hpp"
#include "sql/copy/copy_source.hpp"
#include "sql/dialect/rewrite.hpp"
#include "sql/parse/control_statements.hpp"
#include "sql/parse/identity/user_statement.hpp"
#include "sql/parse/token_text.hpp"
#include "tests/fuzz/support.hpp"

#include <string>

using namespace redstart::fuzz;
using namespace redstart::sql;
using redstart::protocol::SqlError;

namespace {

// An error's position is a character of the text, or the one behind it.
void check_error(const SqlError& error, std::string_view source) {
    require(error.sqlstate().size() == 5 && !error.message().empty());
    require(error.position() >= 0 && static_cast<std::size_t>(error.position()) <= source.size() + 1);
}

void check_value(const Token& token, LexOptions options) {
    if (is_string(token)) {
        static_cast<void>(string_value(token, options.backslash_escapes));
    } else if (token.kind == TokenKind::Identifier || token.kind == TokenKind::QuotedIdentifier) {
        const auto name = identifier_value(token);
        require(name.size() <= kMaxNameBytes);
        std::vector<Token> again;
        const auto quoted = quoted_identifier(name);
        lex(quoted, options, again);
        require(again.size() == 1 && identifier_value(again[0], true) == name);
    }
}

void check_tokens(std::string_view source, LexOptions options) {
    std::vector<Token> tokens;
    lex(source, options, tokens);
    std::size_t end = 0;
    for (const auto& token : tokens) {
        require(!token.text.empty() && token.offset >= end && token.end() <= source.size());
        require(token.text == source.substr(token.offset, token.text.size()));
        std::vector<Token> between;
        lex(source.substr(end, token.offset - end), options, between);
        require(between.empty());
        end = token.end();
        try {
            check_value(token, options);
        } catch (const SqlError& error) { check_error(error, source); }
    }
}

bool is_text(std::string_view source) {
    const bool valid = redstart::protocol::find_invalid_utf8(source) == std::string_view::npos;
    try {
        redstart::protocol::check_client_text(source);
    } catch (const SqlError&) {
        require(!valid);
        return false;
    }
    require(valid);
    return true;
}

// The parsers of what never reaches the engine.
void parse_control(const Statement& statement) {
    switch (statement.kind) {
    case StatementKind::Begin:
    case StatementKind::StartTransaction: static_cast<void>(parse_begin(statement)); break;
    case StatementKind::SetTransaction: static_cast<void>(parse_set_transaction(statement)); break;
    case StatementKind::Commit:
    case StatementKind::Rollback: check_transaction_end(statement); break;
    case StatementKind::Cancel: static_cast<void>(parse_cancel(statement)); break;
    case StatementKind::Lock: static_cast<void>(parse_lock(statement)); break;
    case StatementKind::Set: static_cast<void>(parse_set(statement)); break;
    case StatementKind::Show: static_cast<void>(parse_show(statement)); break;
    case StatementKind::Reset: static_cast<void>(parse_reset(statement)); break;
    case StatementKind::SetSessionAuthorization:
    case StatementKind::SetRole: static_cast<void>(parse_set_identity(statement)); break;
    case StatementKind::Discard: static_cast<void>(parse_discard(statement)); break;
    case StatementKind::Truncate: static_cast<void>(parse_truncate(statement)); break;
    case StatementKind::Vacuum: static_cast<void>(parse_vacuum(statement)); break;
    case StatementKind::Analyze: static_cast<void>(parse_analyze(statement)); break;
    case StatementKind::CreateDatabase: static_cast<void>(parse_create_database(statement)); break;
    case StatementKind::AlterDatabase: static_cast<void>(parse_alter_database(statement)); break;
    case StatementKind::DropDatabase: static_cast<void>(parse_drop_database(statement)); break;
    case StatementKind::DropTable:
    case StatementKind::DropView:
    case StatementKind::DropSchema:
    case StatementKind::DropUser: static_cast<void>(parse_drop(statement)); break;
    case StatementKind::CreateUser:
    case StatementKind::AlterUser: static_cast<void>(parse_user_statement(statement)); break;
    case StatementKind::CopyFrom:
    case StatementKind::CopyTo: static_cast<void>(parse_copy(statement)); break;
    case StatementKind::Prepare: static_cast<void>(parse_prepare(statement)); break;
    case StatementKind::ExecutePrepared: static_cast<void>(parse_execute(statement)); break;
    case StatementKind::Deallocate: static_cast<void>(parse_deallocate(statement)); break;
    case StatementKind::Close: static_cast<void>(parse_close(statement)); break;
    case StatementKind::Declare: static_cast<void>(parse_declare(statement)); break;
    case StatementKind::Fetch:
    case StatementKind::Move: static_cast<void>(parse_fetch(statement)); break;
    case StatementKind::Explain: static_cast<void>(parse_explain(statement)); break;
    default: break;
    }
}

// What the engine would be given, or the error's SQLSTATE.
std::string rewritten(const Statement& statement) {
    Rewritten result;
    try {
        result = to_engine_sql(statement);
    } catch (const SqlError& error) {
        check_error(error, statement.source);
        return error.sqlstate(); // the text may name what follows the statement
    }
    for (std::size_t at = 0; at <= result.sql.size(); ++at)
        require(result.map.source_offset(at) <= statement.source.size());
    std::vector<Token> tokens;
    lex(result.sql, {.backslash_escapes = false}, tokens);
    return result.sql;
}

void check_statement(const Statement& statement, LexOptions options) {
    const auto alone = split(statement.text, options);
    require(alone.size() == 1 && alone[0].kind == statement.kind);
    require(alone[0].tokens.size() == statement.tokens.size());
    require(rewritten(alone[0]) == rewritten(statement));
    static_cast<void>(refused_in_block(statement));
    try {
        parse_control(statement);
    } catch (const SqlError& error) { check_error(error, statement.source); }
}

} // namespace

// One byte of choices, then the text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto source = view(data, size);
    const LexOptions options{.backslash_escapes = (take_byte(source) & 1) == 0};
    std::vector<Statement> statements;
    try {
        check_tokens(source, options);
        if (!is_text(source)) return 0;
        statements = split(source, options);
    } catch (const SqlError& error) {
        check_error(error, source);
        return 0;
    }
    require(!statements.empty());
    for (const auto& statement : statements) check_statement(statement, options);
    return 0;
}
