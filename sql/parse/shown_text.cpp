#include "sql/parse/shown_text.hpp"

#include "sql/parse/token_text.hpp"

#include <algorithm>
#include <array>

namespace redstart::sql {
namespace {

using Kind = StatementKind;
using Tokens = std::span<const Token>;

bool names_secret(const Token& token) {
    constexpr std::array<std::string_view, 9> words = {
        "password",   "credentials",   "access_key_id",        "secret_access_key",
        "access_key", "session_token", "master_symmetric_key", "secret_arn",
        "uri"};
    if (token.kind != TokenKind::Identifier) return false;
    return std::find(words.begin(), words.end(), lower_case(token.text)) != words.end();
}

std::size_t behind(Tokens tokens, std::size_t from, Word word) {
    while (from < tokens.size() && !tokens[from].is(word)) ++from;
    return std::min(from + 1, tokens.size());
}

// The statement itself in PREPARE x AS, EXPLAIN and DECLARE c CURSOR FOR, whether or not it may stand there.
Tokens innermost(Tokens tokens) {
    for (;;) {
        if (tokens.empty()) return tokens;
        std::size_t at = 0;
        if (tokens[0].is("prepare"_w))
            at = behind(tokens, 0, "as"_w);
        else if (tokens[0].is("declare"_w))
            at = behind(tokens, 0, "for"_w);
        else if (tokens[0].is("explain"_w))
            for (at = 1; at < tokens.size() && !tokens[at].is("create"_w) && !tokens[at].is("alter"_w);) ++at;
        else
            return tokens;
        tokens = tokens.subspan(at);
    }
}

// A password may stand there under a word that is misspelt.
bool is_about_users(const Statement& statement) {
    const auto tokens = innermost(statement.tokens);
    if (tokens.size() < 2) return statement.kind == Kind::Unknown;
    const bool verb = tokens[0].is("create"_w) || tokens[0].is("alter"_w);
    const bool user = tokens[1].is("user"_w) || tokens[1].is("role"_w) || tokens[1].is("group"_w);
    return statement.kind == Kind::Unknown || (verb && user);
}

// Their options follow in any order, with words between an option and its value.
bool has_options(Kind kind) {
    return kind == Kind::CopyFrom || kind == Kind::CopyTo || kind == Kind::Unload ||
           kind == Kind::CreateExternalSchema || kind == Kind::CreateExternalTable ||
           kind == Kind::CreateExternalFunction || kind == Kind::CreateFunction || kind == Kind::CreateProcedure ||
           kind == Kind::CreateLibrary || kind == Kind::CreateModel || kind == Kind::CreateIdentityProvider ||
           kind == Kind::AlterIdentityProvider;
}

} // namespace

std::string shown_text(const Statement& statement) {
    std::string text;
    const bool all = is_about_users(statement);
    const bool rest = has_options(statement.kind);
    const auto start = static_cast<std::size_t>(statement.text.data() - statement.source.data());
    std::size_t copied = 0; // of the text
    bool behind_secret = false;
    for (const auto& token : statement.tokens) {
        const bool quoted_secret = behind_secret && !rest && token.kind == TokenKind::QuotedIdentifier;
        if ((is_string(token) && (all || behind_secret)) || quoted_secret) {
            text.append(statement.text.substr(copied, token.offset - start - copied)).append(kMask);
            copied = token.end() - start;
        }
        behind_secret = names_secret(token) || (behind_secret && rest);
    }
    return text.append(statement.text.substr(copied));
}

} // namespace redstart::sql
