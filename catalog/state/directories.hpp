// Directories: what the catalog's functions may ask about the whole server, as opposed to one session.
// References only; the referents outlive the engine instance and are thread-safe.
#pragma once

#include "catalog/state/databases.hpp"
#include "catalog/state/groups.hpp"
#include "catalog/state/roles.hpp"
#include "catalog/state/users.hpp"

namespace redstart::catalog {

struct Directories {
    const UserDirectory& users;
    const DatabaseDirectory& databases;
    const GroupDirectory& groups;
    const RoleDirectory& roles;
};

// The user with this id, or nullptr.
std::shared_ptr<const User> find_user(const Directories& directories, std::int32_t id);
// The database with this OID, or nullptr.
std::shared_ptr<const Database> find_database(const Directories& directories, std::uint32_t oid);
// pg_get_userbyid: the user's name, "rdsdb" for the bootstrap user, "unknown (OID=n)" when there is none.
std::string user_name(const Directories& directories, std::int32_t id);

} // namespace redstart::catalog
