// CREATE GROUP, ALTER GROUP and DROP GROUP as a plain struct. Values and a pure function; any thread.
// Sources: Redshift developer guide, CREATE GROUP, ALTER GROUP, DROP GROUP.
#pragma once

#include "sql/parse/statement.hpp"

#include <string>
#include <vector>

namespace redstart::sql {

struct GroupStatement {
    enum class Action : unsigned char { Create, AddUsers, DropUsers, Rename, Drop };
    Action action = Action::Create;
    std::string name;
    std::vector<std::string> users; // of Create, AddUsers and DropUsers
    std::string new_name;           // of Rename
};

// Throws SqlError 42601 for wrong syntax, 42939 for a name that no new group can have.
GroupStatement parse_group_statement(const Statement& statement);

} // namespace redstart::sql
