#include "tests/unit/catalog/functions/semantics_database.hpp"

#include <catch2/catch.hpp>

using redstart::catalog::SemanticsDatabase;

TEST_CASE("dateadd gives a timestamp, of a time a time") {
    SemanticsDatabase db;
    CHECK(db.call("dateadd", "'month', 18, '2008-02-28'") == "2009-08-28 00:00:00");
    CHECK(db.call("dateadd", "'m', 30, '2008-02-28'") == "2008-02-28 00:30:00"); // m stands for minutes
    CHECK(db.call("dateadd", "'day', 30, DATE '2008-11-01'") == "2008-12-01 00:00:00");
    CHECK(db.call("dateadd", "'month', 1, TIMESTAMP '2008-01-31 10:00:00'") == "2008-02-29 10:00:00");
    CHECK(db.call("dateadd", "'year', 1, TIMESTAMP '2016-02-29'") == "2017-03-01 00:00:00");
    CHECK(db.call("dateadd", "'month', 12, TIMESTAMP '2016-02-29'") == "2017-02-28 00:00:00");
    CHECK(db.call("dateadd", "'QTRS', -1, TIMESTAMP '2008-05-31'") == "2008-02-29 00:00:00");
    CHECK(db.call("dateadd", "'hour', 12, TIME '13:24:55'") == "01:24:55");
    CHECK(db.call("dateadd", "'microsec', -1, DATE '2008-01-01'") == "2007-12-31 23:59:59.999999");
    CHECK(db.call("dateadd", "'day', NULL, DATE '2008-01-01'") == "NULL");
    CHECK(db.call("dateadd", "'furlong', 1, DATE '2008-01-01'") == "22023 timestamp units \"furlong\" not recognized");
    CHECK(db.call("dateadd", "'year', 1000000, DATE '2008-01-01'") == "22008 timestamp out of range");
    CHECK(db.call("dateadd", "'day', 9223372036854775807, DATE '2008-01-01'") == "22008 timestamp out of range");
}

TEST_CASE("datediff counts boundaries") {
    SemanticsDatabase db;
    CHECK(db.call("datediff", "'week', '2009-01-01', '2009-12-31'") == "52");
    CHECK(db.call("datediff", "'hour', '2023-01-01', '2023-01-03 05:04:03'") == "53");
    CHECK(db.call("datediff", "'year', DATE '2008-12-31', TIMESTAMP '2009-01-01'") == "1");
    CHECK(db.call("datediff", "'mon', DATE '2009-01-31', DATE '2008-12-01'") == "-1");
    CHECK(db.call("datediff", "'qtr', '2008-03-31', '2008-04-01'") == "1");
    CHECK(db.call("datediff", "'day', TIMESTAMP '2009-01-01 23:59:59', TIMESTAMP '2009-01-02 00:00:01'") == "1");
    CHECK(db.call("datediff", "'c', '2000-12-31', '2001-01-01'") == "1");
    CHECK(db.call("datediff", "'minute', TIME '10:59:59', TIME '11:00:00'") == "1");
    CHECK(db.type("SELECT system.pg_catalog.datediff('day', '2009-01-01', '2009-01-02')") == "BIGINT");
}

TEST_CASE("months") {
    SemanticsDatabase db;
    CHECK(db.call("add_months", "'2008-03-31', 1") == "2008-04-30 00:00:00");
    CHECK(db.call("add_months", "'2008-04-30', 1") == "2008-05-31 00:00:00");
    CHECK(db.call("add_months", "DATE '2008-03-15', -1") == "2008-02-15 00:00:00");
    CHECK(db.call("months_between", "'1969-01-18', '1969-03-18'") == "-2.0");
    CHECK(db.call("months_between", "'2014-09-30', '2014-08-31'") == "1.0");
    CHECK(db.value("SELECT round(system.pg_catalog.months_between('2008-12-25 15:00:00', '2008-01-21 19:30:00'), 2)") ==
          "11.12");
    CHECK(db.call("last_day", "TIMESTAMP '2008-02-10 10:00:00'") == "2008-02-29");
    CHECK(db.call("next_day", "'2014-08-20', 'Tuesday'") == "2014-08-26");
    CHECK(db.call("next_day", "'2014-08-20', 'We'") == "2014-08-27");
    CHECK(db.call("next_day", "'2014-08-20', 'T'") == "22023 invalid day of week: \"T\"");
    CHECK(db.call("trunc", "TIMESTAMP '2011-07-21 10:32:38.248109'") == "2011-07-21");
}

TEST_CASE("date_part is a double with the fraction of the second") {
    SemanticsDatabase db;
    CHECK(db.call("date_part", "'second', TIMESTAMP '2023-01-04 04:05:06.789'") == "6.789");
    CHECK(db.call("pgdate_part", "'microsecond', TIMESTAMP '2022-05-02 04:05:06.789'") == "789000.0");
    CHECK(db.call("date_part", "'w', '2022-05-02 04:05:06'") == "18.0");
    CHECK(db.call("date_part", "'dow', DATE '2022-05-02'") == "1.0");
    CHECK(db.call("date_part", "'epoch', TIMESTAMP '2022-05-02 00:00:00.5'") == "1651449600.5");
    CHECK(db.call("date_part", "'hrs', TIME '10:11:12'") == "10.0");
    CHECK(db.call("date_part", "'epoch', INTERVAL '1 year 2 days'") == "31730400.0");
}

TEST_CASE("extract gives the unit's own digits") {
    SemanticsDatabase db;
    CHECK(db.call("rs_extract", "'ms', TIMESTAMP '2009-09-09 12:08:43.101'") == "101");
    CHECK(db.call("rs_extract", "'sec', TIMESTAMP '2009-09-09 12:08:43.101'") == "43");
    CHECK(db.call("rs_extract", "'decade', TIMESTAMP '1999-02-16 20:38:40'") == "200");
    CHECK(db.call("rs_extract", "'decade', TIMESTAMP '2000-02-16 20:38:40'") == "201");
    CHECK(db.call("rs_extract", "'mil', TIMESTAMP '2000-12-16 12:21:13'") == "2");
    CHECK(db.call("rs_extract", "'mil', TIMESTAMP '2001-12-16 12:21:13'") == "3");
    CHECK(db.call("rs_extract_epoch", "'epoch', DATE '9999-12-31'") == "253402214400");
    CHECK(db.call("rs_extract", "'day', TIME '10:11:12'") == "22023 timestamp units \"day\" not supported");
    CHECK(db.call("date_part_year", "DATE '2009-09-09'") == "2009");
}

TEST_CASE("date_trunc is always a timestamp") {
    SemanticsDatabase db;
    CHECK(db.call("date_trunc", "'month', DATE '2020-04-30'") == "2020-04-01 00:00:00");
    CHECK(db.call("date_trunc", "'millennium', TIMESTAMP '2020-04-30 04:05:06.789'") == "2001-01-01 00:00:00");
    CHECK(db.call("date_trunc", "'week', TIMESTAMP '2022-04-30 04:05:06.789'") == "2022-04-25 00:00:00");
    CHECK(db.call("date_trunc", "'minute', '2022-04-30 04:05:06.789'") == "2022-04-30 04:05:00");
    CHECK(db.type("SELECT system.pg_catalog.date_trunc('day', DATE '2020-04-30')") == "TIMESTAMP");
}

// The engine's optimizer rewrites its own date_part and date_trunc; it must not take ours for them.
TEST_CASE("the functions keep their meaning over columns") {
    SemanticsDatabase db;
    const std::string days = " FROM (SELECT TIMESTAMP '2020-01-15 10:00:00' + to_days(x::int) AS d, "
                             "DATE '2020-01-15' + x::int AS e FROM range(100) t(x))";
    const std::string trunc = "system.pg_catalog.date_trunc";
    CHECK(db.value("SELECT count(*)" + days + " WHERE " + trunc + "('month', d) = TIMESTAMP '2020-02-01'") == "29");
    CHECK(db.value("SELECT count(*)" + days + " WHERE " + trunc + "('mon', e) = DATE '2020-02-01'") == "29");
    CHECK(db.value("SELECT count(*)" + days + " WHERE " + trunc + "('qtr', d) > TIMESTAMP '2020-01-01'") == "23");
    CHECK(db.value("SELECT sum(system.pg_catalog.date_part('decade', e))::int" + days) == "20300");
    CHECK(db.type("SELECT system.pg_catalog.date_part('year', d)" + days) == "DOUBLE");
    CHECK(db.value("SELECT min(system.pg_catalog.regexp_substr(d, '^[0-9]+'))" + days) == "2020");
}

TEST_CASE("comparisons of dates and timestamps") {
    SemanticsDatabase db;
    CHECK(db.call("date_cmp", "DATE '2008-01-01', '2008-01-04'") == "-1");
    CHECK(db.call("date_cmp", "'2008-01-04', '2008-01-04'") == "0");
    CHECK(db.call("date_cmp_timestamp", "DATE '2008-01-02', TIMESTAMP '2008-01-01 10:00:00'") == "1");
    CHECK(db.call("timestamp_cmp", "TIMESTAMP '2008-01-01', '2008-01-02'") == "-1");
    CHECK(db.call("timestamp_cmp_date", "TIMESTAMP '2008-01-01 10:00:00', DATE '2008-01-01'") == "1");
    CHECK(db.call("timestamptz_cmp", "TIMESTAMPTZ '2008-01-01 10:00:00+02', '2008-01-01 08:00:00+00'") == "0");
    CHECK(db.call("timestamptz_cmp_date", "TIMESTAMPTZ '2008-01-01 10:00:00+00', DATE '2008-01-01'") == "1");
    CHECK(db.call("interval_cmp", "INTERVAL '3 days', INTERVAL '1 year'") == "-1");
    CHECK(db.call("interval_cmp", "INTERVAL '30 days', INTERVAL '1 month'") == "0");
}

TEST_CASE("timestamptz values count as the session's local time") {
    SemanticsDatabase db;
    db.value("SET TimeZone='America/New_York'");
    CHECK(db.call("dateadd", "'hour', 1, TIMESTAMPTZ '2008-01-01 10:00:00+00'") == "2008-01-01 06:00:00");
    CHECK(db.call("date_part", "'hour', TIMESTAMPTZ '2008-01-01 10:00:00+00'") == "5.0");
    CHECK(db.value("SELECT system.pg_catalog.to_timestamp('2008-01-01 05:00', 'YYYY-MM-DD HH24:MI') = "
                   "TIMESTAMPTZ '2008-01-01 10:00:00+00'") == "true");
}

TEST_CASE("convert_timezone") {
    SemanticsDatabase db;
    CHECK(db.call("convert_timezone", "'America/New_York', TIMESTAMP '2008-01-01 10:00:00'") == "2008-01-01 05:00:00");
    CHECK(db.call("convert_timezone", "'America/New_York', 'Asia/Tokyo', TIMESTAMP '2008-07-01 10:00:00'") ==
          "2008-07-01 23:00:00");
}
