#include "protocol/error.hpp"
#include "sql/settings/settings.hpp"
#include "sql/settings/settings_table.hpp"
#include "tests/support/printed_page.hpp"

#include <set>
#include <string>

#include <catch2/catch.hpp>

using namespace redstart::sql;
using redstart::protocol::SqlError;

namespace {

const TimeZones kZones({"Etc/GMT+7", "Europe/Paris", "UTC"});

ReportedChanges run(Settings& settings, std::string_view sql) { return settings.set(parse_set(split(sql).at(0))); }

std::string value(const Settings& settings, std::string_view name) { return settings.get(name).value_or("<none>"); }

struct Failure {
    std::string sqlstate;
    std::string message;
};
Failure failure_of(std::string_view sql) {
    Settings settings("admin", true, kZones);
    try {
        run(settings, sql);
    } catch (const SqlError& error) { return {error.sqlstate(), error.message()}; }
    return {"none", ""};
}

// The list of docs/sql.md.
std::string printed_table() {
    std::string text = "| setting | first value | effect | what it is |\n|---|---|---|---|\n";
    for (const auto& parameter : parameters()) {
        const char* effect = parameter.use == ParameterUse::Effective ? "yes"
                             : parameter.use == ParameterUse::Fixed   ? "cannot be set"
                                                                      : "none";
        text += "| " + std::string(parameter.name) + " | " + std::string(parameter.initial) + " | " + effect + " | " +
                std::string(parameter.description) + " |\n";
    }
    return text;
}

} // namespace

TEST_CASE("docs/sql.md lists the settings as they are declared") {
    redstart::test::check_printed("docs/sql.md", "| setting |", printed_table());
}

TEST_CASE("every initial value is a value its parameter accepts") {
    for (const auto& parameter : parameters()) {
        INFO(parameter.name);
        if (parameter.kind == ParameterKind::List) continue;
        CHECK(normalized(parameter, {std::string(parameter.initial)}, parameter.initial, kZones) == parameter.initial);
    }
}

TEST_CASE("the reported set in a cluster's order") {
    Settings settings("bob", false, kZones);
    const auto reported = settings.reported();
    REQUIRE(reported.size() == 16);
    CHECK(reported[0] == std::pair<std::string, std::string>("application_name", "unset"));
    CHECK(reported[2] == std::pair<std::string, std::string>("client_encoding", "UTF8"));
    CHECK(reported[3] == std::pair<std::string, std::string>("DateStyle", "ISO, MDY"));
    CHECK(reported[5] == std::pair<std::string, std::string>("is_superuser", "off"));
    CHECK(reported[7] == std::pair<std::string, std::string>("server_version", "8.0.2"));
    CHECK(reported[8] == std::pair<std::string, std::string>("session_authorization", "bob"));
    CHECK(reported[9] == std::pair<std::string, std::string>("TimeZone", "UTC"));
    for (const auto& [name, text] : reported) CHECK(find_parameter(name) != nullptr);
    settings.set_internal("session_id", "u-u-i-d");
    CHECK(settings.reported().back().second == "u-u-i-d");
}

TEST_CASE("start-up settings are taken leniently") {
    Settings settings("bob", false, kZones);
    settings.apply_startup({{"user", "bob"},
                            {"application_name", "psql"},
                            {"DateStyle", "ISO"},
                            {"client_encoding", "'utf-8'"},
                            {"driver_version", "x"},
                            {"extra_float_digits", "lots"},
                            {"TimeZone", "Mars/Olympus"},
                            {"server_version", "15"},
                            {"search_path", "a, \"B\""},
                            {"options", "-c statement_timeout=5s --query_group=my\\ group"}});
    CHECK(value(settings, "application_name") == "psql");
    CHECK(value(settings, "datestyle") == "ISO, MDY");
    CHECK(value(settings, "client_encoding") == "UTF8");
    CHECK(value(settings, "extra_float_digits") == "1");
    CHECK(value(settings, "timezone") == "UTC");
    CHECK(value(settings, "server_version") == "8.0.2");
    CHECK(value(settings, "search_path") == "a, \"B\"");
    CHECK(value(settings, "statement_timeout") == "5000");
    CHECK(value(settings, "query_group") == "my group");
    run(settings, "set application_name to 'other'");
    settings.reset("application_name");
    CHECK(value(settings, "application_name") == "psql");
}

TEST_CASE("SET normalizes values") {
    Settings settings("bob", false, kZones);
    const auto after = [&](std::string_view sql, std::string_view name) {
        run(settings, sql);
        return value(settings, name);
    };
    CHECK(after("set statement_timeout to '2min'", "statement_timeout") == "120000");
    CHECK(after("set statement_timeout = 10", "statement_timeout") == "10");
    CHECK(after("set enable_hashjoin to f", "enable_hashjoin") == "off");
    CHECK(after("set enable_hashjoin to 1", "enable_hashjoin") == "on");
    CHECK(after("set datestyle to iso, dmy", "datestyle") == "ISO, DMY");
    CHECK(after("set datestyle to 'ISO'", "datestyle") == "ISO, DMY");
    CHECK(after("set datestyle to german", "datestyle") == "German, DMY");
    CHECK(after("set datestyle to 'SQL, YMD'", "datestyle") == "SQL, YMD");
    CHECK(after("set datestyle to ymd, postgres", "datestyle") == "Postgres, YMD");
    CHECK(after("set datestyle to mdy, german", "datestyle") == "German, MDY");
    CHECK(after("set search_path to \"$user\", public, 'A b'", "search_path") == "\"$user\", public, \"A b\"");
    CHECK(after("set client_encoding to 'unicode'", "client_encoding") == "UTF8");
    CHECK(after("set default_transaction_isolation to 'Repeatable Read'", "default_transaction_isolation") ==
          "repeatable read");
    CHECK(after("set time zone 'utc'", "timezone") == "UTC");
    CHECK(after("set timezone to 'Europe/Paris'", "TimeZone") == "Europe/Paris");
    CHECK(after("set timezone to 'eUROPE/pARIS'", "TimeZone") == "Europe/Paris");
    CHECK(after("set timezone to 'etc/gmt+7'", "TimeZone") == "Etc/GMT+7");
    CHECK(after("set timezone to 'GMT-03:30'", "TimeZone") == "GMT-03:30");
    CHECK(after("set time zone -7", "timezone") == "Etc/GMT+7");
    CHECK(after("set time zone 5.5", "timezone") == "GMT+05:30");
    CHECK(after("set time zone interval '+00:00' hour to minute", "timezone") == "UTC");
    CHECK(after("set time zone interval '-03:00' hour to minute", "timezone") == "Etc/GMT+3");
    CHECK(after("set time zone default", "timezone") == "UTC");
    CHECK(after("set extra_float_digits = 3", "extra_float_digits") == "3");
    CHECK(after("set work_mem to '64MB'", "work_mem") == "65536");
}

TEST_CASE("wrong names and values have PostgreSQL's errors") {
    CHECK(failure_of("set nonsense to 1").sqlstate == "42704");
    CHECK(failure_of("set nonsense to 1").message == "unrecognized configuration parameter \"nonsense\"");
    CHECK(failure_of("set statement_timeout to 'x'").sqlstate == "22023");
    CHECK(failure_of("set statement_timeout to 'x'").message ==
          "invalid value for parameter \"statement_timeout\": \"x\"");
    CHECK(failure_of("set wlm_query_slot_count to 51").message ==
          "51 is outside the valid range for parameter \"wlm_query_slot_count\" (1 .. 50)");
    CHECK(failure_of("set enable_sort to maybe").message == "parameter \"enable_sort\" requires a Boolean value");
    CHECK(failure_of("set client_encoding to latin1").sqlstate == "22023");
    CHECK(failure_of("set server_version to '15'").sqlstate == "55P02");
    CHECK(failure_of("set server_version to '15'").message == "parameter \"server_version\" cannot be changed");
    CHECK(failure_of("set datestyle to x").sqlstate == "22023");
    CHECK(failure_of("set bytea_output to escape").sqlstate == "22023");
    CHECK(failure_of("set statement_timeout to 1, 2").message == "SET statement_timeout takes only one argument");
    CHECK(failure_of("set timezone to 'no where'").sqlstate == "22023");
    CHECK(failure_of("set timezone to 'No/Where'").message == "invalid value for parameter \"TimeZone\": \"No/Where\"");
    CHECK(failure_of("set timezone to 'GMT+99:00'").sqlstate == "22023");
    CHECK(failure_of("set statement_timeout to 99999999999999999999").sqlstate == "22023");
    CHECK(failure_of("set statement_timeout to '999999999d'").sqlstate == "22023");
}

TEST_CASE("a rollback undoes SET, a commit keeps it") {
    Settings settings("bob", false, kZones);
    run(settings, "set query_group to a");
    settings.rollback();
    CHECK(value(settings, "query_group") == "unset");
    run(settings, "set query_group to b");
    settings.commit();
    run(settings, "set query_group to c");
    settings.rollback();
    CHECK(value(settings, "query_group") == "b");
    settings.reset("query_group");
    CHECK(value(settings, "query_group") == "unset");
    settings.rollback();
    CHECK(value(settings, "query_group") == "b");
}

TEST_CASE("SET LOCAL ends with the transaction either way") {
    Settings settings("bob", false, kZones);
    run(settings, "set query_group to a");
    run(settings, "set local query_group to b");
    CHECK(value(settings, "query_group") == "b");
    settings.commit();
    CHECK(value(settings, "query_group") == "a");
    run(settings, "set local query_group to c");
    run(settings, "set query_group to d");
    CHECK(value(settings, "query_group") == "d");
    settings.commit();
    CHECK(value(settings, "query_group") == "d");
}

TEST_CASE("RESET ALL") {
    Settings settings("bob", false, kZones);
    run(settings, "set query_group to a");
    run(settings, "set my.variable to v");
    settings.commit();
    run(settings, "set local statement_timeout to 5");
    settings.reset("all");
    CHECK(value(settings, "query_group") == "unset");
    CHECK(value(settings, "statement_timeout") == "0");
    settings.commit();
    CHECK(value(settings, "query_group") == "unset");
}

TEST_CASE("changes of reported parameters are told") {
    Settings settings("bob", false, kZones);
    const ReportedChanges expected{{"application_name", "x"}};
    CHECK(run(settings, "set application_name to x") == expected);
    CHECK(run(settings, "set application_name to x").empty());
    CHECK(run(settings, "set query_group to x").empty());
    CHECK(settings.rollback() == ReportedChanges{{"application_name", "unset"}});
    CHECK(run(settings, "set local time zone 'GMT'") == ReportedChanges{{"TimeZone", "GMT"}});
    CHECK(settings.commit() == ReportedChanges{{"TimeZone", "UTC"}});
}

TEST_CASE("session context variables have two parts") {
    Settings settings("bob", false, kZones);
    CHECK_FALSE(settings.get("my.x"));
    CHECK_THROWS_AS(settings.show("my.x"), SqlError);
    run(settings, "set My.X to 'v'");
    CHECK(value(settings, "my.x") == "v");
    CHECK(settings.show("my.x").name == "my.x");
    settings.set_config("my.x", "w", true);
    CHECK(value(settings, "my.x") == "w");
    settings.commit();
    CHECK(value(settings, "my.x") == "v");
}

TEST_CASE("set_config takes a list as it is") {
    Settings settings("bob", false, kZones);
    settings.set_config("search_path", "a, b", false);
    CHECK(value(settings, "search_path") == "a, b");
}

TEST_CASE("SHOW") {
    Settings settings("bob", true, kZones);
    CHECK(settings.show("datestyle").name == "DateStyle");
    CHECK(settings.show("DATESTYLE").value == "ISO, MDY");
    CHECK(settings.show("is_superuser").value == "on");
    CHECK_THROWS_AS(settings.show("nonsense"), SqlError);
    CHECK(settings.show_all().size() == parameters().size());
}

TEST_CASE("standard_conforming_strings decides about backslashes") {
    Settings settings("bob", false, kZones);
    CHECK(settings.lex_options().backslash_escapes);
    run(settings, "set standard_conforming_strings to on");
    CHECK_FALSE(settings.lex_options().backslash_escapes);
}

TEST_CASE("the names clients set are known") {
    for (const auto* name : {"application_name",
                             "client_encoding",
                             "datestyle",
                             "timezone",
                             "extra_float_digits",
                             "intervalstyle",
                             "search_path",
                             "statement_timeout",
                             "lock_timeout",
                             "idle_in_transaction_session_timeout",
                             "transaction_isolation",
                             "default_transaction_isolation",
                             "default_transaction_read_only",
                             "standard_conforming_strings",
                             "client_min_messages",
                             "max_identifier_length",
                             "max_index_keys",
                             "server_version",
                             "server_encoding",
                             "integer_datetimes",
                             "is_superuser",
                             "session_authorization",
                             "role",
                             "readonly",
                             "query_group",
                             "enable_case_sensitive_identifier",
                             "password_encryption",
                             "lc_messages",
                             "bytea_output",
                             "escape_string_warning",
                             "wlm_query_slot_count",
                             "enable_result_cache_for_session",
                             "autocommit",
                             "describe_field_name_in_uppercase",
                             "json_serialization_enable",
                             "analyze_threshold_percent",
                             "transaction_read_only",
                             "row_security",
                             "synchronous_commit",
                             "ssl_renegotiation_limit",
                             "work_mem"}) {
        INFO(name);
        CHECK(find_parameter(name) != nullptr);
    }
    CHECK(find_parameter("server_version_num") == nullptr);
}

TEST_CASE("values and names are bounded") {
    Settings settings("bob", false, kZones);
    const auto set = [&](std::string_view name, std::string text) {
        return settings.set(name, {std::move(text)}, false);
    };
    const auto refused = [&](std::string_view name, std::string text) {
        try {
            set(name, std::move(text));
        } catch (const SqlError& error) { return error.sqlstate() + " " + error.message() + ": " + error.detail(); }
        return std::string("none");
    };
    set("application_name", std::string(5'000'000, 'x'));
    CHECK(value(settings, "application_name") == std::string(kLongestApplicationName, 'x'));
    std::string wide = "x";
    for (int i = 0; i < 200; ++i) wide += "é";
    set("application_name", wide);
    CHECK(value(settings, "application_name") == wide.substr(0, 249)); // whole characters only
    settings.apply_startup({{"application_name", std::string(9'000, 'y')}, {"query_group", std::string(20'000, 'y')}});
    settings.rollback();
    CHECK(value(settings, "application_name") == std::string(kLongestApplicationName, 'y'));
    CHECK(value(settings, "query_group") == "unset");

    CHECK(refused("query_group", std::string(kLongestValue, 'x')) == "none");
    const auto too_long =
        "22023 invalid value for parameter \"query_group\": A value may have 16384 bytes, this one has 16385.";
    CHECK(refused("query_group", std::string(kLongestValue + 1, 'x')) == too_long);
    CHECK(refused("search_path", std::string(5'000'000, 'x')).starts_with("22023 "));
    CHECK(refused("TimeZone", std::string(5'000'000, 'x')).size() < 200); // the value is not told again
    CHECK_THROWS_AS(settings.set_config("search_path", std::string(20'000, 'x'), false), SqlError);
    CHECK_THROWS_AS(settings.first_value({"query_group", {std::string(20000, 'x')}}), SqlError);
}

TEST_CASE("session context variables are bounded together") {
    Settings settings("bob", false, kZones);
    int kept = 0;
    std::string sqlstate;
    for (; kept < 1000 && sqlstate.empty(); ++kept) {
        try {
            settings.set("app.v" + std::to_string(kept), {std::string(10'000, 'x')}, false);
        } catch (const SqlError& error) { sqlstate = error.sqlstate(); }
    }
    CHECK(sqlstate == "53400");
    CHECK(kept - 1 == 26);
    settings.set("app.v1", {"short"}, false); // which makes room again
    settings.set("app.v99", {std::string(9'000, 'x')}, false);
    CHECK_THROWS_AS(settings.set("app." + std::string(300, 'x'), {"1"}, false), SqlError);
    settings.set("query_group", {std::string(10'000, 'x')}, false); // a parameter has its own room
}
