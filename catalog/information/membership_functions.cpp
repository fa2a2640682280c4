// Whether users and roles have roles. Sources: r_USER_IS_MEMBER_OF, r_ROLE_IS_MEMBER_OF; the texts of errors are INF.
#include "catalog/information/scalar_function.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace redstart::catalog {

namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

std::shared_ptr<const User> self(FunctionCall& call) {
    return call.directories().users.find_by_id(call.session().user_id());
}

bool has_role(const User* user, std::int32_t id) {
    return user != nullptr && std::ranges::binary_search(user->roles, id);
}

std::shared_ptr<const Role> require_role(FunctionCall& call, const std::string& name) {
    auto role = call.directories().roles.find(name);
    if (!role) throw SqlError(state::kUndefinedObject, fmt::format("role \"{}\" does not exist", name));
    return role;
}

// Those of sys:secadmin and sys:superuser ask about everybody.
bool checks_everybody(FunctionCall& call, const User* user) {
    if (call.session().superuser()) return true;
    return std::ranges::any_of(std::initializer_list<std::string_view>{"sys:secadmin", "sys:superuser"},
                               [&](std::string_view name) {
                                   const auto role = call.directories().roles.find(name);
                                   return role && has_role(user, role->id);
                               });
}

Datum user_is_member(FunctionCall& call) {
    const auto name = call.text(0);
    const auto wanted = call.text(1);
    const auto caller = self(call);
    const bool all = checks_everybody(call, caller.get());
    if (!all && (!caller || caller->name != name))
        throw SqlError(state::kInsufficientPrivilege, fmt::format("permission denied for user \"{}\"", name));
    const auto user = call.directories().users.find(name);
    if (!user) throw SqlError(state::kUndefinedObject, fmt::format("user \"{}\" does not exist", name));
    const auto group = call.directories().groups.find(wanted);
    if (group && std::ranges::binary_search(user->groups, group->id)) return true;
    const auto role = call.directories().roles.find(wanted);
    if (!role && !group) throw SqlError(state::kUndefinedObject, fmt::format("role \"{}\" does not exist", wanted));
    if (role && has_role(user.get(), role->id)) return true;
    if (!all && !group && role->owner_id != caller->id)
        throw SqlError(state::kInsufficientPrivilege, fmt::format("permission denied for role \"{}\"", wanted));
    return false;
}

// Superusers and those who may look at system tables ask about all roles.
void require_access(FunctionCall& call, const Role& role) {
    const auto caller = self(call);
    if (call.session().superuser() || (caller && caller->may(SystemPermission::AccessSystemTable))) return;
    if (has_role(caller.get(), role.id) || role.owner_id == call.session().user_id()) return;
    throw SqlError(state::kInsufficientPrivilege, fmt::format("permission denied for role \"{}\"", role.name));
}

Datum role_is_member(FunctionCall& call) {
    const auto role = require_role(call, call.text(0));
    const auto granted = require_role(call, call.text(1));
    require_access(call, *role);
    require_access(call, *granted);
    std::vector<Role> roles;
    for (const auto& one : call.directories().roles.all()) roles.push_back(*one);
    return role->id != granted->id && std::ranges::binary_search(with_inherited({role->id}, roles), granted->id);
}

constexpr auto kFunctions = std::to_array<ScalarFunction>({
    {"user_is_member_of", "user_name text, role_or_group text", "result boolean", Stability::Stable, user_is_member,
     Nulls::Strict, "r_USER_IS_MEMBER_OF"},
    {"role_is_member_of", "role_name text, granted_role_name text", "result boolean", Stability::Stable, role_is_member,
     Nulls::Strict, "r_ROLE_IS_MEMBER_OF"},
});

} // namespace

std::span<const ScalarFunction> membership_functions() { return kFunctions; }

} // namespace redstart::catalog
