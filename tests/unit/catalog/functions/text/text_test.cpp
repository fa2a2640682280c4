#include "tests/unit/catalog/functions/semantics_database.hpp"

#include <catch2/catch.hpp>

using redstart::catalog::SemanticsDatabase;

TEST_CASE("substring counts positions before the text") {
    SemanticsDatabase db;
    CHECK(db.call("substring", "'catt', -1, 3") == "c");
    CHECK(db.call("substring", "'caterpillar', 0, 3") == "ca");
    CHECK(db.call("substr", "'caterpillar', 6, 4") == "pill");
    CHECK(db.call("substring", "'caterpillar', -5, 3") == "");
    CHECK(db.call("substring", "'héllo', 2, 3") == "éll");
    CHECK(db.call("substring", "'hello', 9223372036854775807, 9223372036854775807") == "");
    CHECK(db.call("substring", "'hello', 1, -1") == "22011 negative substring length not allowed");
    CHECK(db.call("substring", "12345, 2, 2") == "23");
}

TEST_CASE("parts of text") {
    SemanticsDatabase db;
    CHECK(db.call("left", "'héllo', 2") == "hé");
    CHECK(db.call("right", "'héllo', 4") == "éllo");
    CHECK(db.call("left", "'abc', -1") == "");
    CHECK(db.call("split_part", "'a,b,c', ',', 2") == "b");
    CHECK(db.call("split_part", "'a,b,c', ',', 4") == "");
    CHECK(db.call("split_part", "'a,b,c', ',', 0") == "22023 field position must be greater than zero");
    CHECK(db.call("split_part", "'a,b,c', ',', -1") == "22023 field position must be greater than zero");
    CHECK(db.call("btrim", "'  abc '") == "abc");
    CHECK(db.call("btrim", "'xyzaxyzbxyzcxyz', 'xyz'") == "axyzbxyzc");
    CHECK(db.call("btrim", "'éaé', 'é'") == "a");
}

TEST_CASE("positions are integers counted in characters") {
    SemanticsDatabase db;
    CHECK(db.call("strpos", "'dogfish', 'fish'") == "4");
    CHECK(db.call("charindex", "'fish', 'dogfish'") == "4");
    CHECK(db.call("charindex", "'q', 'dogfish'") == "0");
    CHECK(db.call("position", "'éfish', 'fish'") == "2");
    CHECK(db.call("octetindex", "'fish', 'éfish'") == "3");
    CHECK(db.type("SELECT system.pg_catalog.strpos('a', 'a')") == "INTEGER");
}

TEST_CASE("concat takes two arguments and NULL makes it NULL") {
    SemanticsDatabase db;
    CHECK(db.call("concat", "'a', 'b'") == "ab");
    CHECK(db.call("concat", "'a', NULL") == "NULL");
    CHECK(db.call("concat", "1, 'b'") == "1b");
    CHECK(db.call("concat", "'a', 'b', 'c'").find("No function matches") != std::string::npos);
}

TEST_CASE("comparisons by bytes") {
    SemanticsDatabase db;
    CHECK(db.call("bpcharcmp", "'a', 'a  '") == "0");
    CHECK(db.call("bpcharcmp", "'a', 'b'") == "-1");
    CHECK(db.call("bttext_pattern_cmp", "'b', 'B'") == "1");
}

TEST_CASE("initcap follows the documentation's examples") {
    SemanticsDatabase db;
    CHECK(db.call("initcap", "'MLB'") == "Mlb");
    CHECK(db.call("initcap", "'sodales@blanditviverraDonec.ca'") == "Sodales@Blanditviverradonec.Ca");
    CHECK(db.call("initcap", "'élan ÉTÉ ñandú ПРИВЕТ ωmega'") == "Élan Été Ñandú Привет Ωmega");
}

TEST_CASE("sounds and hashes") {
    SemanticsDatabase db;
    CHECK(db.call("soundex", "'AWS Amazon'") == "A252");
    CHECK(db.call("soundex", "'Ashcraft'") == "A261");
    CHECK(db.call("soundex", "'Pfister'") == "P236");
    CHECK(db.call("soundex", "'+-*/%'") == "");
    CHECK(db.call("difference", "'Amazon', '+-*/%'") == "0");
    CHECK(db.call("difference", "'Amazon', 'amason'") == "4");
    CHECK(db.call("crc32", "'Amazon Redshift'") == "f2726906"); // the documentation's value: CRC-32C
    CHECK(db.call("func_sha1", "'abc'") == "a9993e364706816aba3e25717850c26c9cd0d89d");
    CHECK(db.call("sha2", "'abc', 0") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(db.call("sha2", "'abc', 224") == "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7");
    CHECK(db.call("sha2", "'abc', 100") == "");
}

TEST_CASE("strtol") {
    SemanticsDatabase db;
    CHECK(db.call("strtol", "'0xf', 16") == "15");
    CHECK(db.call("strtol", "'abcd1234', 16") == "2882343476");
    CHECK(db.call("strtol", "'1234567', 8") == "342391");
    CHECK(db.call("strtol", "'-110101', 2") == "-53");
    CHECK(db.call("strtol", "'zz', 10") == "22P02 The input zz is not valid to be converted to base 10");
    CHECK(db.call("strtol", "'99999999999999999999', 10") == "22003 bigint out of range");
}

TEST_CASE("mathematics with Redshift's names") {
    SemanticsDatabase db;
    CHECK(db.call("dexp", "0") == "1.0");
    CHECK(db.call("dlog1", "1") == "0.0");
    CHECK(db.call("dlog10", "100") == "2.0");
    CHECK(db.call("dlog10", "0") == "2201E cannot take logarithm of zero");
    CHECK(db.call("cbrt", "27") == "3.0");
    CHECK(db.call("trunc", "110.28, 1") == "110.2");
}
