// What is masked in a statement before anybody is shown its text.
#include "sql/parse/shown_text.hpp"
#include "sql/parse/statement.hpp"

#include <catch2/catch.hpp>

using namespace redstart::sql;

namespace {

std::string shown(const std::string& sql) { return shown_text(split(sql).back()); }

} // namespace

TEST_CASE("every literal of a statement about users is masked, wherever the statement stands") {
    for (const std::string& statement :
         {std::string("create user u password 'Secret1234'"),
          std::string("ALTER USER u PASSWORD 'Secret1234'"),
          std::string("alter user u valid until '2030-01-01' password/*c*/ 'Secret1234'"),
          std::string("create user u passwrd 'Secret1234'"),
          std::string("alter user u password e'Secret1234'"),
          std::string("alter user u password $$Secret1234$$"),
          std::string("alter user u password U&'Secret1234'"),
          std::string("alter user u password md5('Secret1234')"),
          std::string("alter role u password 'Secret1234'"),
          std::string("create group g password 'Secret1234'"),
          std::string("alter user u password \"Secret1234\""),
          std::string("create user u password 'x' password 'Secret1234'"),
          std::string("alter user u password 'x''Secret1234'"),
          std::string("alter user u password Secret1234"),
          std::string("create user u createdb password Secret1234 createuser"),
          std::string("alter user u password x!Secret1234"),
          std::string("alter user u password 1Secret1234"),
          std::string("alter user u password 'x'Secret1234"),
          std::string("alter user u password 'x' Secret1234"),
          std::string("alter user u password /* a */ Secret1234"),
          std::string("alter user u password = Secret1234"),
          std::string("alter user u password $1 Secret1234"),
          std::string("alter user u passwrd Secret1234"),
          std::string("alter user u encrypted password Secret1234"),
          std::string("alter user u Secret1234"),
          std::string("create user u in group g, h password Secret1234"),
          std::string("alter user u password \"x\" \"Secret1234\""),
          std::string("alter user u password (Secret1234)"),
          std::string("alter user u set search_path to a, b password Secret1234"),
          std::string("alter user u password disable Secret1234"),
          std::string("creat user u password Secret1234"),
          std::string("alter user u password md5Secret1234"),
          std::string("alter user u password sha256|Secret1234")}) {
        for (const std::string& before :
             {std::string(), std::string("prepare p as "), std::string("prepare p (int, text) as "),
              std::string("explain "), std::string("explain verbose "), std::string("declare c cursor for "),
              std::string("explain prepare p as "), std::string("select 1; ")}) {
            INFO(before + statement);
            const auto text = shown(before + statement);
            CHECK(text.find("Secret1234") == std::string::npos);
            CHECK(text.find("'***'") != std::string::npos);
        }
    }
    CHECK(shown("create user \"Bob\" password 'x' in group g") == "create user \"Bob\" password '***' in group g");
    CHECK(shown("alter user u password Secret1234 createdb") == "alter user u password '***'");
    for (const char* sql :
         {"alter user u password disable", "create user u createdb nocreateuser connection limit 5",
          "alter user \"U\" set search_path to a, \"B\", c", "alter user u rename to v", "alter user u reset all",
          "alter user u set statement_timeout = 5", "alter group g add user u, v",
          "create user u in group g, h session timeout 60 syslog access unrestricted", "creat user u createdb"})
        CHECK(shown(sql) == sql);
    CHECK(shown("creat user u password 'Secret1234'") == "creat user u password '***'");
}

TEST_CASE("the secrets of COPY, UNLOAD and external schemas are masked, what they read is not") {
    CHECK(shown("copy t from 's3://b/k' credentials as 'aws_access_key_id=A;aws_secret_access_key=B' csv") ==
          "copy t from 's3://b/k' credentials as '***' csv");
    CHECK(shown("copy t from 's3://b/k' secret_access_key Secret1234 csv") ==
          "copy t from 's3://b/k' secret_access_key '***' csv");
    CHECK(shown("copy t from 's3://b/k' access_key_id 'A' secret_access_key 'B' delimiter '|'") ==
          "copy t from 's3://b/k' access_key_id '***' secret_access_key '***' delimiter '***'");
    CHECK(shown("unload ('select 1') to 's3://b/k' with credentials 'A'") ==
          "unload ('select 1') to 's3://b/k' with credentials '***'");
    CHECK(shown("create external schema s from postgres database 'd' uri 'h' secret_arn 'A'") ==
          "create external schema s from postgres database 'd' uri '***' secret_arn '***'");
}

TEST_CASE("other statements are shown as they are, but for a literal behind a secret's name") {
    for (const char* sql : {"select password from t where name = 'bob'", "insert into t (password) values ('x')",
                            "set query_group to 'x'", "copy t from 's3://b/k' csv", "prepare p as select 'x'",
                            "drop user bob", "select 'create user u password'", "begin"})
        CHECK(shown(sql) == sql);
    CHECK(shown("select 'x' password 'Secret1234'") == "select 'x' password '***'");
}
