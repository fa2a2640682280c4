// The names of users, groups and roles as statements write them: which are new ones, and which are the system's.
// Functions over a cursor of one parse.
#pragma once

#include "sql/parse/token_cursor.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

// A new user's or group's. The words that stand for users are names only in quotes; public and none are no names at
// all (PostgreSQL). Throws 42601 or 42939 at it.
std::string new_identity_name(TokenCursor& cursor, std::string_view source);
// A new group's: those that begin with two underscores are the system's.
std::string new_group_name(TokenCursor& cursor, std::string_view source);
// A new role's: not a reserved word nor one of the system's; without : / \ . and line ends (r_role-usage-notes).
// Throws 42602 for these.
std::string new_role_name(TokenCursor& cursor, std::string_view source);
// A role's that there is: sys:dba may stand without quotes.
std::string role_name(TokenCursor& cursor);

// name [, ...]
std::vector<std::string> name_list(TokenCursor& cursor);
// EXTERNALID's value: a name, whose letters count as they are written, or a string.
std::string external_id(TokenCursor& cursor);

} // namespace redstart::sql
