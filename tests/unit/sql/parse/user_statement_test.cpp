#include "protocol/error.hpp"
#include "sql/parse/identity/user_statement.hpp"

#include <catch2/catch.hpp>

using namespace redstart::sql;
using redstart::protocol::SqlError;

namespace {

UserStatement user(std::string_view sql) { return parse_user_statement(split(sql).at(0)); }

template <typename Call> std::string sqlstate_of(Call call) {
    try {
        call();
    } catch (const SqlError& error) { return error.sqlstate(); }
    return "none";
}

} // namespace

TEST_CASE("CREATE USER with every option") {
    const auto made =
        user("create user \"Bob\" with password 'Secret123' createdb createuser syslog access unrestricted "
             "connection limit 5 valid until '2030-01-01' session timeout 120 in group g, H externalid Ab");
    CHECK(made.create);
    CHECK(made.name == "bob");
    REQUIRE(made.password);
    CHECK(made.password->kind == PasswordKind::Clear);
    CHECK(made.password->text == "Secret123");
    CHECK(made.create_db == true);
    CHECK(made.superuser == true);
    CHECK(made.syslog_unrestricted == true);
    CHECK(made.connection_limit == std::optional<std::optional<std::int32_t>>(5));
    CHECK(made.valid_until == std::optional<std::optional<std::int64_t>>(1893456000000000));
    CHECK(made.session_timeout == 120);
    CHECK(made.groups == std::vector<std::string>{"g", "h"});
    CHECK(made.external_id == "Ab");
}

TEST_CASE("options that are not written stay open") {
    const auto altered = user("alter user bob nocreatedb nocreateuser connection limit unlimited");
    CHECK_FALSE(altered.create);
    CHECK(altered.create_db == false);
    CHECK(altered.superuser == false);
    REQUIRE(altered.connection_limit);
    CHECK_FALSE(*altered.connection_limit);
    CHECK_FALSE(altered.password);
    CHECK_FALSE(altered.valid_until);
}

TEST_CASE("what only ALTER USER has") {
    CHECK(user("alter user a rename to B").rename_to == "b");
    const auto set = user("alter user a set search_path to x, 'y'");
    REQUIRE(set.first_value);
    CHECK(set.first_value->name == "search_path");
    CHECK(set.first_value->values == std::vector<std::string>{"x", "y"});
    CHECK(user("alter user a set x = default").first_value->is_default);
    CHECK(user("alter user a reset x").first_value->is_default);
    CHECK(user("alter user a reset ALL").first_value->name == "all");
    CHECK(user("alter user a set x to -5 createdb").first_value->values == std::vector<std::string>{"-5"});
    CHECK(user("alter user a set time zone 'UTC'").first_value->name == "timezone");
    CHECK(sqlstate_of([] { user("alter user a set x to 1 reset y"); }) == "42601");
    CHECK(user("alter user a reset session timeout").session_timeout == 0);
    CHECK(sqlstate_of([] { user("create user a rename to b"); }) == "42601");
}

TEST_CASE("errors of user statements") {
    CHECK(sqlstate_of([] { user("create user"); }) == "42601");
    CHECK(sqlstate_of([] { user("create user a frob"); }) == "42601");
    CHECK(sqlstate_of([] { user("create user a createdb nocreatedb"); }) == "42601");
    CHECK(sqlstate_of([] { user("alter user a in group g"); }) == "42601");
    CHECK(sqlstate_of([] { user("create user a session timeout 5"); }) == "22023");
    CHECK(sqlstate_of([] { user("create user a valid until 'soon'"); }) == "22007");
    CHECK(sqlstate_of([] { user("create user a password 'short'"); }) == "22023");
    CHECK(sqlstate_of([] { user("create user a password secret"); }) == "42601");
}

TEST_CASE("the forms of a password") {
    CHECK(user("create user a password disable").password->kind == PasswordKind::Disable);
    const auto md5 = parse_password("md50123456789ABCDEF0123456789abcdef");
    CHECK(md5.kind == PasswordKind::Md5);
    CHECK(md5.text == "md50123456789abcdef0123456789abcdef");
    CHECK(parse_password("sha256|Mypassword1").kind == PasswordKind::Sha256Clear);
    CHECK(parse_password("sha256|Mypassword1").text == "Mypassword1");
    const std::string digest(64, 'a');
    const auto sha = parse_password("sha256|" + digest + "|" + std::string(64, '0'));
    CHECK(sha.kind == PasswordKind::Sha256Digest);
    CHECK(sha.text == digest);
    CHECK(sha.salt == std::string(64, '0'));
    CHECK(sqlstate_of([] { parse_password("sha256|abc|def"); }) == "22023");
}

TEST_CASE("the password rule") {
    for (const auto* good : {"Secret123", "Aa345678", "Aa!#$%^&*()_+-1"}) CHECK_NOTHROW(check_password_rule(good));
    for (const auto* bad : {"Aa34567", "alllower1", "ALLUPPER1", "NoDigits!", "Has space1", "Has'quote1", "Has\"quote1",
                            "Has\\slash1", "Has/slash1", "Has@sign1", "H\u00e9llo1234"})
        CHECK(sqlstate_of([&] { check_password_rule(bad); }) == "22023");
    CHECK_NOTHROW(check_password_rule("Aa1" + std::string(61, 'x')));
    CHECK(sqlstate_of([] { check_password_rule("Aa1" + std::string(62, 'x')); }) == "22023");
}

TEST_CASE("VALID UNTIL") {
    CHECK_FALSE(parse_valid_until("infinity"));
    CHECK(parse_valid_until("1970-01-02") == 86'400'000'000);
    CHECK(parse_valid_until("1970-01-01 01:02:03.5") == 3'723'500'000);
    CHECK(parse_valid_until("1970-01-01 02:00+02") == 0);
    CHECK(parse_valid_until("1970-01-01T00:00:00Z") == 0);
    CHECK(parse_valid_until("1970-01-01 00:00:00-01:30") == 5'400'000'000);
    CHECK(sqlstate_of([] { parse_valid_until("2024-02-30"); }) == "22008");
    CHECK(sqlstate_of([] { parse_valid_until("2024-01-01 25:00"); }) == "22008");
    CHECK(sqlstate_of([] { parse_valid_until("2024-01-01 x"); }) == "22007");
    CHECK(sqlstate_of([] { parse_valid_until(""); }) == "22007");
}
