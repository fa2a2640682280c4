// What a client may send in its start-up packet, and what keeps it out.
#include "protocol/error.hpp"
#include "sql/settings/startup_check.hpp"

#include <catch2/catch.hpp>

using namespace redstart;
using sql::TimeZones;

namespace {

std::string refusal(const std::string& name, const std::string& value) {
    const TimeZones zones({"Europe/Berlin", "Asia/Kolkata"});
    try {
        sql::check_startup_settings({{"application_name", "x"}, {name, value}}, zones);
    } catch (const protocol::SqlError& error) {
        CHECK(error.severity() == protocol::Severity::Fatal);
        return error.sqlstate() + " " + error.message();
    }
    return "";
}

} // namespace

TEST_CASE("values that are none keep a client out, in PostgreSQL's words") {
    CHECK(refusal("client_encoding", "bogus") == "22023 invalid value for parameter \"client_encoding\": \"bogus\"");
    CHECK(refusal("TimeZone", "bogus") == "22023 invalid value for parameter \"TimeZone\": \"bogus\"");
    CHECK(refusal("DateStyle", "bogus") == "22023 invalid value for parameter \"DateStyle\": \"bogus\"");
    CHECK(refusal("statement_timeout", "abc") == "22023 invalid value for parameter \"statement_timeout\": \"abc\"");
    CHECK(refusal("statement_timeout", "-5") ==
          "22023 -5 is outside the valid range for parameter \"statement_timeout\" (0 .. 2147483647)");
    CHECK(refusal("enable_seqscan", "perhaps") == "22023 parameter \"enable_seqscan\" requires a Boolean value");
    CHECK(refusal("is_superuser", "on") == "55P02 parameter \"is_superuser\" cannot be changed");
    CHECK(refusal("Session_Authorization", "admin") == "55P02 parameter \"session_authorization\" cannot be changed");
}

TEST_CASE("what drivers send lets them in") {
    for (const auto& [name, value] :
         std::vector<std::pair<std::string, std::string>>{{"client_encoding", "UTF8"},
                                                          {"client_encoding", "'utf-8'"}, // asyncpg
                                                          {"client_encoding", "UNICODE"},
                                                          {"client_encoding", "LATIN1"},
                                                          {"client_encoding", "windows-1252"},
                                                          {"client_encoding", "ISO-8859-1"},
                                                          {"client_encoding", "SQL_ASCII"},
                                                          {"DateStyle", "ISO"},
                                                          {"datestyle", "ISO, DMY"},
                                                          {"DateStyle", "German"},
                                                          {"TimeZone", "europe/berlin"},
                                                          {"TimeZone", "UTC"},
                                                          {"TimeZone", "GMT+05:30"},
                                                          {"TimeZone", "-7"},
                                                          {"extra_float_digits", "2"},
                                                          {"statement_timeout", "10000"},
                                                          {"statement_timeout", "10s"},
                                                          {"idle_in_transaction_session_timeout", "1min"},
                                                          {"IntervalStyle", "iso_8601"},
                                                          {"bytea_output", "escape"},
                                                          {"search_path", "a\"b"},
                                                          {"client_protocol_version", "x"},
                                                          {"plugin_name", "bogus"},
                                                          {"integer_datetimes", "on"}}) {
        INFO(name + "=" + value);
        CHECK(refusal(name, value).empty());
    }
    CHECK_NOTHROW(sql::check_startup_settings({{"TimeZone", "anywhere"}}, TimeZones()));
}
