#include "tests/unit/catalog/functions/semantics_database.hpp"

#include <catch2/catch.hpp>

using redstart::catalog::SemanticsDatabase;

namespace {

// The pattern of the documentation: words with a digit and a small letter.
const std::string kWords = "'passwd7 plain A1234 a1234', '(?=[^ ]*[a-z])(?=[^ ]*[0-9])[^ ]+'";

} // namespace

TEST_CASE("regexp_replace replaces every match") {
    SemanticsDatabase db;
    CHECK(db.call("regexp_replace", "'aXbX', 'X', '-'") == "a-b-");
    CHECK(db.call("regexp_replace", "'abc', 'b'") == "ac");
    CHECK(db.call("regexp_replace", "'the fox', 'FOX', 'quick brown fox', 1, 'i'") == "the quick brown fox");
    CHECK(db.call("regexp_replace", kWords + ", '[hidden]', 1, 'p'") == "[hidden] plain A1234 [hidden]");
    CHECK(db.call("regexp_replace", kWords + ", '[hidden]', 1, 'ip'") == "[hidden] plain [hidden] [hidden]");
    CHECK(db.call("regexp_replace", "'ab12', '([a-z]+)([0-9]+)', '$2-\\1'") == "12-ab");
    CHECK(db.call("regexp_replace", "'été', '.', '-', 2") == "é--");
    CHECK(db.call("regexp_replace", "'foo', 'o*', '#'") == "#f##");
    CHECK(db.call("regexp_replace", "'abc', 'x', '-', 9") == "abc");
    CHECK(db.call("regexp_replace", "NULL, 'x', '-'") == "NULL");
}

TEST_CASE("regexp_substr") {
    SemanticsDatabase db;
    CHECK(db.call("regexp_substr", "'sed@lacusUtnec.ca', '@[^.]*'") == "@lacusUtnec");
    CHECK(db.call("regexp_substr", kWords + ", 1, 2, 'p'") == "a1234");
    CHECK(db.call("regexp_substr", kWords + ", 1, 2, 'ip'") == "A1234");
    CHECK(db.call("regexp_substr",
                  "'This is a cat, this is a dog. This is a mouse.', 'this is a (\\w+)', 1, 2, 'ie'") == "dog");
    CHECK(db.call("regexp_substr", "'abc', 'z'") == "");
    CHECK(db.call("regexp_substr", "'abc', 'b', 9") == "");
    CHECK(db.call("regexp_substr", "'abc', 'b', 1, 0") == "NULL");
}

TEST_CASE("regexp_count and regexp_instr") {
    SemanticsDatabase db;
    CHECK(db.call("regexp_count", "'abcdefghijklmnopqrstuvwxyz', '[a-z]{3}'") == "8");
    CHECK(db.call("regexp_count", kWords + ", 1, 'ip'") == "3");
    CHECK(db.call("regexp_count", "'aaa', 'a', 3") == "1");
    CHECK(db.call("regexp_instr", "'The Home Depot Center', '[cC]ent(er|re)$'") == "16");
    CHECK(db.call("regexp_instr", kWords + ", 1, 2, 0, 'p'") == "21");
    CHECK(db.call("regexp_instr", "'éabc', 'b', 1, 1, 1") == "4");
    CHECK(db.call("regexp_instr", "'abc', 'b', 1, 0") == "0");
    CHECK(db.call("regexp_instr", "'Ünïcode', '\\w+'") == "1");
}

TEST_CASE("wrong patterns and patterns that would not end") {
    SemanticsDatabase db;
    CHECK(db.call("regexp_count", "'abc', '('").starts_with("2201B invalid regular expression"));
    CHECK(db.call("regexp_count", "'abc', 'b', 1, 'x'") == "22023 invalid regular expression parameter: \"x\"");
    CHECK(db.call("regexp_count", "system.pg_catalog.repeat('a', 40) || 'b', '(a*)*(a*)*(a*)*c'")
              .starts_with("2201B regular expression failed"));
}

TEST_CASE("patterns from a column") {
    SemanticsDatabase db;
    CHECK(db.value("SELECT string_agg(system.pg_catalog.regexp_substr(t, p), ',') FROM (VALUES ('abc', 'b'), "
                   "('abc', '[bc]+'), ('xyz', '.$')) v(t, p)") == "b,bc,z");
}
