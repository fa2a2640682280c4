#include "catalog/state/roles.hpp"

#include "catalog/state/users.hpp"

#include <algorithm>

namespace redstart::catalog {
namespace {

using enum SystemPermission;

// Each has what those before it have, as the guide says of them; that none is granted to another is INF.
constexpr SystemPermissions kMonitor = bit_of(AccessCatalog) | bit_of(AccessSystemTable);
constexpr SystemPermissions kOperator = kMonitor | bit_of(Analyze) | bit_of(Vacuum) | bit_of(Cancel);
constexpr SystemPermissions kDba =
    kOperator | bit_of(CreateSchema) | bit_of(DropSchema) | bit_of(CreateTable) | bit_of(DropTable) |
    bit_of(TruncateTable) | bit_of(CreateOrReplaceProcedure) | bit_of(DropProcedure) | bit_of(CreateOrReplaceFunction) |
    bit_of(CreateOrReplaceExternalFunction) | bit_of(DropFunction) | bit_of(CreateOrReplaceView) | bit_of(DropView);
constexpr SystemPermissions kSecadmin = bit_of(CreateUser) | bit_of(AlterUser) | bit_of(DropUser) | bit_of(CreateRole) |
                                        bit_of(DropRole) | bit_of(AccessCatalog) | bit_of(AccessSystemTable);

Role system_role(std::int32_t id, const char* name, SystemPermissions permissions) {
    Role role;
    role.id = id;
    role.name = name;
    role.owner_id = kBootstrapUserId;
    role.permissions = permissions;
    return role;
}

} // namespace

// Their ids are kept with whom they are granted to: they stay as they are.
std::vector<Role> system_roles() {
    return {system_role(10, "sys:monitor", kMonitor), system_role(11, "sys:operator", kOperator),
            system_role(12, "sys:dba", kDba), system_role(13, "sys:superuser", kAllSystemPermissions),
            system_role(14, "sys:secadmin", kSecadmin)};
}

std::vector<std::int32_t> with_inherited(std::vector<std::int32_t> direct, const std::vector<Role>& roles) {
    for (std::size_t at = 0; at < direct.size(); ++at) {
        const auto role = std::ranges::find(roles, direct[at], &Role::id);
        if (role == roles.end()) continue;
        for (const auto inherited : role->granted_roles)
            if (std::ranges::find(direct, inherited) == direct.end()) direct.push_back(inherited);
    }
    std::ranges::sort(direct);
    return direct;
}

} // namespace redstart::catalog
