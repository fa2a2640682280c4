// The login: what counts when it ends, and what a start-up packet may say.
#include "tests/unit/server/session/session_client.hpp"

#include <catch2/catch.hpp>

using namespace redstart;
using namespace redstart::test;
using server::Session;

using Client = SessionClient;

TEST_CASE("what happens to a user during the exchange counts when it ends") {
    Client client(server::AuthMode::Password);
    client.users.add("md", 110).password.md5 = protocol::make_md5_password("Secret1pass", "md");
    // The right answer to the salt of the request.
    const auto answer_to = [&](const std::string& request) {
        const auto inner = protocol::make_md5_password("Secret1pass", "md").substr(3);
        return message('p', protocol::make_md5_password(inner, request.substr(request.size() - 4)) + '\0');
    };
    client.input.feed(startup_packet({{"user", "md"}, {"database", "dev"}}));
    while (client.session.step(client.input) == Session::Next::Continue) {}
    const auto request = client.output.take();
    REQUIRE(summary(request) == "R:5");
    const std::string wrong = "E:FATAL:28000:password authentication failed for user \"md\"";
    const std::string gone = "E:FATAL:28000:user \"md\" does not exist";
    auto& user = client.users.replace("md");
    SECTION("nothing") { CHECK(client.send(answer_to(request)).starts_with("R:0 ")); }
    SECTION("disabled") {
        user.password_disabled = true;
        CHECK(client.send(answer_to(request)) == wrong);
        CHECK(client.events == "initiating session;turn;authentication failure;");
    }
    SECTION("expired") {
        user.valid_until = 1;
        CHECK(client.send(answer_to(request)) == wrong);
    }
    SECTION("another password") {
        user.password.md5 = protocol::make_md5_password("Other1pass", "md");
        CHECK(client.send(answer_to(request)) == wrong);
    }
    SECTION("renamed, and its name taken") {
        client.users.rename("md", "moved");
        client.users.add("md", 111).superuser = true;
        CHECK(client.send(answer_to(request)) == gone);
    }
    SECTION("dropped, and its name taken") {
        client.users.add("md", 111).superuser = true;
        CHECK(client.send(answer_to(request)) == gone);
    }
    SECTION("limited") {
        user.connection_limit = 7;
        CHECK(client.send(answer_to(request)).starts_with("R:0 "));
        CHECK(client.admitted == 7);
    }
}

TEST_CASE("a start-up parameter whose value is none keeps its client out, after it has proved who it is") {
    Client client;
    const auto log_in_with = [&](const std::string& name, const std::string& value) {
        return client.send(startup_packet({{"user", "admin"}, {"database", "dev"}, {name, value}}));
    };
    SECTION("by itself") {
        CHECK(log_in_with("client_encoding", "bogus") ==
              "R:0 E:FATAL:22023:invalid value for parameter \"client_encoding\": \"bogus\"");
    }
    SECTION("in the options") {
        CHECK(log_in_with("options", "-c statement_timeout=abc") ==
              "R:0 E:FATAL:22023:invalid value for parameter \"statement_timeout\": \"abc\"");
    }
    SECTION("who it is") {
        CHECK(log_in_with("is_superuser", "on") == "R:0 E:FATAL:55P02:parameter \"is_superuser\" cannot be changed");
    }
    SECTION("a first value of the user's that fits no more") {
        client.users.user("admin").settings = {{"client_encoding", "bogus"}};
        CHECK(client.log_in().starts_with("R:0 S:"));
    }
}

TEST_CASE("a name that is too long is cut to 127 bytes, at a character") {
    Client client;
    const std::string cut = std::string(126, 'a');
    client.users.add(cut, 120);
    REQUIRE(client.log_in(cut + "\u00e4more").starts_with("R:0 "));
    REQUIRE(client.session.login().user_name == cut);
}
