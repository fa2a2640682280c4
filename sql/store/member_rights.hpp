// give_rights(): what users have by their groups and roles. A pure function; any thread.
#pragma once

#include "catalog/state/groups.hpp"
#include "catalog/state/roles.hpp"
#include "catalog/state/users.hpp"

#include <vector>

namespace redstart::sql {

// Fills groups, roles and permissions of users who have none yet. `groups` and `roles` are in the order of their ids.
void give_rights(std::vector<catalog::User>& users, const std::vector<catalog::Group>& groups,
                 const std::vector<catalog::Role>& roles);

} // namespace redstart::sql
