#include "tests/unit/catalog/functions/semantics_database.hpp"

#include <catch2/catch.hpp>

using redstart::catalog::SemanticsDatabase;

TEST_CASE("explicit casts cut to bytes at a character boundary") {
    SemanticsDatabase db;
    CHECK(db.call("rs_truncate_varchar", "'hello', 3") == "hel");
    CHECK(db.call("rs_truncate_varchar", "'héllo', 2") == "h");
    CHECK(db.call("rs_truncate_varchar", "'héllo', 3") == "hé");
    CHECK(db.call("rs_truncate_varchar", "'ab  ', 3") == "ab ");
    CHECK(db.call("rs_truncate_varchar", "NULL, 3") == "NULL");
    CHECK(db.call("rs_truncate_bpchar", "'ab   cd', 4") == "ab");
    CHECK(db.call("rs_truncate_bpchar", "'    ', 4") == "");
}

TEST_CASE("what a column of another size takes is not cut") {
    SemanticsDatabase db;
    CHECK(db.call("rs_fitting_varchar", "'hello', 5, 'no'") == "hello");
    CHECK(db.call("rs_fitting_varchar", "NULL, 1, 'no'") == "NULL");
    CHECK(db.call("rs_fitting_varchar", "'héll', 4, 'no'").find("no") != std::string::npos);
}

TEST_CASE("lengths are integers: characters, or bytes for octet_length") {
    SemanticsDatabase db;
    for (const auto* name : {"len", "length", "char_length", "character_length", "textlen"}) {
        CHECK(db.call(name, "'héllo'") == "5");
        CHECK(db.type("SELECT system.pg_catalog." + std::string(name) + "('a')") == "INTEGER");
    }
    CHECK(db.call("octet_length", "'héllo'") == "6");
    CHECK(db.call("len", "12345") == "5");
    CHECK(db.call("len", "NULL") == "NULL");
}

// A result of more than 65,535 bytes is refused before it is built: within one value the engine hears no interrupt.
TEST_CASE("text that grows is limited to 65535 bytes") {
    SemanticsDatabase db;
    const std::string refused = "54000 requested length too large: the result exceeds 65535 bytes";
    CHECK(db.call("repeat", "'abcdefgh', 500000000") == refused);
    CHECK(db.call("replicate", "'é', 32768") == refused);
    CHECK(db.call("lpad", "'a', 2000000000") == refused);
    CHECK(db.call("rpad", "'a', 65536, 'b'") == refused);
    CHECK(db.call("rpad", "'a', 40000, 'é'") == refused);
    CHECK(db.value("SELECT length(system.pg_catalog.repeat('a', 65535))") == "65535");
    CHECK(db.value("SELECT length(system.pg_catalog.lpad('', 65535))") == "65535");
}

TEST_CASE("repeating and padding agree with PostgreSQL") {
    SemanticsDatabase db;
    CHECK(db.call("repeat", "'ab', 3") == "ababab");
    CHECK(db.call("repeat", "'ab', 0") == "");
    CHECK(db.call("repeat", "'', 100000000") == "");
    CHECK(db.call("repeat", "'a', NULL") == "NULL");
    CHECK(db.call("lpad", "'abc', 5") == "  abc");
    CHECK(db.call("lpad", "'abc', 2") == "ab");
    CHECK(db.call("lpad", "'abc', 8, 'xy'") == "xyxyxabc");
    CHECK(db.call("rpad", "'abc', 7, 'éy'") == "abcéyéy");
    CHECK(db.call("rpad", "'abc', 8, ''") == "abc");
    CHECK(db.call("rpad", "'abc', -1, 'x'") == "");
}
