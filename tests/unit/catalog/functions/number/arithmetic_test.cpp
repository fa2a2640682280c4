#include "tests/unit/catalog/functions/semantics_database.hpp"

#include <catch2/catch.hpp>

using redstart::catalog::SemanticsDatabase;

TEST_CASE("division of integers truncates and keeps the wider type") {
    SemanticsDatabase db;
    CHECK(db.binary("/", "7", "2") == "3 INTEGER");
    CHECK(db.binary("/", "-7", "2") == "-3 INTEGER");
    CHECK(db.binary("/", "7::smallint", "2::smallint") == "3 SMALLINT");
    CHECK(db.binary("/", "7::smallint", "2") == "3 INTEGER");
    CHECK(db.binary("/", "7", "2::bigint") == "3 BIGINT");
    CHECK(db.binary("/", "5000000000", "2") == "2500000000 BIGINT");
    CHECK(db.binary("/", "NULL", "2") == "NULL INTEGER");
    CHECK(db.binary("/", "(-32768)::smallint", "(-1)::smallint") == "22003 smallint out of range");
}

TEST_CASE("division by zero is an error for every type") {
    SemanticsDatabase db;
    for (const auto* zero : {"0", "0.0", "0::bigint", "0::double", "0::float", "0::smallint"}) {
        CHECK(db.binary("/", "7", zero) == "22012 division by zero");
        CHECK(db.binary("%", "7", zero) == "22012 division by zero");
        CHECK(db.binary("mod", "7.5", zero) == "22012 division by zero");
    }
    CHECK(db.binary("/", "INTERVAL '1 day'", "0") == "22012 division by zero");
    CHECK(db.value("SELECT sum(system.pg_catalog.\"/\"(x, x - 3)) FROM range(5) t(x)") == "22012 division by zero");
}

// Precision and scale: Database Developer Guide, "Computations with numeric values".
TEST_CASE("division of numerics has Redshift's precision and scale") {
    SemanticsDatabase db;
    CHECK(db.binary("/", "7", "2.0") == "3.5000 DECIMAL(15,4)");
    CHECK(db.binary("/", "10.00::decimal(10,2)", "3.00::decimal(10,2)") == "3.33333333333 DECIMAL(21,11)");
    CHECK(db.binary("/", "2::decimal(18,0)", "3") == "0.66666666666 DECIMAL(29,11)");
    CHECK(db.binary("/", "10.00::decimal(38,2)", "3.00::decimal(38,2)") == "3.3333 DECIMAL(38,4)");
    CHECK(db.binary("/", "-10.00::decimal(38,2)", "3.00::decimal(38,2)") == "-3.3333 DECIMAL(38,4)");
    CHECK(db.binary("/", "2::decimal(38,37)", "3") == "0.6666666666666666666666666666666666666 DECIMAL(38,37)");
    CHECK(db.binary("/", "90000000000000000000000000000000000001::decimal(38,0)",
                    "30000000000000000000000000000000000007::decimal(38,0)") == "2.9999 DECIMAL(38,4)");
    CHECK(db.binary("/", "99999999999999999999999999999999999999::decimal(38,0)", "0.1::decimal(38,1)") ==
          "22003 Numeric data overflow (result precision)");
    CHECK(db.binary("/", "7.5", "2::double") == "3.75 DOUBLE");
    CHECK(db.binary("/", "7::float", "2") == "3.5 DOUBLE");
    CHECK(db.binary("/", "7::float", "2::float") == "3.5 FLOAT");
}

TEST_CASE("remainders take the sign of the dividend") {
    SemanticsDatabase db;
    CHECK(db.binary("%", "-7", "3") == "-1 INTEGER");
    CHECK(db.binary("mod", "7", "-3") == "1 INTEGER");
    CHECK(db.binary("mod", "7.5", "2") == "1.5 DECIMAL(11,1)");
    CHECK(db.binary("mod", "(-2147483647 - 1)::int", "-1") == "0 INTEGER");
    CHECK(db.binary("mod", "7.5::double", "2") == "1.5 DOUBLE");
}

TEST_CASE("sums and products of numerics have Redshift's precision and scale") {
    SemanticsDatabase db;
    CHECK(db.binary("+", "1.5::decimal(10,2)", "2.25::decimal(10,4)") == "3.7500 DECIMAL(13,4)");
    CHECK(db.binary("+", "999999999999999999::decimal(18,0)", "1::decimal(18,0)") ==
          "1000000000000000000 DECIMAL(19,0)");
    CHECK(db.binary("-", "1.5::decimal(38,10)", "2") == "-0.500000000 DECIMAL(38,9)");
    CHECK(db.binary("+", "99999999999999999999999999999999999999::decimal(38,0)", "1") ==
          "22003 Numeric data overflow (result precision)");
    CHECK(db.binary("+", "1000000000000000000000000000000::decimal(38,0)", "0.123456789::decimal(38,37)") ==
          "1000000000000000000000000000000.1234 DECIMAL(38,4)");
    CHECK(db.binary("*", "1.5::decimal(10,2)", "2.25::decimal(10,4)") == "3.375000 DECIMAL(21,6)");
    CHECK(db.binary("*", "123456789012.12::decimal(18,2)", "123456789012.12::decimal(18,2)") ==
          "15241578753183113565506.8944 DECIMAL(37,4)");
    CHECK(db.binary("*", "2::decimal(38,10)", "3::decimal(38,2)") == "6.0000 DECIMAL(38,4)");
    CHECK(db.binary("*", "1.5::decimal(38,20)", "1.5::decimal(38,20)") ==
          "22003 128 bit numeric data overflow (multiplication)");
}

TEST_CASE("what the engine's operators do besides numerics is kept") {
    SemanticsDatabase db;
    CHECK(db.binary("+", "1", "2") == "3 INTEGER");
    CHECK(db.binary("+", "32767::smallint", "1") == "32768 INTEGER");
    CHECK(db.binary("+", "1.5::float", "1") == "2.5 DOUBLE");
    CHECK(db.binary("-", "DATE '2020-01-01'", "DATE '2019-01-01'") == "365 INTEGER");
    CHECK(db.binary("+", "DATE '2020-01-01'", "3") == "2020-01-04 DATE");
    CHECK(db.binary("*", "INTERVAL '1 day'", "2") == "2 days INTERVAL");
    CHECK(db.call("-", "5.5") == "-5.5");
    CHECK(db.call("-", "5") == "-5");
}

TEST_CASE("text next to a number takes the number's type, text next to text is joined by +") {
    SemanticsDatabase db;
    CHECK(db.binary("/", "'7'", "2") == "3 INTEGER");
    CHECK(db.binary("/", "7", "'2'") == "3 INTEGER");
    CHECK(db.binary("+", "'1'", "2") == "3 INTEGER");
    CHECK(db.binary("*", "'7.25'", "2.0") == "14.500 DECIMAL(6,3)");
    CHECK(db.binary("+", "'CANCEL '", "17::varchar") == "CANCEL 17 VARCHAR");
    CHECK(db.binary("+", "'a'", "NULL::varchar") == "NULL VARCHAR");
}

TEST_CASE("an interval is divided as PostgreSQL divides it") {
    SemanticsDatabase db;
    CHECK(db.binary("/", "INTERVAL '1 month'", "3") == "10 days INTERVAL");
    CHECK(db.binary("/", "INTERVAL '10 hours'", "4.0") == "02:30:00 INTERVAL");
    CHECK(db.binary("/", "INTERVAL '1 year 1 day'", "2") == "6 months 12:00:00 INTERVAL");
}
