#include "protocol/error.hpp"
#include "sql/parse/identity/grant_statement.hpp"
#include "sql/parse/identity/group_statement.hpp"
#include "sql/parse/identity/role_statement.hpp"

#include <catch2/catch.hpp>

using namespace redstart::sql;
using redstart::catalog::SystemPermission;
using redstart::protocol::SqlError;
using Names = std::vector<std::string>;

namespace {

GroupStatement group(std::string_view sql) { return parse_group_statement(split(sql).at(0)); }
RoleStatement role(std::string_view sql) { return parse_role_statement(split(sql).at(0)); }
RoleGrant grant(std::string_view sql) { return parse_role_grant(split(sql).at(0)); }
bool of_roles(std::string_view sql) { return is_role_grant(split(sql).at(0)); }

// "user", "user!" with the admin option, "role:name".
std::string shown(const RoleGrant& grant) {
    std::string text;
    for (const auto& one : grant.grantees)
        text.append(text.empty() ? "" : " ")
            .append(one.role ? "role:" : "")
            .append(one.name)
            .append(one.admin_option ? "!" : "");
    return text;
}

} // namespace

TEST_CASE("statements about groups") {
    CHECK(group("create group G").name == "g");
    CHECK(group("create group g with").users.empty());
    CHECK(group("create group g with user a, \"B\"").users == Names{"a", "b"});
    CHECK(group("create group g user a").users == Names{"a"});
    CHECK(group("alter group g add user a, b").action == GroupStatement::Action::AddUsers);
    CHECK(group("alter group g drop user a").action == GroupStatement::Action::DropUsers);
    CHECK(group("alter group g rename to h").new_name == "h");
    CHECK(group("drop group g").action == GroupStatement::Action::Drop);
}

TEST_CASE("statements about roles") {
    CHECK(role("create role r").name == "r");
    CHECK(role("create role r externalid ABC").external_id == "ABC");
    CHECK(role("create role r externalid 'a b'").external_id == "a b");
    const auto altered = role("alter role sys:dba with owner to o, rename to n externalid to \"Xyz\"");
    CHECK(altered.name == "sys:dba");
    CHECK(altered.owner == "o");
    CHECK(altered.rename_to == "n");
    CHECK(altered.external_id == "Xyz");
    CHECK(role("alter role r externalid to x").external_id == "x");
    CHECK(role("drop role r force").force);
    CHECK_FALSE(role("drop role \"sys:dba\" restrict").force);
}

TEST_CASE("grants of roles") {
    const auto made = grant("grant role a, role b, sys:dba to u, role c, v with admin option, w");
    CHECK(made.roles == Names{"a", "b", "sys:dba"});
    CHECK(shown(made) == "u! role:c v! w");
    CHECK_FALSE(made.revoke);
    const auto revoked = grant("revoke admin option for role a from u, v");
    CHECK(revoked.revoke);
    CHECK(revoked.admin_option_only);
    CHECK(revoked.roles == Names{"a"});
    CHECK(shown(grant("revoke role a from u, role b")) == "u role:b");
}

TEST_CASE("grants of system permissions") {
    const auto made = grant("grant Create or Replace External Function, create table, cancel to role r, role s");
    CHECK(made.roles.empty());
    CHECK(made.permissions == (bit_of(SystemPermission::CreateOrReplaceExternalFunction) |
                               bit_of(SystemPermission::CreateTable) | bit_of(SystemPermission::Cancel)));
    CHECK(shown(made) == "role:r role:s");
    CHECK(grant("revoke all privileges from role r").permissions == redstart::catalog::kAllSystemPermissions);
    for (std::size_t i = 0; i < redstart::catalog::kSystemPermissionCount; ++i) {
        const auto permission = static_cast<SystemPermission>(i);
        CHECK(grant("grant " + std::string(name_of(permission)) + " to role r").permissions == bit_of(permission));
    }
}

TEST_CASE("grants of roles are told from grants of rights on objects") {
    CHECK(of_roles("grant role r to u"));
    CHECK(of_roles("grant create table to role r"));
    CHECK(of_roles("revoke admin option for role r from u"));
    CHECK(of_roles("grant"));
    CHECK_FALSE(of_roles("grant select on t to role r"));
    CHECK_FALSE(of_roles("revoke grant option for select on t from u"));
    CHECK_FALSE(of_roles("grant select for tables in schema s to role r"));
}
