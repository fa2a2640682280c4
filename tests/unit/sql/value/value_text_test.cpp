// What the differential test (tests/sql/casts_test.sh) cannot ask PostgreSQL: Redshift's own limits and internal forms.
#include "protocol/error.hpp"
#include "sql/value/datetime_input.hpp"
#include "sql/value/number_input.hpp"

#include <catch2/catch.hpp>

namespace redstart::sql {
namespace {

template <typename Call> std::string sqlstate_of(Call call) {
    try {
        call();
    } catch (const protocol::SqlError& error) { return error.sqlstate(); }
    return "";
}

} // namespace

TEST_CASE("a numeric parameter keeps the digits it is written with") {
    CHECK(decimal_from_text("1.50").scale == 2);
    CHECK(decimal_from_text("0.00").scale == 2);
    CHECK(decimal_from_text("1.5e3").scale == 0);
    CHECK(decimal_from_text("1.5e-3").scale == 4);
    CHECK(decimal_from_text("12").scale == 0);
    CHECK(decimal_from_text("1.50").unscaled(38, 2) == 150);
    CHECK(decimal_from_text("-1.5e-3").unscaled(38, 4) == -15);
}

TEST_CASE("numeric has 38 digits and no NaN") {
    CHECK(sqlstate_of([] { decimal_from_text("NaN"); }) == "22P02");
    CHECK(sqlstate_of([] { decimal_from_text(std::string(39, '9')).unscaled(38, 0); }) == "22003");
    CHECK(decimal_from_text(std::string(38, '9')).unscaled(38, 0) > 0);
    CHECK(decimal_from_text("1e-9999999999").unscaled(38, 10) == 0);
    CHECK(sqlstate_of([] { decimal_from_text("1e9999999999").unscaled(38, 10); }) == "22003");
}

TEST_CASE("words for the current time are not read") {
    for (const auto* word : {"now", "today", "tomorrow", "yesterday"})
        CHECK(sqlstate_of([&] { datetime_from_text(word, "timestamp"); }) == "22007");
}

TEST_CASE("a day of the year before Christ is counted in that year") {
    CHECK(datetime_from_text("2020.300 BC", "date").days == datetime_from_text("2020-10-27 BC", "date").days);
    CHECK(datetime_from_text("0001-153 BC", "date").days == datetime_from_text("0001-06-01 BC", "date").days);
    CHECK(datetime_from_text("2024-366", "date").days == datetime_from_text("2024-12-31", "date").days);
    CHECK(sqlstate_of([] { datetime_from_text("2023.366", "date"); }) == "22008");
    CHECK(sqlstate_of([] { datetime_from_text("2024.366 BC", "date"); }) == "22008");
    CHECK(sqlstate_of([] { datetime_from_text("2024.000", "date"); }) == "22008");
}

TEST_CASE("dates end where Redshift's do") {
    CHECK(datetime_from_text("294276-12-31", "date").days);
    CHECK(sqlstate_of([] { datetime_from_text("294277-01-01", "date"); }) == "22008");
    CHECK(sqlstate_of([] { datetime_from_text("4714-01-01 BC", "date"); }) == "22008");
}

TEST_CASE("intervals keep every microsecond") {
    CHECK(interval_from_text("2562047788:00:54.775807").micros == INT64_MAX);
    CHECK(interval_from_text("10:30.5").micros == 630'500'000); // minutes and seconds, as in PostgreSQL
    CHECK(interval_from_text("-1:02.5 ago").micros == 62'500'000);
    CHECK(interval_from_text("10:59:60").micros == 39'600'000'000);
    CHECK(sqlstate_of([] { interval_from_text("70:30.5"); }) == "22015");
    CHECK(sqlstate_of([] { interval_from_text("1:59:61"); }) == "22015");
    CHECK(sqlstate_of([] { interval_from_text("3000000000 hours"); }) == "22015");
    CHECK(sqlstate_of([] { interval_from_text("200000000 years"); }) == "22015");
    const std::vector<char> no_terminator = {'P', '1'}; // whoever reads beyond it is caught by the address sanitizer
    CHECK(sqlstate_of([&] { interval_from_text({no_terminator.data(), no_terminator.size()}); }) == "22007");
}

} // namespace redstart::sql
