#include "sql/store/member_rights.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace redstart::catalog;
using redstart::sql::give_rights;
using Ids = std::vector<std::int32_t>;

namespace {

Role role(std::int32_t id, Ids granted, std::vector<RoleMember> users, SystemPermissions permissions) {
    Role made;
    made.id = id;
    made.granted_roles = std::move(granted);
    made.users = std::move(users);
    made.permissions = permissions;
    return made;
}

User user(std::int32_t id) {
    User made;
    made.id = id;
    return made;
}

} // namespace

TEST_CASE("A user has the roles of its roles, and what they permit") {
    std::vector<User> users{user(101), user(102), user(103)};
    const std::vector<Group> groups{{100, "g", {101, 102}}, {101, "h", {102, 999}}};
    const std::vector<Role> roles{
        role(100, {}, {}, bit_of(SystemPermission::Vacuum)),
        role(101, {100}, {{103, false}}, bit_of(SystemPermission::Cancel)),
        role(102, {101, 77}, {{101, true}, {998, false}}, 0),
        role(103, {}, {{101, false}}, bit_of(SystemPermission::CreateUser)),
    };
    give_rights(users, groups, roles);
    CHECK(users[0].groups == Ids{100});
    CHECK(users[1].groups == Ids{100, 101});
    CHECK(users[2].groups.empty());
    CHECK(users[0].roles == Ids{77, 100, 101, 102, 103});
    CHECK(users[1].roles.empty());
    CHECK(users[2].roles == Ids{100, 101});
    CHECK(users[0].may(SystemPermission::CreateUser));
    CHECK(users[0].may(SystemPermission::Vacuum));
    CHECK_FALSE(users[1].may(SystemPermission::Vacuum));
    CHECK(users[2].may(SystemPermission::Cancel));
    CHECK_FALSE(users[2].may(SystemPermission::CreateUser));
    users[1].superuser = true;
    CHECK(users[1].may(SystemPermission::DropRole));
}

TEST_CASE("The system's roles have what is documented") {
    const auto roles = system_roles();
    const auto permissions = [&](const std::string& name) {
        return std::ranges::find(roles, name, &Role::name)->permissions;
    };
    CHECK(permissions("sys:superuser") == kAllSystemPermissions);
    CHECK((permissions("sys:monitor") & bit_of(SystemPermission::Cancel)) == 0);
    CHECK((permissions("sys:operator") & bit_of(SystemPermission::Cancel)) != 0);
    CHECK((permissions("sys:dba") & bit_of(SystemPermission::DropTable)) != 0);
    CHECK((permissions("sys:dba") & bit_of(SystemPermission::CreateUser)) == 0);
    CHECK((permissions("sys:secadmin") & bit_of(SystemPermission::DropRole)) != 0);
    CHECK((permissions("sys:secadmin") & bit_of(SystemPermission::DropTable)) == 0);
    for (const auto& role : roles) CHECK(role.of_system());
}
