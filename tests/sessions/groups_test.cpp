// Groups: their statements, who may give them, and what pg_group shows.
#include "tests/sessions/fixture.hpp"

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

std::string members(Client& client, const std::string& group) {
    return client.must("select grolist from pg_group where groname = '" + group + "'").value();
}

std::string id_of(Client& client, const std::string& user) {
    return client.must("select usesysid from pg_user where usename = '" + user + "'").value();
}

} // namespace

TEST_CASE("CREATE, ALTER and DROP GROUP keep who is in it") {
    auto admin = session();
    admin.must("create user g_one password disable");
    admin.must("create user g_two password disable");
    const auto one = id_of(admin, "g_one");
    const auto two = id_of(admin, "g_two");
    CHECK(admin.must("create group g_a with user g_one, g_two").tag == "CREATE GROUP");
    admin.must("create group g_b user g_two");
    admin.must("create group g_c");
    CHECK(members(admin, "g_a") == "{" + one + "," + two + "}");
    CHECK(members(admin, "g_b") == "{" + two + "}");
    CHECK(members(admin, "g_c") == "{}");
    CHECK(admin.must("alter group g_c add user g_one, g_one").tag == "ALTER GROUP");
    admin.must("alter group g_c add user g_one");
    CHECK(members(admin, "g_c") == "{" + one + "}");
    admin.must("alter group g_a drop user g_one, g_two");
    admin.must("alter group g_a drop user g_one"); // who is not in it
    CHECK(members(admin, "g_a") == "{}");
    admin.must("alter group g_c rename to g_d");
    CHECK(members(admin, "g_d") == "{" + one + "}");
    admin.must("drop user g_one");
    CHECK(members(admin, "g_d") == "{}");
    admin.must("create user g_three password disable in group g_d, g_a");
    CHECK(members(admin, "g_d") == "{" + id_of(admin, "g_three") + "}");
    CHECK(members(admin, "g_a") == "{" + id_of(admin, "g_three") + "}");
    CHECK(admin.must("select user_is_member_of('g_three', 'g_a')").value() == "t");
    CHECK(admin.must("select user_is_member_of('g_three', 'g_b')").value() == "f");
    for (const std::string group : {"g_a", "g_b", "g_d"}) CHECK(admin.must("drop group " + group).tag == "DROP GROUP");
    CHECK(admin.must("select count(*) from pg_group where groname like 'g\\_%'").value() == "0");
    admin.must("drop user g_two, g_three");
}

TEST_CASE("Ids of groups are not given again") {
    auto admin = session();
    const std::string id = "select grosysid from pg_group where groname = 'g_id'";
    admin.must("create group g_id");
    const auto first = admin.must(id).value();
    admin.must("drop group g_id");
    admin.must("create group g_id");
    CHECK(std::stoi(admin.must(id).value()) > std::stoi(first));
    admin.must("drop group g_id");
}

TEST_CASE("Statements about groups check what they are given") {
    auto admin = session();
    admin.must("create group g_there");
    CHECK(admin.run("create group g_there").sqlstate == "42710");
    CHECK(admin.run("create group g_there").message == "group \"g_there\" already exists");
    CHECK(admin.run("create group g_new with user g_nobody").message == "user \"g_nobody\" does not exist");
    CHECK(admin.run("alter group g_none add user plain").message == "group \"g_none\" does not exist");
    CHECK(admin.run("alter group g_there add user g_nobody").sqlstate == "42704");
    CHECK(admin.run("alter group g_there rename to g_there").sqlstate == "42710");
    CHECK(admin.run("drop group g_none").sqlstate == "42704");
    CHECK(admin.run("create user g_user password disable in group g_none").sqlstate == "42704");
    for (const std::string name : {"public", "\"none\"", "__mine"})
        CHECK(admin.run("create group " + name).sqlstate == "42939");
    for (const std::string text : {"create group", "create group g user", "create group g with user a b",
                                   "alter group g_there", "alter group g_there add plain", "drop group if exists g",
                                   "alter group g_there drop user", "alter user plain in group g_there"})
        CHECK(admin.run(text).sqlstate == "42601");
    auto plain = session("plain");
    for (const std::string text : {"create group g_mine", "alter group g_there add user plain", "drop group g_there",
                                   "alter group g_there rename to g_mine", "drop group g_none"})
        CHECK(plain.run(text).sqlstate == "42501");
    CHECK(plain.must("select count(*) from pg_group where groname = 'g_there'").value() == "1");
    admin.must("drop group g_there");
}

} // namespace redstart::test
