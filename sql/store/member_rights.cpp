#include "sql/store/member_rights.hpp"

#include <algorithm>
#include <unordered_map>

namespace redstart::sql {

void give_rights(std::vector<catalog::User>& users, const std::vector<catalog::Group>& groups,
                 const std::vector<catalog::Role>& roles) {
    std::unordered_map<std::int32_t, catalog::User*> by_id;
    for (auto& user : users) by_id.emplace(user.id, &user);
    const auto user_of = [&](std::int32_t id) {
        const auto found = by_id.find(id);
        return found == by_id.end() ? nullptr : found->second;
    };
    for (const auto& group : groups)
        for (const auto id : group.members)
            if (auto* user = user_of(id)) user->groups.push_back(group.id);
    for (const auto& role : roles)
        for (const auto& member : role.users)
            if (auto* user = user_of(member.id)) user->roles.push_back(role.id);
    for (auto& user : users) {
        if (user.roles.empty()) continue;
        user.roles = with_inherited(std::move(user.roles), roles);
        for (const auto id : user.roles)
            if (const auto role = std::ranges::find(roles, id, &catalog::Role::id); role != roles.end())
                user.permissions |= role->permissions;
    }
}

} // namespace redstart::sql
