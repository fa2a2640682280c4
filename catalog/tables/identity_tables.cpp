// Groups, roles and who has them, as the session may see them: superusers and whoever has ACCESS SYSTEM TABLE see all;
// others see the roles that they have or own, and their own grants. Sources: r_SVV_ROLES, r_SVV_USER_GRANTS,
// r_SVV_ROLE_GRANTS, r_SVV_SYSTEM_PRIVILEGES.
#include "catalog/tables/table_function.hpp"

#include <algorithm>

namespace redstart::catalog {

namespace {

using GroupPtr = std::shared_ptr<const Group>;
using RolePtr = std::shared_ptr<const Role>;

constexpr auto kGroupWriters = std::to_array<Writer<GroupPtr>>({
    [](const GroupPtr& row, Cell& out) { out.integer(row->id); },
    [](const GroupPtr& row, Cell& out) { out.text(row->name); },
    [](const GroupPtr& row, Cell& out) {
        out.integers({row->members.begin(), row->members.end()});
    },
});

std::unique_ptr<RowSource> open_groups(const ScanContext& context) {
    return make_rows(context.directories.groups.all(), kGroupWriters);
}

// Whose roles the session sees.
class Sight {
public:
    explicit Sight(const ScanContext& context)
        : id_(context.session.user_id()), self_(context.directories.users.find_by_id(id_)),
          all_(context.session.superuser() || (self_ && self_->may(SystemPermission::AccessSystemTable))) {}

    bool all() const { return all_; }
    bool has(const Role& role) const {
        return all_ || role.owner_id == id_ || (self_ && std::ranges::binary_search(self_->roles, role.id));
    }
    bool is(std::int32_t user_id) const { return all_ || user_id == id_; }

private:
    const std::int32_t id_;
    const std::shared_ptr<const User> self_;
    const bool all_;
};

std::vector<RolePtr> seen_roles(const ScanContext& context) {
    const Sight sight(context);
    auto roles = context.directories.roles.all();
    std::erase_if(roles, [&](const RolePtr& role) { return !sight.has(*role); });
    return roles;
}

constexpr auto kRoleWriters = std::to_array<Writer<RolePtr>>({
    [](const RolePtr& row, Cell& out) { out.integer(row->id); },
    [](const RolePtr& row, Cell& out) { out.text(row->name); },
    [](const RolePtr& row, Cell& out) { out.integer(row->owner_id); },
    [](const RolePtr& row, Cell& out) { row->external_id.empty() ? out.null() : out.text(row->external_id); },
});

std::unique_ptr<RowSource> open_roles(const ScanContext& context) {
    return make_rows(seen_roles(context), kRoleWriters);
}

struct RoleUser {
    std::int32_t user_id;
    RolePtr role;
    bool admin_option;
};

constexpr auto kRoleUserWriters = std::to_array<Writer<RoleUser>>({
    [](const RoleUser& row, Cell& out) { out.integer(row.user_id); },
    [](const RoleUser& row, Cell& out) { out.integer(row.role->id); },
    [](const RoleUser& row, Cell& out) { out.text(row.role->name); },
    [](const RoleUser& row, Cell& out) { out.boolean(row.admin_option); },
});

std::unique_ptr<RowSource> open_role_users(const ScanContext& context) {
    const Sight sight(context);
    std::vector<RoleUser> rows;
    for (const auto& role : context.directories.roles.all())
        for (const auto& member : role->users)
            if (sight.is(member.id)) rows.push_back({member.id, role, member.admin_option});
    return make_rows(std::move(rows), kRoleUserWriters);
}

struct RoleRole {
    RolePtr role;
    RolePtr granted;
};

constexpr auto kRoleRoleWriters = std::to_array<Writer<RoleRole>>({
    [](const RoleRole& row, Cell& out) { out.integer(row.role->id); },
    [](const RoleRole& row, Cell& out) { out.text(row.role->name); },
    [](const RoleRole& row, Cell& out) { out.integer(row.granted->id); },
    [](const RoleRole& row, Cell& out) { out.text(row.granted->name); },
});

std::unique_ptr<RowSource> open_role_roles(const ScanContext& context) {
    std::vector<RoleRole> rows;
    for (const auto& role : seen_roles(context))
        for (const auto id : role->granted_roles)
            if (auto granted = context.directories.roles.find_by_id(id)) rows.push_back({role, std::move(granted)});
    return make_rows(std::move(rows), kRoleRoleWriters);
}

struct RolePermission {
    SystemPermission permission;
    RolePtr role;
};

constexpr auto kRolePermissionWriters = std::to_array<Writer<RolePermission>>({
    [](const RolePermission& row, Cell& out) { out.text(name_of(row.permission)); },
    [](const RolePermission& row, Cell& out) { out.integer(row.role->id); },
    [](const RolePermission& row, Cell& out) { out.text(row.role->name); },
});

std::unique_ptr<RowSource> open_role_permissions(const ScanContext& context) {
    std::vector<RolePermission> rows;
    for (const auto& role : seen_roles(context))
        for (std::size_t i = 0; i < kSystemPermissionCount; ++i)
            if (const auto permission = static_cast<SystemPermission>(i); (role->permissions & bit_of(permission)) != 0)
                rows.push_back({permission, role});
    return make_rows(std::move(rows), kRolePermissionWriters);
}

constexpr auto kFunctions = std::to_array<TableFunction>({
    {"rs_groups", "id int, name text, members int[]", "", open_groups},
    {"rs_roles", "id int, name text, owner int, external_id text", "", open_roles},
    {"rs_role_users", "user_id int, role_id int, role_name text, admin_option boolean", "", open_role_users},
    {"rs_role_roles", "role_id int, role_name text, granted_id int, granted_name text", "", open_role_roles},
    {"rs_role_permissions", "permission text, role_id int, role_name text", "", open_role_permissions},
});

} // namespace

std::span<const TableFunction> identity_table_functions() { return kFunctions; }

} // namespace redstart::catalog
