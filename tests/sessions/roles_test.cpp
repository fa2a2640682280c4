// Roles: their statements, grants of roles and of system permissions, who may give them, and what views show of them.
#include "tests/sessions/fixture.hpp"

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

// The rows as text: values separated by blanks, rows by "; ".
std::string rows(Client& client, const std::string& sql) {
    std::string text;
    const auto answer = client.must(sql);
    for (const auto& row : answer.rows) {
        if (!text.empty()) text += "; ";
        for (std::size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : " ") + row[i].value_or("null");
    }
    return text;
}

std::string member(Client& client, const std::string& user, const std::string& role) {
    return client.must("select user_is_member_of('" + user + "', '" + role + "')").value();
}

// A user who can log in to the trusting server, and the roles it gets.
Client user_with(Client& admin, const std::string& name, const std::string& role = "") {
    admin.must("create user " + name + " password disable");
    if (!role.empty()) admin.must("grant role " + role + " to " + name);
    return session(name);
}

} // namespace

TEST_CASE("CREATE, ALTER and DROP ROLE") {
    auto admin = session();
    CHECK(admin.must("create role r_one externalid \"ABC123\"").tag == "CREATE ROLE");
    const std::string all = "select role_name, role_owner, external_id from svv_roles where role_name like 'r\\_%'";
    CHECK(rows(admin, all) == "r_one admin ABC123");
    CHECK(admin.must("alter role r_one with rename to r_two, owner to plain externalid to 'x y'").tag == "ALTER ROLE");
    CHECK(rows(admin, all) == "r_two plain x y");
    CHECK(admin.run("drop user plain").message == "user \"plain\" cannot be dropped because the user owns some object");
    auto plain = session("plain");
    plain.must("alter role r_two rename to r_three"); // its owner
    CHECK(rows(plain, all) == "r_three plain x y");
    CHECK(plain.must("drop role r_three").tag == "DROP ROLE");
    CHECK(rows(admin, all).empty());
}

TEST_CASE("Statements about roles check what they are given") {
    auto admin = session();
    admin.must("create role r_there");
    CHECK(admin.run("create role r_there").message == "role \"r_there\" already exists");
    CHECK(admin.run("create role plain").message == "user \"plain\" already exists");
    CHECK(admin.run("create user r_there password disable").message == "role \"r_there\" already exists");
    CHECK(admin.run("alter role r_there rename to plain").sqlstate == "42710");
    CHECK(admin.run("alter role r_none rename to r_x").message == "role \"r_none\" does not exist");
    CHECK(admin.run("alter role r_there owner to r_nobody").message == "user \"r_nobody\" does not exist");
    CHECK(admin.run("drop role r_none").sqlstate == "42704");
    for (const std::string name : {"public", "\"sys:mine\"", "sys:mine", "\"none\""})
        CHECK(admin.run("create role " + name).sqlstate == "42939");
    for (const std::string name : {"\"a:b\"", "\"a/b\"", "\"a.b\"", "\"a\\b\""})
        CHECK(admin.run("create role " + name).sqlstate == "42602");
    for (const std::string text :
         {"create role", "create role select", "create role r_x externalid", "alter role r_there",
          "alter role r_there rename to r_x rename to r_y", "alter role r_there rename to r_x, rename to r_y",
          "drop role if exists r_there", "drop role r_there cascade", "grant role r_there", "grant role r_there to",
          "grant role r_there to group g", "grant role r_there to role r_there with admin option",
          "grant r_there to plain", "grant create user to plain", "grant create to role r_there",
          "revoke admin option for role r_there from role r_there", "revoke role r_there from plain cascade"})
        CHECK(admin.run(text).sqlstate == "42601");
    for (const std::string text :
         {"grant role r_there to public", "grant explain rls to role r_there", "revoke ignore rls from role r_there"})
        CHECK(admin.run(text).sqlstate == "0A000");
    auto plain = session("plain");
    for (const std::string text :
         {"create role r_mine", "alter role r_there rename to r_mine", "drop role r_there",
          "grant role r_there to plain", "revoke role r_there from plain", "grant create user to role r_there",
          "revoke all from role r_there", "grant role sys:superuser to plain"})
        CHECK(plain.run(text).sqlstate == "42501");
    admin.must("drop role r_there");
}

TEST_CASE("The system's roles are there and stay as they are") {
    auto admin = session();
    CHECK(rows(admin, "select role_name, role_owner from svv_roles where role_name like 'sys:%' order by 1") ==
          "sys:dba rdsdb; sys:monitor rdsdb; sys:operator rdsdb; sys:secadmin rdsdb; sys:superuser rdsdb");
    CHECK(rows(admin, "select system_privilege, identity_name, identity_type from svv_system_privileges where "
                      "system_privilege = 'ALTER TABLE'") == "ALTER TABLE sys:superuser role");
    CHECK(rows(admin, "select identity_name from svv_system_privileges where system_privilege = 'CANCEL' order by 1") ==
          "sys:dba; sys:operator; sys:superuser");
    admin.must("create role r_any");
    for (const std::string text :
         {"alter role sys:dba rename to r_x", "drop role sys:dba", "drop role \"sys:dba\" force",
          "alter role sys:dba owner to plain", "grant vacuum to role sys:monitor", "revoke all from role sys:dba",
          "grant role r_any to role sys:dba", "revoke role r_any from role sys:dba"})
        CHECK(admin.run(text).sqlstate == "42501");
    admin.must("drop role r_any");
}

TEST_CASE("Roles are granted to users and roles, and revoked") {
    auto admin = session();
    for (const std::string role : {"r_a", "r_b", "r_c"}) admin.must("create role " + role);
    auto client = user_with(admin, "r_user");
    CHECK(admin.must("grant role r_a to role r_b").tag == "GRANT");
    admin.must("grant role r_b to role r_c");
    CHECK(rows(admin, "select role_name, granted_role_name from svv_role_grants order by 1") == "r_b r_a; r_c r_b");
    CHECK(admin.run("grant role r_c to role r_a").sqlstate == "0LP01");
    CHECK(admin.run("grant role r_c to role r_a").message == "role \"r_c\" is a member of role \"r_a\"");
    CHECK(admin.run("grant role r_a to role r_a").sqlstate == "0LP01");
    CHECK(member(admin, "r_user", "r_a") == "f");
    admin.must("grant role r_c, role r_b to r_user, plain");
    CHECK(member(admin, "r_user", "r_a") == "t");
    CHECK(admin.must("select role_is_member_of('r_c', 'r_a')").value() == "t");
    CHECK(admin.must("select role_is_member_of('r_a', 'r_c')").value() == "f");
    const std::string grants = "select user_name, role_name, admin_option from svv_user_grants order by 1, 2";
    CHECK(rows(admin, grants) == "plain r_b f; plain r_c f; r_user r_b f; r_user r_c f");
    CHECK(rows(client, grants) == "r_user r_b f; r_user r_c f");
    CHECK(rows(client, "select role_name from svv_roles order by 1") == "r_a; r_b; r_c");
    CHECK(admin.must("revoke role r_b, r_c from plain").tag == "REVOKE");
    admin.must("revoke role r_b from role r_c");
    CHECK(member(admin, "r_user", "r_a") == "t"); // by r_b
    admin.must("revoke role r_b from r_user");
    CHECK(member(admin, "r_user", "r_a") == "f");
    CHECK(rows(admin, grants) == "r_user r_c f");
    admin.must("drop user r_user");
    CHECK(rows(admin, grants).empty());
    admin.must("drop role r_c");
    admin.must("drop role r_b force");
    admin.must("drop role r_a");
}

TEST_CASE("A role that is granted is dropped by force only") {
    auto admin = session();
    for (const std::string role : {"r_a", "r_b"}) admin.must("create role " + role);
    admin.must("grant role r_a to plain");
    CHECK(admin.run("drop role r_a").message == "cannot drop this role since it has been granted on a user");
    CHECK(admin.run("drop role r_a restrict").sqlstate == "2BP01");
    admin.must("revoke role r_a from plain");
    admin.must("grant role r_a to role r_b");
    CHECK(admin.run("drop role r_b").message == "cannot drop this role since it depends on another role");
    CHECK(admin.run("drop role r_a").message == "cannot drop this role since it has been granted on another role");
    admin.must("grant vacuum to role r_a");
    admin.must("drop role r_a force");
    admin.must("create role r_a");
    CHECK(rows(admin, "select * from svv_system_privileges where identity_name = 'r_a'").empty());
    CHECK(rows(admin, "select * from svv_role_grants").empty());
    admin.must("drop role r_a");
    admin.must("drop role r_b");
}

TEST_CASE("WITH ADMIN OPTION lets a user grant, revoke and drop a role") {
    auto admin = session();
    admin.must("create role r_a");
    auto first = user_with(admin, "r_first", "r_a");
    auto second = user_with(admin, "r_second");
    CHECK(first.run("grant role r_a to r_second").message == "permission denied to grant role \"r_a\"");
    admin.must("grant role r_a to r_first with admin option");
    first.must("grant role r_a to r_second with admin option");
    CHECK(rows(admin, "select user_name, admin_option from svv_user_grants order by 1") == "r_first t; r_second t");
    second.must("grant role r_a to r_first"); // keeps what it has
    second.must("revoke admin option for role r_a from r_first");
    CHECK(rows(admin, "select user_name, admin_option from svv_user_grants order by 1") == "r_first f; r_second t");
    CHECK(first.run("revoke role r_a from r_second").sqlstate == "42501");
    CHECK(first.run("drop role r_a force").sqlstate == "42501");
    admin.must("revoke admin option for r_a from r_second"); // as t_role_assignment has it
    CHECK(second.run("drop role r_a force").sqlstate == "42501");
    admin.must("grant role r_a to r_second with admin option");
    second.must("drop role r_a force");
    admin.must("drop user r_first, r_second");
}

TEST_CASE("System permissions let users of a role make, change and drop users and roles") {
    auto admin = session();
    admin.must("create role r_users");
    CHECK(admin.must("grant create user, alter user, drop user, create role to role r_users").tag == "GRANT");
    auto client = user_with(admin, "r_manager", "r_users");
    client.must("create user r_made password 'Secret1234'");
    client.must("alter user r_made connection limit 3");
    client.must("create role r_own");
    client.must("grant role r_own to r_made");
    CHECK(client.run("create user r_super password 'Secret1234' createuser").message ==
          "must be superuser to create superusers");
    CHECK(client.run("alter user r_made createuser").sqlstate == "42501");
    CHECK(client.run("alter user r_manager createuser").sqlstate == "42501");
    CHECK(client.run("alter user r_made syslog access unrestricted").sqlstate == "42501");
    CHECK(client.run("alter user r_made createdb").sqlstate == "42501");
    CHECK(client.run("alter user admin password 'Secret1234'").message == "must be superuser to alter superusers");
    CHECK(client.run("drop user admin").message == "must be superuser to drop superusers");
    CHECK(client.run("grant role sys:superuser to r_manager").sqlstate == "42501");
    CHECK(client.run("grant all to role r_own").sqlstate == "42501");
    CHECK(client.run("create group r_group").sqlstate == "42501");
    admin.must("create group r_group");
    CHECK(client.run("create user r_grouped password disable in group r_group").sqlstate == "42501");
    client.must("drop user r_made");
    admin.must("revoke create user from role r_users");
    CHECK(client.run("create user r_made password 'Secret1234'").sqlstate == "42501");
    client.must("alter user plain connection limit unlimited");
    admin.must("revoke all privileges from role r_users");
    CHECK(client.run("alter user plain connection limit unlimited").sqlstate == "42501");
    admin.must("grant drop role to role r_users");
    admin.must("create role r_other");
    client.must("drop role r_other");
    client.must("drop role r_own"); // its owner
    admin.must("drop user r_manager");
    admin.must("drop role r_users");
    admin.must("drop group r_group");
}

TEST_CASE("CANCEL lets users of a role cancel and terminate sessions of others") {
    auto admin = session();
    auto client = user_with(admin, "r_operator");
    auto victim = session();
    const auto pid = victim.pid_text();
    CHECK(client.run("select pg_cancel_backend(" + pid + ")").sqlstate == "42501");
    CHECK(client.run("cancel " + pid).sqlstate == "42501");
    admin.must("grant role sys:operator to r_operator");
    client.must("select pg_cancel_backend(" + pid + ")");
    client.must("cancel " + pid);
    CHECK(client.must("select pg_terminate_backend(" + pid + ")").value() == "1");
    CHECK(victim.closed());
    auto other = session();
    admin.must("revoke role sys:operator from r_operator");
    CHECK(client.run("select pg_terminate_backend(" + other.pid_text() + ")").sqlstate == "42501");
    admin.must("create role r_cancel");
    admin.must("grant cancel to role r_cancel");
    admin.must("grant role r_cancel to r_operator");
    client.must("select pg_terminate_backend(" + other.pid_text() + ")");
    CHECK(other.closed());
    admin.must("drop user r_operator");
    admin.must("drop role r_cancel");
}

TEST_CASE("sys:secadmin grants roles, but not those of the system") {
    auto admin = session();
    auto client = user_with(admin, "r_secadmin", "sys:secadmin");
    admin.must("create role r_a");
    client.must("grant role r_a to plain");
    client.must("revoke role r_a from plain");
    CHECK(client.run("grant role sys:superuser to r_secadmin").sqlstate == "42501");
    CHECK(client.must("select user_is_member_of('plain', 'r_a')").value() == "f");
    client.must("drop role r_a");
    admin.must("drop user r_secadmin");
}

TEST_CASE("Regular users see the roles that they have or own, and ask about themselves") {
    auto admin = session();
    for (const std::string role : {"r_a", "r_b"}) admin.must("create role " + role);
    admin.must("grant vacuum, analyze to role r_a");
    admin.must("grant role r_b to plain");
    auto client = user_with(admin, "r_user", "r_a");
    CHECK(rows(client, "select role_name from svv_roles") == "r_a");
    CHECK(rows(client, "select user_name, role_name from svv_user_grants") == "r_user r_a");
    CHECK(rows(client, "select system_privilege, identity_name from svv_system_privileges order by 1") ==
          "ANALYZE r_a; VACUUM r_a");
    CHECK(member(client, "r_user", "r_a") == "t");
    CHECK(client.run("select user_is_member_of('r_user', 'r_b')").sqlstate == "42501");
    CHECK(client.run("select user_is_member_of('plain', 'r_b')").sqlstate == "42501");
    CHECK(client.run("select role_is_member_of('r_a', 'r_b')").sqlstate == "42501");
    CHECK(admin.run("select user_is_member_of('nobody', 'r_b')").sqlstate == "42704");
    CHECK(admin.run("select user_is_member_of('plain', 'nothing')").sqlstate == "42704");
    CHECK(admin.run("select role_is_member_of('r_a', 'nothing')").sqlstate == "42704");
    admin.must("grant role sys:monitor to r_user");
    CHECK(rows(client, "select role_name from svv_roles where role_name like 'r\\_%' order by 1") == "r_a; r_b");
    CHECK(client.must("select role_is_member_of('r_a', 'r_b')").value() == "f");
    admin.must("drop user r_user");
    for (const std::string role : {"r_a", "r_b"}) admin.must("drop role " + role + " force");
}

TEST_CASE("A grant shows in its transaction, and to others after it") {
    auto admin = session();
    auto other = session();
    admin.must("begin");
    admin.must("create role r_a");
    admin.must("create user r_user password disable");
    admin.must("grant role r_a to r_user");
    CHECK(member(admin, "r_user", "r_a") == "t");
    CHECK(rows(admin, "select role_name from svv_roles where role_name like 'r\\_%'") == "r_a");
    CHECK(admin.must("select count(*) from pg_user where usename = 'r_user'").value() == "1");
    CHECK(other.run("select user_is_member_of('r_user', 'r_a')").sqlstate == "42704");
    admin.must("rollback");
    CHECK(admin.run("select user_is_member_of('r_user', 'r_a')").sqlstate == "42704");
    admin.must("begin");
    admin.must("create role r_a");
    admin.must("grant role r_a to plain");
    admin.must("commit");
    CHECK(member(other, "plain", "r_a") == "t");
    other.must("drop role r_a force");
}

} // namespace redstart::test
