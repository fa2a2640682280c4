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
            for (at = 1; at < tokens.size() && (tokens[at].is("verbose"_w) || tokens[at].is("analyze"_w));) ++at;
        else
            return tokens;
        tokens = tokens.subspan(at);
    }
}

bool is_about_users(Tokens tokens) {
    if (tokens.size() < 2 || !(tokens[0].is("create"_w) || tokens[0].is("alter"_w))) return false;
    return tokens[1].is("user"_w) || tokens[1].is("role"_w) || tokens[1].is("group"_w);
}

// The options of CREATE and ALTER USER, and the words that stand with them.
bool is_user_word(const Token& token) {
    constexpr auto words = std::to_array<Word>(
        {"create"_w,     "alter"_w,        "user"_w,    "role"_w,      "group"_w, "with"_w,       "createdb"_w,
         "nocreatedb"_w, "valid"_w,        "until"_w,   "limit"_w,     "in"_w,    "createuser"_w, "nocreateuser"_w,
         "syslog"_w,     "access"_w,       "session"_w, "to"_w,        "set"_w,   "reset"_w,      "password"_w,
         "unlimited"_w,  "disable"_w,      "timeout"_w, "rename"_w,    "add"_w,   "drop"_w,       "restricted"_w,
         "connection"_w, "unrestricted"_w, "owner"_w,   "externalid"_w});
    return std::find(words.begin(), words.end(), token.word) != words.end();
}

// Names and numbers stand behind these.
bool precedes_name(const Token& token) {
    constexpr auto words = std::to_array<Word>(
        {"user"_w, "role"_w, "group"_w, "to"_w, "set"_w, "reset"_w, "limit"_w, "timeout"_w, "externalid"_w});
    return token.is('=') || std::find(words.begin(), words.end(), token.word) != words.end();
}

// A password without quotes, or with one too many.
bool is_bare_password(Tokens tokens, std::size_t at) {
    if (at == 0) return false;
    const auto& before = tokens[at - 1];
    if (is_string(before) && before.end() == tokens[at].offset) return true;
    return before.is("password"_w) && !is_string(tokens[at]) && !tokens[at].is("disable"_w);
}

// Where what may be a password in a statement about users begins: it may look like anything, so that this is where the
// grammar ends. Literals do not end it: each is masked by itself.
std::size_t strange_from(Tokens tokens) {
    bool name = false;
    bool list = false; // of names or values
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        const auto& token = tokens[at];
        const bool comma = token.is(',') && list;
        const bool known = name || comma || is_string(token) || token.is('=') || is_user_word(token);
        if (!known || is_bare_password(tokens, at)) return at;
        list = name || comma || (list && is_string(token));
        name = !name && (precedes_name(token) || comma);
    }
    return tokens.size();
}

// Of what is no command: a verb may be misspelt.
std::size_t bare_password_from(Tokens tokens) {
    for (std::size_t at = 0; at < tokens.size(); ++at)
        if (is_bare_password(tokens, at)) return at;
    return tokens.size();
}

// Their options follow in any order, with words between an option and its value.
bool has_options(Kind kind) {
    return kind == Kind::CopyFrom || kind == Kind::CopyTo || kind == Kind::Load || kind == Kind::Unload ||
           kind == Kind::CreateExternalSchema || kind == Kind::CreateExternalTable ||
           kind == Kind::CreateExternalFunction || kind == Kind::CreateFunction || kind == Kind::CreateProcedure ||
           kind == Kind::CreateLibrary || kind == Kind::CreateModel || kind == Kind::CreateIdentityProvider ||
           kind == Kind::AlterIdentityProvider;
}

} // namespace

std::string shown_text(const Statement& statement) {
    std::string text;
    const auto inner = innermost(statement.tokens);
    const bool users = is_about_users(inner);
    const bool all = users || statement.kind == Kind::Unknown || classify(inner) == Kind::Unknown;
    const bool rest = has_options(statement.kind);
    const auto start = static_cast<std::size_t>(statement.text.data() - statement.source.data());
    const auto outer = statement.tokens.size() - inner.size();
    const auto strange = users ? outer + strange_from(inner)
                         : all ? bare_password_from(statement.tokens)
                               : statement.tokens.size();
    std::size_t copied = 0; // of the text
    bool behind_secret = false;
    const auto mask = [&](const Token& token) {
        text.append(statement.text.substr(copied, token.offset - start - copied)).append(kMask);
        copied = token.end() - start;
    };
    for (std::size_t at = 0; at < statement.tokens.size(); ++at) {
        const auto& token = statement.tokens[at];
        if (at == strange) {
            mask(token);
            return text;
        }
        const bool bare = behind_secret && rest && !is_string(token) && at > 0 &&
                          names_secret(statement.tokens[at - 1]) && !token.is("as"_w) && !token.is('=');
        if (bare) mask(token);
        const bool quoted_secret = behind_secret && !rest && token.kind == TokenKind::QuotedIdentifier;
        if ((is_string(token) && (all || behind_secret)) || quoted_secret) mask(token);
        behind_secret = names_secret(token) || (behind_secret && rest);
    }
    return text.append(statement.text.substr(copied));
}

} // namespace redstart::sql
