// Role and the abstract RoleDirectory: roles, cluster-wide, of users and of other roles; and the roles of the system.
// Values only; thread-safe by contract. Source: Redshift developer guide, "Role-based access control".
#pragma once

#include "catalog/state/system_permissions.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::catalog {

inline constexpr std::int32_t kFirstRoleId = 100; // those below are the system's

// The names of the system's roles begin so, and no others.
inline constexpr std::string_view kSystemRolePrefix = "sys:";

struct RoleMember {
    std::int32_t id = 0; // a user's
    bool admin_option = false;

    bool operator==(const RoleMember&) const = default;
};

struct Role {
    std::int32_t id = 0;
    std::string name;
    std::int32_t owner_id = 0;
    std::string external_id;
    std::vector<std::int32_t> granted_roles; // directly granted to this role, ascending
    std::vector<RoleMember> users;           // to whom it is granted directly, ascending
    SystemPermissions permissions = 0;       // its own

    bool of_system() const noexcept { return id < kFirstRoleId; }
};

class RoleDirectory {
public:
    virtual ~RoleDirectory() = default;
    // The latest committed state, with the system's roles; nullptr when there is no such role. Thread-safe.
    virtual std::shared_ptr<const Role> find(std::string_view name) const = 0;
    virtual std::shared_ptr<const Role> find_by_id(std::int32_t id) const = 0;
    virtual std::vector<std::shared_ptr<const Role>> all() const = 0;
};

// The roles that are always there, without whom they are granted to.
std::vector<Role> system_roles();

// `direct` and all roles that they have through roles, ascending. `roles`: all of them.
std::vector<std::int32_t> with_inherited(std::vector<std::int32_t> direct, const std::vector<Role>& roles);

} // namespace redstart::catalog
