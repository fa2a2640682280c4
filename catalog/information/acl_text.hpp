// Access lists as the catalogs print them, and what a user may do with an object, for functions and views.
// Functions over the catalog as the caller's transaction sees it; one thread.
#pragma once

#include "catalog/object/catalog_walk.hpp"
#include "catalog/right/acl.hpp"
#include "catalog/state/directories.hpp"

#include <string>
#include <vector>

namespace redstart::catalog {

// One text for each item: owner=arw*/owner, "group g=r/owner", =r/owner; a role as a group (INF).
std::vector<std::string> acl_texts(const Acl& acl, const Directories& directories);
// The name of a user, group or role; "public".
std::string grantee_name(const Grantee& grantee, const Directories& directories);

// What the user may do with a relation, and grant on; a superuser everything.
struct HeldPrivileges {
    Privileges privileges = 0;
    Privileges grantable = 0;
};
HeldPrivileges held_on_relation(const RelationRow& relation, const User& user);
HeldPrivileges held_on_column(const RelationRow& relation, const std::string& column, const User& user);

} // namespace redstart::catalog
