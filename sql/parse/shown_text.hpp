// The text of a statement as logs and system views may show it: what may be a secret is masked. Pure functions.
#pragma once

#include "sql/parse/statement.hpp"

#include <string>
#include <string_view>

namespace redstart::sql {

inline constexpr std::string_view kMask = "'***'";

// Masked are: every literal of CREATE and ALTER USER, ROLE and GROUP, also behind PREPARE x AS, EXPLAIN and DECLARE c
// CURSOR FOR, and of what is no command; there also everything from a password without quotes on, and in a statement
// about users from the first word on that is none of its grammar's; every literal behind the first CREDENTIALS,
// ACCESS_KEY_ID, ... of COPY, UNLOAD and external objects; elsewhere one that directly follows such a word.
std::string shown_text(const Statement& statement);

} // namespace redstart::sql
