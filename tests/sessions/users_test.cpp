// Users: their statements, and how they log in to a server with password authentication.
#include "tests/sessions/fixture.hpp"
#include "tests/support/raw_connection.hpp"
#include "tests/support/temporary_directory.hpp"

#include <fstream>
#include <memory>

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

constexpr const char* kAdminPassword = "Admin1234";

ServerProcess& guarded_server() {
    static const TemporaryDirectory directory;
    static ServerProcess process([] {
        const auto file = directory.file("password");
        std::ofstream(file) << kAdminPassword << '\n';
        return std::vector<std::string>{"--data-dir", ":memory:", "--auth", "password", "--password-file", file};
    }());
    return process;
}

Client login(const std::string& user, const std::string& password) {
    return Client(guarded_server(), {.user = user, .password = password, .database = "dev"});
}
Client admin() { return login("admin", kAdminPassword); }

// "SQLSTATE: message" of the refusal; empty when let in.
std::string refusal(const std::string& user, const std::string& password) {
    try {
        login(user, password);
        return {};
    } catch (const ConnectError& error) {
        std::string text = error.what();
        const auto fatal = text.find("FATAL:  ");
        if (fatal == std::string::npos) return text;
        text = text.substr(fatal + 8);
        return text.substr(0, text.find('\n'));
    }
}

std::string wrong_password(const std::string& user) {
    return "28000: password authentication failed for user \"" + user + "\"";
}

} // namespace

TEST_CASE("a clear password lets its user in by SCRAM, a wrong one does not") {
    auto superuser = admin();
    superuser.must("create user scram password 'Secret1234'");
    auto client = login("scram", "Secret1234");
    CHECK(client.must("select current_user").value() == "scram");
    CHECK(client.must("select usesuper from pg_user where usename = 'scram'").value() == "f");
    CHECK(refusal("scram", "Secret1235") == wrong_password("scram"));
    CHECK(refusal("admin", "x") == wrong_password("admin"));
}

TEST_CASE("an unknown user is refused with the words of a wrong password") {
    CHECK(refusal("nobody", "Secret1234") == wrong_password("nobody"));
}

TEST_CASE("a user stored with an md5 hash logs in") {
    auto superuser = admin();
    // md5 of "Secret1234md5user".
    superuser.must("create user md5user password 'md5908338330934c06e7cf5de6766d36b40'");
    CHECK(login("md5user", "Secret1234").must("select current_user").value() == "md5user");
    CHECK(refusal("md5user", "Secret1235") == wrong_password("md5user"));
}

TEST_CASE("PASSWORD DISABLE keeps a user out, a new password lets it in again") {
    auto superuser = admin();
    superuser.must("create user disabled password 'Secret1234'");
    superuser.must("alter user disabled password disable");
    CHECK(refusal("disabled", "Secret1234") == wrong_password("disabled"));
    superuser.must("alter user disabled password 'Other1234'");
    CHECK(refusal("disabled", "Secret1234") == wrong_password("disabled"));
    CHECK(refusal("disabled", "Other1234").empty());
}

TEST_CASE("VALID UNTIL in the past keeps a user out") {
    auto superuser = admin();
    superuser.must("create user expired password 'Secret1234' valid until '2001-01-01'");
    CHECK(refusal("expired", "Secret1234").starts_with("28000: "));
    superuser.must("alter user expired valid until 'infinity'");
    CHECK(refusal("expired", "Secret1234").empty());
}

// INF: PostgreSQL's text.
TEST_CASE("CONNECTION LIMIT counts a user's sessions") {
    auto superuser = admin();
    superuser.must("create user limited password 'Secret1234' connection limit 1");
    auto first = login("limited", "Secret1234");
    CHECK(refusal("limited", "Secret1234") == "53300: too many connections for user \"limited\"");
    terminate(superuser, first);
    REQUIRE(eventually([] { return refusal("limited", "Secret1234").empty(); }));
    superuser.must("alter user limited connection limit unlimited");
    auto second = login("limited", "Secret1234");
    CHECK(refusal("limited", "Secret1234").empty());
}

TEST_CASE("CREATEUSER makes a superuser, who may signal everyone") {
    auto superuser = admin();
    superuser.must("create user second_admin with password 'Secret1234' createuser");
    auto second = login("second_admin", "Secret1234");
    terminate(second, superuser);
    CHECK(superuser.closed());
    admin().must("alter user second_admin nocreateuser");
    auto third = login("second_admin", "Secret1234");
    CHECK(third.run("create user x password 'Secret1234'").sqlstate == "42501");
}

TEST_CASE("CREATE, ALTER and DROP USER check what they are given") {
    auto superuser = admin();
    superuser.must("create user checked with password 'Secret1234' createdb syslog access unrestricted "
                   "connection limit 5 session timeout 120 valid until '2999-12-31'");
    CHECK(superuser.run("create user checked password 'Secret1234'").sqlstate == "42710");
    CHECK(superuser.run("create user short password 'Ab1'").sqlstate == "22023");
    for (const auto* reserved : {"public", "\"none\"", "current_user", "session_user"})
        CHECK(superuser.run("create user " + std::string(reserved) + " password disable").sqlstate == "42939");
    CHECK(superuser.run("create user user password disable").sqlstate == "42601");
    CHECK(superuser.run("alter user checked rename to none").sqlstate == "42939");
    CHECK(superuser.run("create user twice password 'Secret1234' password 'Secret1234'").sqlstate == "42601");
    CHECK(superuser.run("alter user nobody password 'Secret1234'").sqlstate == "42704");
    CHECK(superuser.run("drop user nobody").sqlstate == "42704");
    CHECK(superuser.must("drop user if exists nobody").tag == "DROP USER");
    CHECK(superuser.must("alter user checked rename to renamed").tag == "ALTER USER");
    CHECK(refusal("renamed", "Secret1234").empty());
    CHECK(superuser.must("drop user renamed").tag == "DROP USER");
    CHECK(refusal("renamed", "Secret1234") == wrong_password("renamed"));
    CHECK(superuser.run("drop user admin").sqlstate == "55006");
}

TEST_CASE("a user changes its own password and nobody else's") {
    auto superuser = admin();
    superuser.must("create user own_password password 'Secret1234'");
    superuser.must("create user other_password password 'Secret1234'");
    auto client = login("own_password", "Secret1234");
    client.must("alter user own_password password 'Changed1234'");
    CHECK(refusal("own_password", "Changed1234").empty());
    CHECK(client.run("alter user other_password password 'Changed1234'").sqlstate == "42501");
    CHECK(client.run("create user by_plain password 'Secret1234'").sqlstate == "42501");
    CHECK(client.run("drop user other_password").sqlstate == "42501");
}

TEST_CASE("a user that a transaction makes logs in once it is committed") {
    auto superuser = admin();
    const std::string create = "create user user_ddl_user password 'Secret1234'";
    superuser.must("create table user_ddl (i int)");
    superuser.must("begin");
    superuser.must("insert into user_ddl values (1)");
    superuser.must(create);
    CHECK(refusal("user_ddl_user", "Secret1234") == wrong_password("user_ddl_user"));
    superuser.must("rollback");
    CHECK(refusal("user_ddl_user", "Secret1234") == wrong_password("user_ddl_user"));
    CHECK(superuser.must("select count(*) from user_ddl").value() == "0");
    superuser.must("begin");
    superuser.must(create);
    superuser.must("insert into user_ddl values (1)");
    superuser.must("commit");
    CHECK(refusal("user_ddl_user", "Secret1234").empty());
    CHECK(superuser.must("select count(*) from user_ddl").value() == "1");
}

TEST_CASE("passwords are shown nowhere") {
    auto superuser = admin();
    superuser.must("create user hidden password 'Topsecret99'");
    CHECK(superuser.must("select count(*) from stl_query where querytxt like '%Topsecret' || '99%'").value() == "0");
    CHECK(superuser.must("select count(*) from stv_recents where query like '%Topsecret' || '99%'").value() == "0");
    CHECK(superuser.must("select count(*) from stl_querytext where text like '%Topsecret' || '99%'").value() == "0");
    CHECK(superuser.must("select passwd from pg_user where usename = 'hidden'").value() == "********");
    for (const std::string& sql : {std::string("prepare hiding as alter user hidden password 'Topsecret99'"),
                                   std::string("explain alter user hidden password 'Topsecret99'"),
                                   std::string("declare hiding cursor for alter user hidden password 'Topsecret99'"),
                                   std::string("alter user hidden passwrd 'Topsecret99'")}) {
        superuser.must("begin"); // for the cursor
        CHECK(superuser.run(sql).sqlstate == "42601");
        superuser.must("rollback");
    }
    CHECK(superuser.must("select count(*) from stv_recents where query like '%Topsecret' || '99%'").value() == "0");
}

TEST_CASE("the verifier of an empty password is none, as in PostgreSQL") {
    auto superuser = admin();
    superuser.must("create user cleared password 'Secret1234'");
    superuser.must("alter user cleared password 'md5aecea52917270fa71748e3527a16116a'"); // md5 of "cleared"
    REQUIRE(superuser.notices().size() == 1);
    CHECK(superuser.notices()[0].message == "empty string is not a valid password, clearing password");
    CHECK(refusal("cleared", "") != "");
    CHECK(refusal("cleared", "Secret1234") == wrong_password("cleared"));
    CHECK(superuser.run("alter user cleared password ''").sqlstate == "22023"); // against Redshift's rule
}

TEST_CASE("a session in authentication is terminated") {
    auto superuser = admin();
    superuser.must("create user stalling password 'Secret1234'");
    RawConnection raw(guarded_server());
    raw.send(startup_packet({{"user", "stalling"}, {"database", "dev"}}));
    REQUIRE(raw.read(1) == "R"); // it asks for the password, and gets no answer
    std::string pid;
    REQUIRE(eventually([&] {
        const auto rows = superuser.must("select pid from stl_connection_log where trim(username) = 'stalling' and "
                                         "trim(event) = 'initiating session'");
        if (!rows.rows.empty()) pid = rows.value();
        return !pid.empty();
    }));
    CHECK(superuser.must("select pg_terminate_backend(" + pid + ")").value() == "1");
    auto rest = raw.read_to_end(5s);
    rest = rest.substr(rest.find('E'));
    CHECK(error_field(rest, 'S') == "FATAL");
    CHECK(error_field(rest, 'C') == "57P01");
    CHECK(error_field(rest, 'M') == "terminating connection due to administrator command");
    REQUIRE(eventually([&] { return superuser.must("select pg_terminate_backend(" + pid + ")").value() == "0"; }));
}

// What psql's \password sends after it has asked for password_encryption.
TEST_CASE("a SCRAM verifier is taken for a password") {
    auto superuser = admin();
    superuser.must("create user verified password 'Secret1234'");
    const std::unique_ptr<char, decltype(&PQfreemem)> verifier(
        PQencryptPasswordConn(superuser.native(), "another secret", "verified", nullptr), PQfreemem);
    REQUIRE(verifier);
    CHECK(std::string(verifier.get()).starts_with("SCRAM-SHA-256$"));
    superuser.must("alter user verified password '" + std::string(verifier.get()) + "'");
    CHECK(refusal("verified", "Secret1234") == wrong_password("verified"));
    CHECK(refusal("verified", "another secret").empty());
    CHECK(superuser
              .run("alter user verified password 'SCRAM-SHA-256$999999999:c2FsdA==$"
                   "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='")
              .sqlstate == "22023");
}

TEST_CASE("nobody locks everybody out") {
    auto superuser = admin();
    CHECK(superuser.run("alter user admin nocreateuser").message == "the last superuser must remain a superuser");
    const auto renamed = superuser.run("alter user admin rename to boss");
    CHECK(renamed.sqlstate == "0A000");
    CHECK(renamed.message == "session user cannot be renamed");
    superuser.must("create user deputy password 'Secret1234' createuser");
    login("deputy", "Secret1234").must("alter user admin nocreateuser");
    CHECK(login("deputy", "Secret1234").run("alter user deputy nocreateuser").sqlstate == "22023");
    login("deputy", "Secret1234").must("alter user admin createuser");
    superuser.must("alter user deputy nocreateuser");
}

} // namespace redstart::test
