#include "sql/store/role_rows.hpp"

#include "sql/store/store_rows.hpp"

#include <algorithm>

namespace redstart::sql {
namespace {

using catalog::Role;

// Calls use(role, row) for each row of a table whose first column is a role's id.
template <typename Use>
void each_of_role(duckdb::Connection& connection, std::vector<Role>& roles, std::string_view columns,
                  std::string_view table, Use use) {
    for (const auto& row : select_store(connection, columns, std::string(table) + " ORDER BY ALL")) {
        const auto id = number_of<std::int32_t>(row[0]);
        const auto role = std::ranges::lower_bound(roles, id, {}, &Role::id);
        if (role != roles.end() && role->id == id) use(*role, row);
    }
}

template <typename Use> void each_permission(catalog::SystemPermissions permissions, Use use) {
    for (std::size_t i = 0; i < catalog::kSystemPermissionCount; ++i) {
        const auto permission = static_cast<catalog::SystemPermission>(i);
        if ((permissions & bit_of(permission)) != 0) use(store_value(name_of(permission)));
    }
}

} // namespace

std::vector<Role> read_roles(duckdb::Connection& connection) {
    auto roles = catalog::system_roles();
    for (const auto& row : select_store(connection, "id, name, owner_id, external_id", "roles ORDER BY id")) {
        auto& role = roles.emplace_back();
        role.id = number_of<std::int32_t>(row[0]);
        role.name = text_of(row[1]);
        role.owner_id = number_of<std::int32_t>(row[2]);
        role.external_id = text_of(row[3]);
    }
    each_of_role(connection, roles, "role_id, user_id, admin_option", "role_users",
                 [](Role& role, const StoreValues& row) {
                     role.users.push_back({number_of<std::int32_t>(row[1]), flag_of(row[2])});
                 });
    each_of_role(connection, roles, "role_id, granted_id", "role_roles", [](Role& role, const StoreValues& row) {
        role.granted_roles.push_back(number_of<std::int32_t>(row[1]));
    });
    each_of_role(connection, roles, "role_id, permission", "role_permissions", [](Role& role, const StoreValues& row) {
        if (const auto permission = catalog::system_permission(text_of(row[1])))
            role.permissions |= bit_of(*permission);
    });
    return roles;
}

std::int32_t insert_role(StoreWriter& writer, const Role& role) {
    const auto id = take_number(writer, "last role id");
    writer.write(StoreStatement::InsertRole,
                 {store_value(id), role.name, store_value(role.owner_id), role.external_id});
    return id;
}

void update_role(StoreWriter& writer, const Role& role) {
    writer.write(StoreStatement::UpdateRole,
                 {store_value(role.id), role.name, store_value(role.owner_id), role.external_id});
}

void erase_role(StoreWriter& writer, std::int32_t id) {
    writer.write(StoreStatement::DeleteRole, {store_value(id)});
    writer.write(StoreStatement::RevokeRole, {store_value(id)});
    writer.write(StoreStatement::RevokePermissions, {store_value(id)});
}

void grant_role_to_user(StoreWriter& writer, std::int32_t role_id, const catalog::RoleMember& user) {
    revoke_role_from_user(writer, role_id, user.id);
    writer.write(StoreStatement::GrantRoleToUser,
                 {store_value(role_id), store_value(user.id), store_value(user.admin_option)});
}

void revoke_role_from_user(StoreWriter& writer, std::int32_t role_id, std::int32_t user_id) {
    writer.write(StoreStatement::RevokeRoleFromUser, {store_value(role_id), store_value(user_id)});
}

void grant_role_to_role(StoreWriter& writer, std::int32_t granted_id, std::int32_t role_id) {
    revoke_role_from_role(writer, granted_id, role_id);
    writer.write(StoreStatement::GrantRoleToRole, {store_value(granted_id), store_value(role_id)});
}

void revoke_role_from_role(StoreWriter& writer, std::int32_t granted_id, std::int32_t role_id) {
    writer.write(StoreStatement::RevokeRoleFromRole, {store_value(granted_id), store_value(role_id)});
}

void grant_permissions(StoreWriter& writer, std::int32_t role_id, catalog::SystemPermissions permissions) {
    revoke_permissions(writer, role_id, permissions);
    each_permission(permissions, [&](const std::string& name) {
        writer.write(StoreStatement::GrantPermission, {store_value(role_id), name});
    });
}

void revoke_permissions(StoreWriter& writer, std::int32_t role_id, catalog::SystemPermissions permissions) {
    each_permission(permissions, [&](const std::string& name) {
        writer.write(StoreStatement::RevokePermission, {store_value(role_id), name});
    });
}

} // namespace redstart::sql
