#include "tests/unit/catalog/functions/semantics_database.hpp"

#include <catch2/catch.hpp>

using redstart::catalog::SemanticsDatabase;

namespace {

struct Printed {
    const char* value;
    const char* format;
    const char* text;
};

void check_printed(std::initializer_list<Printed> cases) {
    SemanticsDatabase db;
    for (const auto& expected : cases) {
        CAPTURE(expected.value, expected.format);
        CHECK(db.call("to_char", std::string(expected.value) + ", '" + expected.format + "'") == expected.text);
    }
}

} // namespace

// The documentation's examples and, for the rest, what PostgreSQL 15 prints.
TEST_CASE("to_char of timestamps") {
    check_printed({
        {"TIMESTAMP '2009-12-31 23:15:59'", "MONTH-DY-DD-YYYY HH12:MIPM", "DECEMBER -THU-31-2009 11:15PM"},
        {"TIMESTAMP '2009-12-31 23:15:59'", "DDD", "365"},
        {"TIMESTAMP '2022-05-16 23:15:59'", "ID", "1"},
        {"DATE '2009-12-31'", "MONTH", "DECEMBER "},
        {"TIMESTAMP '2008-01-25 14:30:00'", "MON-DD-YYYY HH12:MIPM", "JAN-25-2008 02:30PM"},
        {"TIMESTAMP '2009-12-31 03:05:09.25'", "FMDay FMDD FMMonth YY HH24:FMMI:SS.MS US",
         "Thursday 31 December 09 03:5:09.250 250000"},
        {"TIMESTAMP '2008-02-18 02:36:48'", "cc Q W WW IW IYYY J SSSS", "21 1 3 07 08 2008 2454515 9408"},
        {"TIMESTAMP '2008-02-03 00:00:00'", "DDth FMDDTH rm FMRM a.m. BC", "03rd 3RD ii   II a.m. AD"},
        {"TIMESTAMP '2008-02-03 00:00:00'", "\"Year\" Y,YYY \"YYYY\" D HH", "Year 2,008 YYYY 1 12"},
    });
}

TEST_CASE("to_char of numbers") {
    check_printed({
        {"-125.8", "999D99S", "125.80-"},
        {"-125.88", "$S999D99", "$-125.88"},
        {"-125.88", "$999D99PR", "$<125.88>"},
        {"125", "RN", "           CXXV"},
        {"618.80", "rn", "          dcxix"},
        {"618.80", "l99999D99", "$   618.80"},
        {"0.1", "99.99", "   .10"},
        {"0", "9.9", "  .0"},
        {"0.1", "0.99", " 0.10"},
        {"12", "0999", " 0012"},
        {"-12", "9999", "  -12"},
        {"485", "999th", " 485th"},
        {"1234567.891", "9,999,999.99", " 1,234,567.89"},
        {"12", "9,999", "    12"},
        {"999.995", "999.99", " ###.##"},
        {"12.5", "FM999.99", "12.5"},
        {"12.0", "FM999.99", "12."},
        {"-5", "999MI", "  5-"},
        {"5", "SG999", "+  5"},
        {"1e20::double", "FM999999999999999999999", "100000000000000000000"},
        {"-0.004", "FM990.99", "0."},
    });
}

TEST_CASE("formats that make no sense are refused") {
    SemanticsDatabase db;
    CHECK(db.call("to_char", "1, '9.9.9'") == "42601 multiple decimal points");
    CHECK(db.call("to_char", "1, 'S9PR'") == "42601 cannot use two signs in a number format");
    CHECK(db.call("to_char", "1, '9EEEE'").starts_with("0A000"));
    CHECK(db.call("to_char", "TIMESTAMPTZ '2009-12-31 23:15:59+00', 'HH24 TZ OF'") == "23 UTC +00");
    CHECK(db.call("to_char", "TIMESTAMPTZ '2009-12-31 23:15:59+00', 'HH24'") == "23");
}

TEST_CASE("to_date") {
    SemanticsDatabase db;
    CHECK(db.call("to_date", "'02 Oct 2001', 'DD Mon YYYY'") == "2001-10-02");
    CHECK(db.call("to_date", "'20010631', 'YYYYMMDD'") == "2001-07-01");
    CHECK(db.call("to_date", "'20010631', 'YYYYMMDD', FALSE") == "2001-07-01");
    CHECK(db.call("to_date", "'20010631', 'YYYYMMDD', TRUE") ==
          "22008 date/time field date value out of range: 2001-6-31");
    CHECK(db.call("to_date", "'3/7/99', 'MM/DD/YY'") == "1999-03-07");
    CHECK(db.call("to_date", "'December 31, 2009', 'Month DD, YYYY'") == "2009-12-31");
    CHECK(db.call("to_date", "'2009-365', 'YYYY-DDD'") == "2009-12-31");
    CHECK(db.call("to_date", "'2009-53-4', 'IYYY-IW-ID'") == "2009-12-31");
    CHECK(db.call("to_date", "'44 BC', 'YYYY BC'") == "0044-01-01 (BC)");
    CHECK(db.call("to_date", "'hello', 'YYYY'") == "22007 invalid value \"hello\" for format \"YYYY\"");
}

TEST_CASE("to_timestamp") {
    SemanticsDatabase db;
    CHECK(db.call("to_timestamp", "'2017', 'YYYY'") == "2017-01-01 00:00:00+00");
    CHECK(db.call("to_timestamp", "'2011-12-18 24:38:15', 'YYYY-MM-DD HH24:MI:SS'") == "2011-12-19 00:38:15+00");
    CHECK(db.call("to_timestamp", "'2011-12-18 24:38:15', 'YYYY-MM-DD HH24:MI:SS', TRUE") ==
          "22008 date/time field time value out of range: 24:38:15.0");
    CHECK(db.call("to_timestamp", "'05 Dec 2000 11:30 pm', 'DD Mon YYYY HH12:MI PM'") == "2000-12-05 23:30:00+00");
    CHECK(db.call("to_timestamp", "'20001205101112.25', 'YYYYMMDDHH24MISS.US'") == "2000-12-05 10:11:12.25+00");
}

TEST_CASE("to_number has the scale of its format") {
    SemanticsDatabase db;
    CHECK(db.call("to_number", "'12,454.8-', '99G999D9S'") == "-12454.8");
    CHECK(db.call("to_number", "'$ 12,454.88', 'L 99G999D99'") == "12454.88");
    CHECK(db.call("to_number", "'12.345', '99D999'") == "12.345");
    CHECK(db.type("SELECT system.pg_catalog.to_number('12.345', '99D999')") == "DECIMAL(5,3)");
    CHECK(db.call("to_number", "'abc', '999'") == "22P02 invalid input syntax for numeric: \"abc\"");
    CHECK(db.call("to_number", "NULL, '999'") == "NULL");
}
