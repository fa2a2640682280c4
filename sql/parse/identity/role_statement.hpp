// CREATE ROLE, ALTER ROLE and DROP ROLE as a plain struct. Values and a pure function; any thread.
// Sources: Redshift developer guide, CREATE ROLE, ALTER ROLE, DROP ROLE.
#pragma once

#include "sql/parse/statement.hpp"

#include <optional>
#include <string>

namespace redstart::sql {

struct RoleStatement {
    std::string name;
    std::optional<std::string> external_id;
    std::optional<std::string> rename_to; // ALTER only, as the next
    std::optional<std::string> owner;
    bool force = false; // DROP only
};

// Throws SqlError 42601 for wrong syntax or an option given twice, 42939 and 42602 for a name that no new role can
// have.
RoleStatement parse_role_statement(const Statement& statement);

} // namespace redstart::sql
