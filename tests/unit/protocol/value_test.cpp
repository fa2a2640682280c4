// Both value codecs against what PostgreSQL 15 sends and prints (value_expectations.hpp).
#include "protocol/value_binary.hpp"
#include "protocol/value_text.hpp"
#include "tests/unit/protocol/bytes.hpp"
#include "tests/unit/protocol/value_expectations.hpp"

#include <cmath>
#include <functional>
#include <span>

using namespace redstart::protocol;
using namespace redstart::protocol::testing;
using expectations::Expectation;

namespace {

// Parses each binary form, and writes it again as text and as binary.
template <typename Parse, typename Text, typename Binary>
void check_all(std::span<const Expectation> cases, Parse parse, Text text, Binary binary) {
    for (const auto& expected : cases) {
        INFO(expected.text);
        const auto field = unhex(expected.binary);
        const auto value = parse(field);
        WireWriter as_text;
        text(as_text, value);
        CHECK(as_text.view() == expected.text);
        WireWriter as_binary;
        binary(as_binary, value);
        CHECK(to_hex(as_binary.view()) == expected.binary);
    }
}

} // namespace

TEST_CASE("bool, integers and varbyte", "[value]") {
    check_all(expectations::kBool, parse_binary_bool, write_text_bool, write_binary_bool);
    check_all(expectations::kInt2, parse_binary_int2, write_text_int2, write_binary_int2);
    check_all(expectations::kInt4, parse_binary_int4, write_text_int4, write_binary_int4);
    check_all(expectations::kInt8, parse_binary_int8, write_text_int8, write_binary_int8);
    check_all(expectations::kVarbyte, parse_binary_bytea, write_text_varbyte, write_binary_bytea);
}

TEST_CASE("floats have PostgreSQL's shortest digits", "[value]") {
    check_all(expectations::kFloat4, parse_binary_float4, write_text_float4, write_binary_float4);
    check_all(expectations::kFloat8, parse_binary_float8, write_text_float8, write_binary_float8);
}

TEST_CASE("floats are rounded as PostgreSQL does when it shows fewer digits", "[value]") {
    const auto rounded = [](double value, unsigned digits) {
        WireWriter out;
        write_rounded_float8(out, value, digits);
        return std::string(out.view());
    };
    CHECK(rounded(0.1 + 0.2, 15) == "0.3");
    CHECK(rounded(-1e15, 15) == "-1e+15");
    CHECK(rounded(123456, 2) == "1.2e+05");
    CHECK(rounded(1e-5, 10) == "1e-05");
    CHECK(rounded(0, 1) == "0");
    CHECK(rounded(-INFINITY, 15) == "-Infinity");
    CHECK(rounded(NAN, 1) == "NaN");
    WireWriter single;
    write_rounded_float4(single, 1.0F / 3, 6);
    CHECK(single.view() == "0.333333");
}

TEST_CASE("numeric", "[value]") {
    check_all(
        expectations::kNumeric, parse_binary_numeric,
        [](WireWriter& out, Numeric value) { write_text_numeric(out, value.unscaled, value.scale); },
        [](WireWriter& out, Numeric value) { write_binary_numeric(out, value.unscaled, value.scale); });
}

TEST_CASE("dates, times and intervals", "[value]") {
    check_all(expectations::kDate, parse_binary_date, write_text_date, write_binary_date);
    check_all(expectations::kTime, parse_binary_time, write_text_time, write_binary_time);
    check_all(expectations::kTimetz, parse_binary_timetz, write_text_timetz, write_binary_timetz);
    check_all(expectations::kTimestamp, parse_binary_timestamp, write_text_timestamp, write_binary_timestamp);
    check_all(expectations::kInterval, parse_binary_interval, write_text_interval, write_binary_interval);
}

TEST_CASE("timestamptz is shown in the session's zone", "[value]") {
    const auto shown = [](std::int64_t micros, std::int32_t offset) {
        WireWriter out;
        write_text_timestamptz(out, micros, offset);
        return std::string(out.view());
    };
    // As PostgreSQL 15 with TimeZone UTC, Asia/Kolkata, America/New_York and (before 1937) Europe/Amsterdam.
    CHECK(shown(0, 0) == "1970-01-01 00:00:00+00");
    CHECK(shown(0, 19'800) == "1970-01-01 05:30:00+05:30");
    CHECK(shown(-1, -18'000) == "1969-12-31 18:59:59.999999-05");
    CHECK(shown(-2'208'988'800'000'000, 1'172) == "1900-01-01 00:19:32+00:19:32");
    CHECK(shown(-5'364'662'400'000'000, -17'762) == "1799-12-31 19:03:58-04:56:02");
    CHECK(shown(-63'517'780'800'000'000, 1'172) == "0044-03-15 12:19:32+00:19:32 BC");
    CHECK(shown(kTimestampInfinity, 3'600) == "infinity");
    CHECK(shown(-kTimestampInfinity, 3'600) == "-infinity");
    // The shift must not overflow at the end of the range.
    CHECK(shown(kTimestampInfinity - 1, 3'600) == "294247-01-10 05:00:54.775806+01");
}

TEST_CASE("the smallest value is -infinity, too", "[value]") {
    WireWriter out;
    write_text_date(out, std::numeric_limits<std::int32_t>::min());
    write_text_timestamp(out, std::numeric_limits<std::int64_t>::min());
    CHECK(out.view() == "-infinity-infinity");
    out.clear();
    write_binary_date(out, std::numeric_limits<std::int32_t>::min());
    write_binary_timestamp(out, std::numeric_limits<std::int64_t>::min());
    CHECK(to_hex(out.view()) == "800000008000000000000000");
}

TEST_CASE("dates that the wire cannot hold are refused", "[value]") {
    WireWriter out;
    CHECK(error_of([&] { write_binary_date(out, -kDateInfinity + 1); }).sqlstate() == "22008");
    CHECK(error_of([&] { write_binary_timestamp(out, -kTimestampInfinity + 1); }).sqlstate() == "22008");
    CHECK(out.size() == 0);
    CHECK(error_of([] { parse_binary_date(unhex("7ffffffe")); }).message() == "date out of range");
    CHECK(error_of([] { parse_binary_timestamp(unhex("7ffffffffffffffe")); }).message() == "timestamp out of range");
}

TEST_CASE("civil dates and days are each other's inverse", "[value]") {
    for (std::int64_t days = -3'000'000; days <= 4'000'000; days += 97) {
        const auto date = civil_from_days(days);
        REQUIRE(days_from_civil(date) == days);
        REQUIRE((date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31));
    }
    for (const std::int64_t days : {std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()})
        CHECK(days_from_civil(civil_from_days(days)) == days);
}

TEST_CASE("binary fields of the wrong size are refused", "[value]") {
    struct Parser {
        std::function<void(std::string_view)> parse;
        std::size_t size;
    };
    const Parser parsers[] = {{parse_binary_bool, 1},      {parse_binary_int2, 2},     {parse_binary_int4, 4},
                              {parse_binary_int8, 8},      {parse_binary_float4, 4},   {parse_binary_float8, 8},
                              {parse_binary_date, 4},      {parse_binary_time, 8},     {parse_binary_timetz, 12},
                              {parse_binary_timestamp, 8}, {parse_binary_interval, 16}};
    for (const auto& parser : parsers)
        for (const std::size_t size : {0U, 3U, 5U, 7U, 11U, 17U})
            CHECK(error_of([&] { parser.parse(std::string(size, '\0')); }).sqlstate() ==
                  (size < parser.size ? "08P01" : "22P03"));
}

TEST_CASE("times outside a day and offsets outside 16 hours are refused", "[value]") {
    CHECK(error_of([] { parse_binary_time(be(86'400'000'001, 8)); }).sqlstate() == "22008");
    CHECK(error_of([] { parse_binary_time(i32(-1) + i32(-1)); }).sqlstate() == "22008");
    CHECK(error_of([] { parse_binary_timetz(be(86'400'000'001, 8) + i32(0)); }).sqlstate() == "22008");
    CHECK(error_of([] { parse_binary_timetz(be(0, 8) + i32(57'600)); }).sqlstate() == "22009");
    CHECK(error_of([] { parse_binary_timetz(be(0, 8) + be(0x80000000, 4)); }).sqlstate() == "22009");
}

TEST_CASE("every length a numeric can have comes back", "[value]") {
    Int128 unscaled = 0;
    for (int digits = 1; digits <= kMaxNumericDigits; ++digits) {
        unscaled = unscaled * 10 + digits % 10;
        for (std::uint8_t scale = 0; scale <= kMaxNumericDigits; ++scale) {
            for (const Int128 value : {unscaled, -unscaled}) {
                WireWriter out;
                write_binary_numeric(out, value, scale);
                CHECK((parse_binary_numeric(out.view()) == Numeric{value, scale}));
            }
        }
    }
}

TEST_CASE("numeric fields that PostgreSQL refuses", "[value]") {
    const auto error = [](std::string_view hex) { return error_of([&] { parse_binary_numeric(unhex(hex)); }); };
    CHECK(error("0000000012340000").message() == "invalid sign in external \"numeric\" value");
    CHECK(error("0000000000004000").message() == "invalid scale in external \"numeric\" value");
    CHECK(error("00010000000000002710").message() == "invalid digit in external \"numeric\" value");
    CHECK(error("0002000000000000").message() == "invalid length in external \"numeric\" value");
    CHECK(error("00010000000000000001ff").message() == "invalid length in external \"numeric\" value");
    CHECK(error("0002000000000000000127ff").sqlstate() == "22P03");
}

TEST_CASE("numeric fields that cannot be held", "[value]") {
    const auto sqlstate = [](std::string_view hex) {
        return error_of([&] { parse_binary_numeric(unhex(hex)); }).sqlstate();
    };
    for (const auto* sign : {"c000", "d000", "f000"}) // NaN, Infinity, -Infinity
        CHECK(sqlstate(std::string("00000000") + sign + "0000") == "22003");
    CHECK(sqlstate("0001000a000000000001") == "22003"); // 10^40
    CHECK(sqlstate("00010009000000000064") == "22003"); // 10^38
    CHECK(sqlstate("00017fff000000000001") == "22003"); // 10^131068
    CHECK(sqlstate("00010000000000260001") == "22003"); // 1 with 38 digits behind the point
    CHECK(sqlstate("0001fff5000000300001") == "22003"); // 10^-44, all of it behind the 38th digit
    // A scale that is larger than what is there comes down to it; digits behind the scale are cut off.
    CHECK((parse_binary_numeric(unhex("000200000000003200011388")) == Numeric{15'000, 4}));
    CHECK((parse_binary_numeric(unhex("00020000000000020001270f")) == Numeric{199, 2}));
}
