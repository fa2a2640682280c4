#include "sql/parse/statement.hpp"

#include "protocol/sqlstate.hpp"
#include "sql/parse/token_text.hpp"

namespace redstart::sql {
namespace {

Statement make(std::string_view sql, LexOptions options, const std::shared_ptr<const std::vector<Token>>& storage,
               std::size_t first, std::size_t last) {
    Statement statement{sql, {}, std::span(*storage).subspan(first, last - first), storage, options};
    if (first == last) return statement;
    const auto start = (*storage)[first].offset;
    statement.text = sql.substr(start, (*storage)[last - 1].end() - start);
    statement.kind = classify(statement.tokens);
    return statement;
}

// ALTER TABLE ... ALTER [COLUMN] c TYPE ..., and ALTER TABLE ... APPEND.
std::string_view refused_alter(std::span<const Token> tokens) {
    bool alters_column = false;
    for (std::size_t i = 3; i < tokens.size(); ++i) {
        if (tokens[i].is("append"_w)) return "ALTER TABLE APPEND";
        alters_column |= tokens[i].is("alter"_w);
        if (alters_column && tokens[i].is("type"_w)) return "ALTER TABLE ALTER COLUMN";
    }
    return {};
}

} // namespace

std::vector<Statement> split(std::string_view sql, LexOptions options) {
    auto tokens = std::make_shared<std::vector<Token>>();
    lex(sql, options, *tokens);
    const std::shared_ptr<const std::vector<Token>> storage = std::move(tokens);
    std::vector<Statement> statements;
    std::size_t first = 0;
    int depth = 0;
    for (std::size_t i = 0; i <= storage->size(); ++i) {
        const char symbol = i < storage->size() ? (*storage)[i].symbol : ';';
        depth += symbol == '(' ? 1 : symbol == ')' ? -1 : 0;
        if (i < storage->size() && (symbol != ';' || depth > 0)) continue;
        if (i > first) statements.push_back(make(sql, options, storage, first, i));
        first = i + 1;
    }
    if (statements.empty()) statements.push_back(make(sql, options, storage, 0, 0));
    return statements;
}

protocol::SqlError syntax_error(const Statement& statement, const Token& token) {
    const auto* following = statement.tokens.data() + statement.tokens.size();
    const bool has_following =
        !statement.tokens.empty() && following < statement.storage->data() + statement.storage->size();
    const bool use_following = token.kind == TokenKind::End && has_following;
    return syntax_error(statement.source, use_following ? *following : token);
}

std::string_view refused_in_block(const Statement& statement) {
    const auto& declaration = declaration_of(statement.kind);
    if (declaration.has(NotInBlock)) return declaration.name;
    switch (statement.kind) {
    case StatementKind::AlterDatabase:
        if (statement.tokens.size() <= 3) return {};
        if (statement.tokens[3].is("isolation"_w)) return "ALTER DATABASE ISOLATION LEVEL";
        if (statement.tokens[3].is("rename"_w)) return "ALTER DATABASE RENAME"; // files cannot be changed back
        return {};
    case StatementKind::AlterTable: return refused_alter(statement.tokens);
    default: return {};
    }
}

void check_allowed_in_block(const Statement& statement) {
    const auto command = refused_in_block(statement);
    if (command.empty()) return;
    throw protocol::SqlError(protocol::sqlstate::kActiveSqlTransaction,
                             std::string(command) + " cannot run inside a transaction block");
}

} // namespace redstart::sql
