#include "tests/unit/catalog/functions/semantics_database.hpp"

#include <catch2/catch.hpp>

using redstart::catalog::SemanticsDatabase;

namespace {

// The resolver's rewriting of sum(x) and avg(x).
std::string sum_of(const std::string& values) {
    return "SELECT system.pg_catalog.rs_sum_result(sum(x)) FROM (VALUES " + values + ") t(x)";
}
std::string average_of(const std::string& values) {
    return "SELECT system.pg_catalog.rs_avg_result(sum(x), count(x)) FROM (VALUES " + values + ") t(x)";
}

} // namespace

TEST_CASE("a sum of integers is a bigint") {
    SemanticsDatabase db;
    CHECK(db.value(sum_of("(1), (2), (NULL)")) == "3");
    CHECK(db.type(sum_of("(1), (2)")) == "BIGINT");
    CHECK(db.value(sum_of("(NULL::int)")) == "NULL");
    CHECK(db.value(sum_of("(9223372036854775807), (1)")) == "22003 bigint out of range");
    CHECK(db.value(sum_of("(-9223372036854775807), (-1)")) == "-9223372036854775808");
}

TEST_CASE("a sum of other numbers keeps the engine's type") {
    SemanticsDatabase db;
    CHECK(db.value(sum_of("(1.50::decimal(10,2)), (2.25)")) == "3.75");
    CHECK(db.type(sum_of("(1.50::decimal(10,2))")) == "DECIMAL(38,2)");
    CHECK(db.type(sum_of("(1.5::double)")) == "DOUBLE");
    CHECK(db.type(sum_of("(1.5::float)")) == "DOUBLE");
}

TEST_CASE("an average of integers is a bigint truncated toward zero") {
    SemanticsDatabase db;
    CHECK(db.value(average_of("(1), (2), (2)")) == "1");
    CHECK(db.value(average_of("(-1), (-2), (-2)")) == "-1");
    CHECK(db.type(average_of("(1)")) == "BIGINT");
    CHECK(db.value(average_of("(NULL::int)")) == "NULL");
    CHECK(db.value(average_of("(9223372036854775807), (9223372036854775807)")) == "9223372036854775807");
}

TEST_CASE("an average of numerics keeps the scale with 38 digits") {
    SemanticsDatabase db;
    CHECK(db.value(average_of("(1.55), (2.00)")) == "1.77");
    CHECK(db.value(average_of("(-1.55), (-2.00)")) == "-1.77");
    CHECK(db.type(average_of("(1.5::decimal(5,2))")) == "DECIMAL(38,2)");
    CHECK(db.value(average_of("(1.5::double), (2)")) == "1.75");
}

TEST_CASE("the rewritten aggregates work as windows") {
    SemanticsDatabase db;
    CHECK(db.value("SELECT string_agg(a::varchar, ',' ORDER BY x) FROM (SELECT x, system.pg_catalog.rs_avg_result("
                   "sum(x) OVER (ORDER BY x), count(x) OVER (ORDER BY x)) AS a FROM range(5) t(x))") == "0,0,1,1,2");
}
