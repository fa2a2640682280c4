// GRANT and REVOKE of roles and of system permissions as a plain struct; those of rights on objects are not read here.
// Values and pure functions; any thread. Sources: Redshift developer guide, GRANT and REVOKE.
#pragma once

#include "catalog/state/system_permissions.hpp"
#include "sql/parse/statement.hpp"

#include <string>
#include <vector>

namespace redstart::sql {

// GRANT ROLE r [, ...] TO {u [WITH ADMIN OPTION] | ROLE r} [, ...]
// REVOKE [ADMIN OPTION FOR] ROLE r [, ...] FROM {u | ROLE r} [, ...]
// GRANT {permission [, ...] | ALL [PRIVILEGES]} TO ROLE r [, ...], REVOKE ... FROM
struct RoleGrant {
    struct Grantee {
        std::string name;
        bool role = false; // or a user
        bool admin_option = false;
    };
    bool revoke = false;
    bool admin_option_only = false;             // REVOKE ADMIN OPTION FOR
    std::vector<std::string> roles;             // empty: permissions are granted
    catalog::SystemPermissions permissions = 0; // all with ALL
    std::vector<Grantee> grantees;
};

// Whether a GRANT or REVOKE is one of these: it names no object (ON) nor objects to come (FOR TABLES IN ...).
bool is_role_grant(const Statement& statement);

// Throws SqlError 42601 for wrong syntax, 0A000 for a role to PUBLIC, EXPLAIN RLS and IGNORE RLS.
RoleGrant parse_role_grant(const Statement& statement);

} // namespace redstart::sql
