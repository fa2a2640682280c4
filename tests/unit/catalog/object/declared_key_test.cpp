#include "catalog/object/declared_key.hpp"

#include <catch2/catch.hpp>

using redstart::catalog::DeclaredKey;
using redstart::catalog::generated_name;
using redstart::catalog::key_tag;
using redstart::catalog::parse_key_tag;

TEST_CASE("the tag of a key") {
    CHECK(key_tag({'p', {"a", "b"}, {}, {}}) == "p:a,b");
    CHECK(key_tag({'u', {"a"}, {}, {}}) == "u:a");
    CHECK(key_tag({'f', {"a", "b"}, {"s", "t"}, {"x", "y"}}) == "f:a,b:s.t:x,y");
}

TEST_CASE("names with the separators in them come back") {
    const DeclaredKey key{'f', {"a,b", "c:d"}, {"s.t", "say \"hi\""}, {"x", "Y"}};
    const auto again = parse_key_tag(key_tag(key));
    REQUIRE(again);
    CHECK(again->type == 'f');
    CHECK(again->columns == key.columns);
    CHECK(again->target == key.target);
    CHECK(again->target_columns == key.target_columns);
}

TEST_CASE("a foreign key before its columns are known") {
    const auto key = parse_key_tag(key_tag({'f', {"a"}, {"t"}, {}}));
    REQUIRE(key);
    CHECK(key->target == std::vector<std::string>{"t"});
    CHECK(key->target_columns.empty());
}

TEST_CASE("what is no tag of a key") {
    for (const auto* text : {"", "p", "pp:a", "f:a", "f:a:t"}) CHECK_FALSE(parse_key_tag(text));
}

TEST_CASE("generated names") {
    CHECK(generated_name("t", {'p', {"a"}, {}, {}}) == "t_pkey");
    CHECK(generated_name("t", {'u', {"a", "b"}, {}, {}}) == "t_a_b_key");
    CHECK(generated_name("t", {'f', {"a"}, {}, {}}) == "t_a_fkey");
}
