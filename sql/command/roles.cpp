// Roles, which belong to the cluster and not to one database. Source of who may what: r_CREATE_ROLE, r_ALTER_ROLE,
// r_DROP_ROLE, r_role-usage-notes.
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/command/commands.hpp"
#include "sql/command/identities.hpp"
#include "sql/object/name_lock.hpp"
#include "sql/parse/identity/role_statement.hpp"
#include "sql/store/role_rows.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using catalog::Role;
using catalog::SystemPermission;
using protocol::SqlError;

// The text is INF.
void refuse_of_system(const Role& role, const char* verb) {
    if (role.of_system())
        throw SqlError(state::kInsufficientPrivilege,
                       fmt::format("cannot {} system-defined role \"{}\"", verb, role.name));
}

SqlError still_granted(const char* message) { return {state::kDependentObjectsStillExist, message}; }

// Without FORCE a role that has anything to do with another, or with a user, stays. The last text is INF.
void require_unused(const SessionContext& session, const Role& role) {
    if (!role.users.empty()) throw still_granted("cannot drop this role since it has been granted on a user");
    if (!role.granted_roles.empty()) throw still_granted("cannot drop this role since it depends on another role");
    const auto roles = session.directories().roles.all();
    if (std::ranges::any_of(roles, [&](const auto& other) {
            return std::ranges::find(other->granted_roles, role.id) != other->granted_roles.end();
        }))
        throw still_granted("cannot drop this role since it has been granted on another role");
}

} // namespace

bool administers(const SessionContext& session, const Role& role) {
    const auto self = session_user(session);
    if (!self) return false;
    if (self->superuser || role.owner_id == self->id) return true;
    return std::ranges::find(role.users, catalog::RoleMember{self->id, true}) != role.users.end();
}

namespace {

Role require_changeable(const SessionContext& session, const std::string& name) {
    const auto role = require_role(session, name);
    if (!administers(session, *role)) throw SqlError(state::kInsufficientPrivilege, "permission denied to alter role");
    refuse_of_system(*role, "alter");
    return *role;
}

Role require_droppable(const SessionContext& session, const std::string& name) {
    const auto role = require_role(session, name);
    if (!administers(session, *role)) require_permission(session, SystemPermission::DropRole, "drop role");
    refuse_of_system(*role, "drop");
    return *role;
}

} // namespace

template <> Outcome Commands::run_as<StatementKind::CreateRole>(const Statement& statement) {
    const auto wanted = parse_role_statement(statement);
    require_permission(session_, SystemPermission::CreateRole, "create role");
    lock_users();
    require_permission(session_, SystemPermission::CreateRole, "create role");
    require_free_name(session_, wanted.name);
    take_memory(session_, kRoleBytes);
    Role role;
    role.name = wanted.name;
    role.owner_id = session_.user().id();
    role.external_id = wanted.external_id.value_or("");
    insert_role(session_.transaction().store().writer(), role);
    session_.note_store_change();
    return {};
}

template <> Outcome Commands::run_as<StatementKind::AlterRole>(const Statement& statement) {
    const auto wanted = parse_role_statement(statement);
    require_changeable(session_, wanted.name);
    lock_users();
    auto role = require_changeable(session_, wanted.name);
    if (wanted.rename_to) {
        require_free_name(session_, *wanted.rename_to);
        role.name = *wanted.rename_to;
    }
    if (wanted.owner) role.owner_id = require_user(session_, *wanted.owner)->id;
    role.external_id = wanted.external_id.value_or(role.external_id);
    update_role(session_.transaction().store().writer(), role);
    session_.note_store_change();
    return {};
}

template <> Outcome Commands::run_as<StatementKind::DropRole>(const Statement& statement) {
    const auto wanted = parse_role_statement(statement);
    lock_identities({identity_lock('r', require_droppable(session_, wanted.name).id)}, LockMode::AccessExclusive);
    lock_users();
    const auto role = require_droppable(session_, wanted.name);
    if (!wanted.force) require_unused(session_, role);
    bool held = false;
    runner_.look_up([&](duckdb::ClientContext& context) {
        held = holds_privileges(session_, context, {catalog::GranteeKind::Role, role.id});
    });
    if (held)
        throw SqlError(
            state::kObjectInUse,
            fmt::format("role \"{}\" can't be dropped because the role has a privilege on some object", role.name));
    erase_role(session_.transaction().store().writer(), role.id);
    session_.note_store_change();
    return {};
}

} // namespace redstart::sql
