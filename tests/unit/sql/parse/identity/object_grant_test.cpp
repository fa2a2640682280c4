#include "protocol/error.hpp"
#include "sql/parse/identity/object_grant.hpp"

#include <catch2/catch.hpp>

using namespace redstart::sql;
using redstart::catalog::GranteeKind;
using redstart::catalog::Privilege;
using redstart::protocol::SqlError;

namespace {

ObjectGrant parse(std::string_view sql) { return parse_object_grant(split(sql).at(0)); }
DefaultGrant parse_default(std::string_view sql) { return parse_default_grant(split(sql).at(0)); }

std::string sqlstate_of(std::string_view sql, bool by_default = false) {
    try {
        by_default ? void(parse_default(sql)) : void(parse(sql));
    } catch (const SqlError& error) { return error.sqlstate(); }
    return "none";
}

} // namespace

TEST_CASE("GRANT on tables") {
    const auto made = parse("grant select, Insert on table s.a, b to bob with grant option, group g, role r, public");
    CHECK_FALSE(made.revoke);
    CHECK(made.privileges == (Privilege::Select | Privilege::Insert));
    CHECK(made.on == GrantOn::Relations);
    CHECK(made.names == std::vector<QualifiedName>{{"s", "a"}, {"b"}});
    REQUIRE(made.targets.size() == 4);
    CHECK(made.targets[0].with_option);
    CHECK(made.targets[1].kind == GranteeKind::Group);
    CHECK(made.targets[2].kind == GranteeKind::Role);
    CHECK(made.targets[3].kind == GranteeKind::Public);
}

TEST_CASE("GRANT of columns, and of all of them") {
    const auto made = parse("grant select (a, b), update (c), insert on t to bob");
    CHECK(made.privileges == bit(Privilege::Insert));
    REQUIRE(made.columns.size() == 2);
    CHECK(made.columns[0].columns == std::vector<std::string>{"a", "b"});
    CHECK(made.columns[1].privileges == bit(Privilege::Update));
    const auto all = parse("grant all privileges (a) on t to bob");
    REQUIRE(all.columns.size() == 1);
    CHECK(all.columns[0].privileges == (Privilege::Select | Privilege::Update));
}

TEST_CASE("GRANT on other objects") {
    CHECK(parse("grant all on schema s to bob").privileges == (Privilege::Usage | Privilege::Create));
    CHECK(parse("grant temp on database dev to bob").privileges == bit(Privilege::Temporary));
    CHECK(parse("grant select on all tables in schema a, b to bob").on == GrantOn::RelationsOfSchemas);
    CHECK(parse("grant execute on all functions in schema a to bob").on == GrantOn::FunctionsOfSchemas);
    CHECK(parse("grant execute on function f(int, varchar(10)), g() to bob").function ==
          "function f(int, varchar(10))");
}

TEST_CASE("REVOKE") {
    const auto made = parse("revoke grant option for select on t from bob, group g cascade");
    CHECK(made.revoke);
    CHECK(made.only_option);
    CHECK(made.cascade);
    CHECK_FALSE(parse("revoke select on t from bob restrict").cascade);
}

TEST_CASE("ALTER DEFAULT PRIVILEGES") {
    const auto made =
        parse_default("alter default privileges for user a, b in schema s, t grant select on tables to g");
    CHECK(made.users == std::vector<std::string>{"a", "b"});
    CHECK(made.schemas == std::vector<std::string>{"s", "t"});
    CHECK(made.grant.privileges == bit(Privilege::Select));
    CHECK(parse_default("alter default privileges revoke all on functions from public").grant.privileges ==
          bit(Privilege::Execute));
}

TEST_CASE("what GRANT cannot say") {
    CHECK(sqlstate_of("grant select t to bob") == "42601");
    CHECK(sqlstate_of("grant select on t") == "42601");
    CHECK(sqlstate_of("grant sing on t to bob") == "42601");
    CHECK(sqlstate_of("grant select on t to bob cascade") == "42601");
    CHECK(sqlstate_of("grant usage on t to bob") == "0LP01");
    CHECK(sqlstate_of("grant select on schema s to bob") == "0LP01");
    CHECK(sqlstate_of("grant insert (a) on t to bob") == "0LP01");
    CHECK(sqlstate_of("grant select (a) on schema s to bob") == "0LP01");
    CHECK(sqlstate_of("grant select on t to group g with grant option") == "0LP01");
    CHECK(sqlstate_of("grant select on t to public with grant option") == "0LP01");
    CHECK(sqlstate_of("grant select (a) on t to bob with grant option") == "0A000");
    CHECK(sqlstate_of("grant usage on language sql to bob") == "0A000");
    CHECK(sqlstate_of("grant assumerole on all to public for all") == "0A000");
    CHECK(sqlstate_of("alter default privileges grant select on functions to bob", true) == "0LP01");
    CHECK(sqlstate_of("alter default privileges grant select on views to bob", true) == "42601");
}
