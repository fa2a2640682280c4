#include "protocol/pg_type.hpp"

#include <catch2/catch.hpp>

using namespace redstart::protocol;

TEST_CASE("types are found by OID and by both names", "[pg_type]") {
    static_assert(find_type(oid::kInt4)->name == "int4");
    static_assert(find_type("character varying")->oid == 1043);
    for (const auto& type : kPgTypes) {
        CHECK(find_type(type.oid) == &type);
        CHECK(find_type(type.name) == &type);
        CHECK(find_type(type.sql_name) == &type);
    }
    CHECK(find_type(0U) == nullptr);
    CHECK(find_type(9999U) == nullptr);
    CHECK(find_type("no_such_type") == nullptr);
}

TEST_CASE("arrays and elements point at each other", "[pg_type]") {
    for (const auto& type : kPgTypes) {
        if (type.array_oid != 0) {
            REQUIRE(find_type(type.array_oid) != nullptr);
            CHECK(find_type(type.array_oid)->element_oid == type.oid);
            CHECK(find_type(type.array_oid)->name == "_" + std::string(type.name));
        }
        if (type.element_oid != 0) CHECK(find_type(type.element_oid) != nullptr);
    }
}

TEST_CASE("the OIDs Redshift's drivers know", "[pg_type]") {
    const std::pair<std::string_view, std::uint32_t> known[] = {
        {"bool", 16},      {"bytea", 17},       {"char", 18},          {"name", 19},           {"int8", 20},
        {"int2", 21},      {"int2vector", 22},  {"int4", 23},          {"regproc", 24},        {"text", 25},
        {"oid", 26},       {"xid", 28},         {"oidvector", 30},     {"float4", 700},        {"float8", 701},
        {"abstime", 702},  {"unknown", 705},    {"_int2", 1005},       {"_int4", 1007},        {"_text", 1009},
        {"_oid", 1028},    {"aclitem", 1033},   {"_aclitem", 1034},    {"bpchar", 1042},       {"varchar", 1043},
        {"date", 1082},    {"time", 1083},      {"timestamp", 1114},   {"timestamptz", 1184},  {"interval", 1186},
        {"timetz", 1266},  {"numeric", 1700},   {"refcursor", 1790},   {"regprocedure", 2202}, {"regclass", 2205},
        {"regtype", 2206}, {"void", 2278},      {"hllsketch", 2935},   {"geometry", 3000},     {"super", 4000},
        {"varbyte", 6551}, {"_bool", 1000},     {"_name", 1003},       {"_varchar", 1015},     {"_int8", 1016},
        {"_float8", 1022}, {"geography", 3001}, {"intervaly2m", 1188}, {"intervald2s", 1190},
    };
    for (const auto& [name, number] : known) {
        INFO(name);
        REQUIRE(find_type(name) != nullptr);
        CHECK(find_type(name)->oid == number);
    }
}

TEST_CASE("format_type prints PostgreSQL's words", "[pg_type]") {
    CHECK(format_type(oid::kVarchar, length_typmod(30)) == "character varying(30)");
    CHECK(format_type(oid::kVarchar, -1) == "character varying");
    CHECK(format_type(oid::kBpchar, length_typmod(5)) == "character(5)");
    CHECK(format_type(oid::kBpchar, -1) == "bpchar");
    CHECK(format_type(oid::kBpchar) == "character");
    CHECK(format_type(oid::kBpcharArray, length_typmod(5)) == "character(5)[]");
    CHECK(format_type(oid::kNumeric, numeric_typmod(8, 2)) == "numeric(8,2)");
    CHECK(format_type(oid::kNumeric, numeric_typmod(38, 37)) == "numeric(38,37)");
    CHECK(format_type(oid::kNumeric, -1) == "numeric");
    CHECK(format_type(oid::kTimestamp, -1) == "timestamp without time zone");
    CHECK(format_type(oid::kTimestamp, 3) == "timestamp(3) without time zone");
    CHECK(format_type(oid::kTimestampTz, 0) == "timestamp(0) with time zone");
    CHECK(format_type(oid::kTime, 6) == "time(6) without time zone");
    CHECK(format_type(oid::kTimeTz) == "time with time zone");
    CHECK(format_type(oid::kInt4, -1) == "integer");
    CHECK(format_type(oid::kInt4Array, -1) == "integer[]");
    CHECK(format_type(oid::kChar, -1) == "\"char\"");
    CHECK(format_type(oid::kVarbyte, length_typmod(64)) == "binary varying(64)");
    CHECK(format_type(oid::kOidVector, -1) == "oidvector");
    CHECK(format_type(0, -1) == "-");
    CHECK(format_type(99999, 7) == "???");
}

TEST_CASE("format_type prints an interval's fields and precision", "[pg_type]") {
    CHECK(format_type(oid::kInterval, -1) == "interval");
    CHECK(format_type(oid::kInterval, 0x7FFF << 16 | 3) == "interval(3)");
    CHECK(format_type(oid::kInterval, 4 << 16 | 0xFFFF) == "interval year");
    CHECK(format_type(oid::kInterval, 6 << 16 | 0xFFFF) == "interval year to month");
    CHECK(format_type(oid::kInterval, (8 | 1024 | 2048 | 4096) << 16 | 3) == "interval day to second(3)");
    CHECK(format_type(oid::kInterval, 4096 << 16 | 2) == "interval second(2)");
}
