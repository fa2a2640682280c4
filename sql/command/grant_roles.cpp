// GRANT and REVOKE of roles, and of system permissions to them.
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/command/commands.hpp"
#include "sql/command/identities.hpp"
#include "sql/parse/identity/grant_statement.hpp"
#include "sql/store/role_rows.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using catalog::Role;
using protocol::SqlError;
using RolePtr = std::shared_ptr<const Role>;

constexpr const char* kSecurityAdministrators = "sys:secadmin";

// Those of sys:secadmin may grant roles (r_roles-default); that the system's are not among them is INF: they would
// have everything then.
bool may_grant(const SessionContext& session, const Role& role) {
    if (administers(session, role)) return true;
    const auto self = session_user(session);
    const auto secadmin = session.directories().roles.find(kSecurityAdministrators);
    return self && !role.of_system() && std::ranges::find(self->roles, secadmin->id) != self->roles.end();
}

std::vector<RolePtr> granted_roles(const SessionContext& session, const RoleGrant& wanted) {
    std::vector<RolePtr> roles;
    for (const auto& name : wanted.roles) {
        roles.push_back(require_role(session, name));
        if (!may_grant(session, *roles.back()))
            throw SqlError(state::kInsufficientPrivilege, fmt::format("permission denied to {} role \"{}\"",
                                                                      wanted.revoke ? "revoke" : "grant", name));
    }
    return roles;
}

// What a system's role has is defined by the system (the text is INF).
void refuse_of_system(const Role& role) {
    if (role.of_system())
        throw SqlError(state::kInsufficientPrivilege,
                       fmt::format("cannot alter system-defined role \"{}\"", role.name));
}

// PostgreSQL's text. With it `role` would be its own, through others.
void refuse_cycle(const SessionContext& session, const Role& granted, const Role& role) {
    std::vector<Role> roles;
    for (const auto& one : session.directories().roles.all()) roles.push_back(*one);
    const auto inherited = catalog::with_inherited({granted.id}, roles);
    if (std::ranges::find(inherited, role.id) != inherited.end())
        throw SqlError(state::kInvalidGrantOperation,
                       fmt::format("role \"{}\" is a member of role \"{}\"", granted.name, role.name));
}

catalog::RoleMember member_of(const Role& role, std::int32_t user_id) {
    const auto found = std::ranges::find(role.users, user_id, &catalog::RoleMember::id);
    return found == role.users.end() ? catalog::RoleMember{} : *found;
}

// As the transaction sees the role after what the statement has done before.
void grant_one(SessionContext& session, const Role& role, const RoleGrant::Grantee& grantee) {
    auto& store = session.transaction().store();
    take_memory(session, kRoleGrantBytes);
    if (grantee.role) {
        const auto to = require_role(session, grantee.name);
        refuse_of_system(*to);
        refuse_cycle(session, role, *to);
        grant_role_to_role(store.writer(), role.id, to->id);
        return store.show_changes();
    }
    const auto user = require_user(session, grantee.name);
    const bool had_option = member_of(role, user->id).admin_option;
    grant_role_to_user(store.writer(), role.id, {user->id, grantee.admin_option || had_option});
}

void revoke_one(SessionContext& session, const Role& role, const RoleGrant& wanted, const RoleGrant::Grantee& grantee) {
    auto& writer = session.transaction().store().writer();
    if (grantee.role) {
        const auto from = require_role(session, grantee.name);
        refuse_of_system(*from);
        return revoke_role_from_role(writer, role.id, from->id);
    }
    const auto user = require_user(session, grantee.name);
    const auto member = member_of(role, user->id);
    if (!wanted.admin_option_only)
        revoke_role_from_user(writer, role.id, user->id);
    else if (member.admin_option)
        grant_role_to_user(writer, role.id, {user->id, false});
}

// Before locks are taken, and when they are held. Who may give away what only superusers may is not told (INF: they
// alone).
std::vector<RolePtr> check_rights(const SessionContext& session, const RoleGrant& wanted) {
    if (wanted.roles.empty())
        require_superuser(session, wanted.revoke ? "revoke system permissions" : "grant system permissions");
    return granted_roles(session, wanted);
}

void change_permissions(SessionContext& session, const RoleGrant& wanted) {
    auto& writer = session.transaction().store().writer();
    for (const auto& grantee : wanted.grantees) {
        const auto role = require_role(session, grantee.name);
        refuse_of_system(*role);
        wanted.revoke ? revoke_permissions(writer, role->id, wanted.permissions)
                      : grant_permissions(writer, role->id, wanted.permissions);
    }
}
} // namespace

void Commands::change_roles(const RoleGrant& wanted) {
    check_rights(session_, wanted);
    lock_users();
    const auto roles = check_rights(session_, wanted);
    if (roles.empty()) change_permissions(session_, wanted);
    for (const auto& role : roles)
        for (const auto& grantee : wanted.grantees)
            wanted.revoke ? revoke_one(session_, *role, wanted, grantee) : grant_one(session_, *role, grantee);
    session_.note_store_change();
}

void Commands::grant_roles(const Statement& statement) { change_roles(parse_role_grant(statement)); }

void Commands::revoke_roles(const Statement& statement) { change_roles(parse_role_grant(statement)); }

} // namespace redstart::sql
