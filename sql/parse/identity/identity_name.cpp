#include "sql/parse/identity/identity_name.hpp"

#include "catalog/state/roles.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/refusal/reserved_words.hpp"

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

SqlError reserved(std::string_view source, const Token& token, const std::string& message) {
    return SqlError(state::kReservedName, message).position(character_position(source, token.offset));
}

// Reads a name, which may not be a word for a user; `token` is where it stood.
std::string any_new_name(TokenCursor& cursor, std::string_view source) {
    const auto& token = cursor.peek();
    if (token.is("user"_w)) cursor.fail();
    if (token.is("current_user"_w)) throw reserved(source, token, "CURRENT_USER cannot be used as a role name here");
    if (token.is("session_user"_w)) throw reserved(source, token, "SESSION_USER cannot be used as a role name here");
    return cursor.name();
}

} // namespace

std::string new_identity_name(TokenCursor& cursor, std::string_view source) {
    const auto& token = cursor.peek();
    auto name = any_new_name(cursor, source);
    if (name == "public" || name == "none")
        throw reserved(source, token, fmt::format("role name \"{}\" is reserved", name));
    return name;
}

std::string new_group_name(TokenCursor& cursor, std::string_view source) {
    const auto& token = cursor.peek();
    auto name = new_identity_name(cursor, source);
    if (name.starts_with("__")) throw reserved(source, token, fmt::format("group name \"{}\" is reserved", name));
    return name;
}

std::string new_role_name(TokenCursor& cursor, std::string_view source) {
    const auto& token = cursor.peek();
    if (token.kind == TokenKind::Identifier && is_reserved(lower_case(token.text))) cursor.fail();
    if (cursor.peek(1).is(':'))
        throw reserved(source, token, fmt::format("role name \"{}\" is reserved", role_name(cursor)));
    auto name = new_identity_name(cursor, source);
    if (name.starts_with(catalog::kSystemRolePrefix))
        throw reserved(source, token, fmt::format("role name \"{}\" is reserved", name));
    if (name.find_first_of(":/\\\n\r.") != std::string::npos)
        throw SqlError(state::kInvalidName, fmt::format("role name \"{}\" contains an invalid character", name))
            .position(character_position(source, token.offset));
    return name;
}

std::string role_name(TokenCursor& cursor) {
    auto name = cursor.name();
    if (cursor.accept(':')) name.append(":").append(cursor.name());
    return name;
}

std::vector<std::string> name_list(TokenCursor& cursor) {
    std::vector<std::string> names;
    do names.push_back(cursor.name());
    while (cursor.accept(','));
    return names;
}

std::string external_id(TokenCursor& cursor) {
    if (is_string(cursor.peek())) return cursor.string();
    if (!cursor.at_name()) cursor.fail();
    const auto& token = cursor.next();
    return token.kind == TokenKind::Identifier ? std::string(token.text) : identifier_value(token, true);
}

} // namespace redstart::sql
