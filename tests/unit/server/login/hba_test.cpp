// The rules of authentication: what matches, which rule wins, and where a mistake is said to be.
#include "server/login/hba.hpp"

#include <catch2/catch.hpp>

using namespace redstart::server;

namespace {

std::optional<AuthMethod> ask(const std::string& rules, const HbaClient& client) {
    return HbaRules::parse(rules).method_for(client);
}

bool lets_in(const std::string& fields, const HbaClient& client) {
    return ask("host " + fields + " trust", client) == AuthMethod::Trust;
}

std::string complaint(const std::string& rules) {
    try {
        HbaRules::parse(rules);
    } catch (const HbaError& error) { return error.what(); }
    return "none";
}

const HbaClient kAnn{.address = "10.1.2.3", .encrypted = false, .database = "dev", .user = "ann"};

} // namespace

TEST_CASE("no rule, no method") {
    CHECK(ask("", kAnn) == std::nullopt);
    CHECK(ask("# host all all all trust\n   \n\r\n", kAnn) == std::nullopt);
    CHECK(ask("host all bob all trust\n", kAnn) == std::nullopt);
}

TEST_CASE("the first rule that matches wins") {
    const std::string rules = "host all bob all trust\n"
                              "host dev ann all reject # not she\n"
                              "host all all all scram-sha-256";
    CHECK(ask(rules, kAnn) == AuthMethod::Reject);
    auto elsewhere = kAnn;
    elsewhere.database = "other";
    CHECK(ask(rules, elsewhere) == AuthMethod::Scram);
    CHECK(HbaRules::parse(rules).size() == 3);
}

TEST_CASE("every method") {
    CHECK(ask("host all all all md5", kAnn) == AuthMethod::Stored);
    CHECK(ask("host all all all digest", kAnn) == AuthMethod::Digest);
    auto encrypted = kAnn;
    encrypted.encrypted = true;
    CHECK(ask("hostssl all all all password", encrypted) == AuthMethod::Password);
    CHECK(ask("hostssl all all all cert", encrypted) == AuthMethod::Cert);
}

TEST_CASE("encryption") {
    auto encrypted = kAnn;
    encrypted.encrypted = true;
    CHECK(ask("hostssl all all all trust", kAnn) == std::nullopt);
    CHECK(ask("hostssl all all all trust", encrypted) == AuthMethod::Trust);
    CHECK(ask("hostnossl all all all trust", kAnn) == AuthMethod::Trust);
    CHECK(ask("hostnossl all all all trust", encrypted) == std::nullopt);
}

TEST_CASE("databases and users") {
    CHECK(lets_in("dev ann all", kAnn));
    CHECK(lets_in("other,dev bob, ann all", kAnn));
    CHECK_FALSE(lets_in("other,third ann all", kAnn));
    CHECK_FALSE(lets_in("DEV ann all", kAnn));
    CHECK_FALSE(lets_in("sameuser ann all", kAnn));
    auto same = kAnn;
    same.database = "ann";
    CHECK(lets_in("sameuser all all", same));
    CHECK_FALSE(lets_in("\"all\" ann all", kAnn)); // a database of that name
    auto odd = kAnn;
    odd.user = "a, b#c";
    CHECK(lets_in("all \"a, b#c\" all", odd));
}

// What PostgreSQL 15 does with the same lines (pg_hba_file_rules).
TEST_CASE("commas, quotes and continued lines are read as PostgreSQL reads them") {
    CHECK(lets_in("third,,dev ann all", kAnn));
    CHECK(lets_in(", dev , ann , all", kAnn)); // a comma behind a blank is one
    CHECK(lets_in("dev ann, all all", kAnn));
    CHECK(ask("host all ann all trust,", kAnn) == AuthMethod::Trust);
    CHECK(lets_in("d\"ev\" \"an\"n all", kAnn));
    CHECK(lets_in("\"dev\"\"\" ann all", kAnn));
    CHECK_FALSE(lets_in("\"al\"l ann all", kAnn)); // quoted from its first letter: a database of that name
    CHECK(lets_in("al\"l\" ann all", kAnn));
    CHECK(ask("host all \\\n  ann all \\\r\n trust", kAnn) == AuthMethod::Trust);
    CHECK(ask("# no rule \\\nhost all all all trust", kAnn) == std::nullopt);
    CHECK(complaint("host all \\\n ann all trust\nhost x") == "line 3, column 7: the user is missing");
    CHECK(complaint("host dev, ann, all trust") == "line 1, column 25: the address is missing"); // all one list
    CHECK(HbaRules::parse("hostssl all all all cert").uses(AuthMethod::Cert));
    CHECK_FALSE(HbaRules::parse("host all all all md5").uses(AuthMethod::Cert));
}

TEST_CASE("addresses") {
    CHECK(lets_in("all all 10.0.0.0/8", kAnn));
    CHECK(lets_in("all all 10.1.2.3/32", kAnn));
    CHECK_FALSE(lets_in("all all 10.1.2.4/32", kAnn));
    CHECK(lets_in("all all 10.1.2.2/31", kAnn));
    CHECK_FALSE(lets_in("all all 10.1.2.1/31", kAnn));
    CHECK(lets_in("all all 10.1.0.0 255.255.0.0", kAnn));
    CHECK_FALSE(lets_in("all all 10.2.0.0 255.255.0.0", kAnn));
    CHECK(lets_in("all all 0.0.0.0/0", kAnn));
    CHECK_FALSE(lets_in("all all ::/0", kAnn));
    auto six = kAnn;
    six.address = "2001:db8::17";
    CHECK(lets_in("all all 2001:db8::/32", six));
    CHECK(lets_in("all all 2001:db8:: ffff:ffff::", six));
    CHECK_FALSE(lets_in("all all 2001:db9::/32", six));
    auto mapped = kAnn;
    mapped.address = "::ffff:10.1.2.3";
    CHECK(lets_in("all all 10.0.0.0/8", mapped));
    auto local = kAnn;
    local.address = "[local]";
    CHECK_FALSE(lets_in("all all 0.0.0.0/0", local));
    CHECK(lets_in("all all all", local));
}

TEST_CASE("the machine itself and its networks") {
    auto local = kAnn;
    local.address = "127.0.0.1";
    CHECK(lets_in("all all samehost", local));
    CHECK(lets_in("all all samenet", local));
    local.address = "127.9.9.9"; // the loopback network is 127.0.0.0/8
    CHECK_FALSE(lets_in("all all samehost", local));
    CHECK(lets_in("all all samenet", local));
    for (const char* elsewhere : {"240.0.0.1", "2001:db8:ffff::7", "[local]"}) { // reserved: nobody's
        local.address = elsewhere;
        CHECK_FALSE(lets_in("all all samehost", local));
        CHECK_FALSE(lets_in("all all samenet", local));
    }
    CHECK(complaint("host all all \"samehost\" trust") ==
          "line 1, column 14: \"samehost\" is not an address; names of hosts are not supported");
}

TEST_CASE("mistakes name line and column") {
    CHECK(complaint("host all all all trust\nlocal all all trust") ==
          "line 2, column 1: the type must be host, hostssl or hostnossl, not \"local\"");
    CHECK(complaint("host all all 10.0.0.0/33 trust") ==
          "line 1, column 14: the number of network bits must be from 0 to 32");
    CHECK(complaint("host all all ::1/129 trust") ==
          "line 1, column 14: the number of network bits must be from 0 to 128");
    CHECK(complaint("host all all 10.0.0.1 255.0.255.0 trust") ==
          "line 1, column 23: \"255.0.255.0\" is not a mask for this address");
    CHECK(complaint("host all all 10.0.0.1 ffff:: trust") ==
          "line 1, column 23: \"ffff::\" is not a mask for this address");
    CHECK(complaint("host all all example.org trust") ==
          "line 1, column 14: \"example.org\" is not an address; names of hosts are not supported");
    CHECK(complaint("host all all all ident") == "line 1, column 18: the method must be trust, reject, md5, "
                                                 "scram-sha-256, digest, password or cert, not \"ident\"");
    CHECK(complaint("host all all all password") == "line 1, column 18: the method password needs the type hostssl");
    CHECK(complaint("host all all all cert") == "line 1, column 18: the method cert needs the type hostssl");
    CHECK(complaint("host all all all") == "line 1, column 17: the method is missing");
    CHECK(complaint("host all") == "line 1, column 9: the user is missing");
    CHECK(complaint("host all, # x") == "line 1, column 14: the user is missing");
    CHECK(complaint("host all \"ann all trust") == "line 1, column 10: the quoted name does not end");
    CHECK(complaint("host all +admins all trust") == "line 1, column 10: \"+admins\" is not supported: give names");
    CHECK(complaint("host all all all trust map=x") == "line 1, column 24: unexpected \"map=x\" behind the method");
}
