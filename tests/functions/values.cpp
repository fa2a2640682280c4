#include "tests/functions/values.hpp"

#include <map>

namespace redstart::test {
namespace {

constexpr std::string_view kIntegers[] = {"0",
                                          "1",
                                          "-1",
                                          "2",
                                          "3",
                                          "7",
                                          "-5",
                                          "12",
                                          "31",
                                          "32",
                                          "63",
                                          "64",
                                          "100",
                                          "1000",
                                          "255",
                                          "32767",
                                          "-32768",
                                          "65535",
                                          "65536",
                                          "1114112",
                                          "55296",
                                          "2147483647",
                                          "-2147483648",
                                          "2147483648",
                                          "4294967296",
                                          "999999999999",
                                          "9223372036854775807",
                                          "(-9223372036854775807-1)",
                                          "9223372036854775807::bigint",
                                          "1::smallint",
                                          "(-32768)::smallint",
                                          "5::int",
                                          "null::bigint",
                                          "null::int"};

constexpr std::string_view kNumerics[] = {"0.0",
                                          "1.5",
                                          "-1.5",
                                          "0.5",
                                          "99999999999999999999999999999999999999",
                                          "-99999999999999999999999999999999999999",
                                          "0.00000000000000000000000000000000000001",
                                          "'0.1'::numeric(38,38)",
                                          "12345678.9012",
                                          "-0.0001",
                                          "999999999999999999.9",
                                          "null::numeric(10,2)",
                                          "'1e30'::numeric(38,0)",
                                          "123456789012345678.5::numeric(38,10)"};

constexpr std::string_view kFloats[] = {"0::float8",
                                        "'-0'::float8",
                                        "1.5::float8",
                                        "-1::float8",
                                        "1e308::float8",
                                        "-1e308::float8",
                                        "5e-324::float8",
                                        "'NaN'::float8",
                                        "'Infinity'::float8",
                                        "'-Infinity'::float8",
                                        "9007199254740993::float8",
                                        "1e18::float8",
                                        "1e19::float8",
                                        "-1e19::float8",
                                        "0.5::float4",
                                        "3.4e38::float4",
                                        "'NaN'::float4",
                                        "null::float8",
                                        "1e-10::float8"};

constexpr std::string_view kTexts[] = {"''",
                                       "' '",
                                       "'a'",
                                       "'abc'",
                                       "'A,B,C'",
                                       "'%'",
                                       "'_'",
                                       "E'\\\\'",
                                       "E'\\n\\t'",
                                       "'é'",
                                       "'日本語'",
                                       "'😀'",
                                       "'e\xCC\x81'",
                                       "repeat('x',65000)",
                                       "repeat('é',30000)",
                                       "repeat('a',1000)",
                                       "repeat('a,',30000)",
                                       "repeat('[',50000)",
                                       "repeat('[',20000)||repeat(']',20000)",
                                       "repeat('{\"a\":',9000)||'1'||repeat('}',9000)",
                                       "repeat('(',60000)",
                                       "repeat('%a',500)",
                                       "repeat('a?',25)||repeat('a',25)",
                                       "repeat('(a*)*',20)",
                                       "'(a+)+$'",
                                       "repeat('x*',200)",
                                       "'x{1000}'",
                                       "'((a{100}){100}){100}'",
                                       "'.*'",
                                       "'[[:alpha:]]+'",
                                       "'(a|b)*c'",
                                       "'\\\\1$1'",
                                       "'[a'",
                                       "'*'",
                                       "'i'",
                                       "'g'",
                                       "'e'",
                                       "'{\"a\":[1,2,{\"b\":null}]}'",
                                       "'[1,2,3]'",
                                       "'{1,2,3}'",
                                       "'$.a'",
                                       "'/a/0'",
                                       "'a'::char(5)",
                                       "'2024-02-29'",
                                       "'infinity'",
                                       "'1e400'",
                                       "'-9223372036854775808'",
                                       "'0x1F'",
                                       "'ff'",
                                       "'YYYY-MM-DD HH24:MI:SS.US'",
                                       "'%Y-%m-%d %H:%M:%S.%f'",
                                       "'999,999.99'",
                                       "'RN FM0000 L S PR'",
                                       "repeat('9',60000)",
                                       "repeat('YYYY',9000)",
                                       "'UTC'",
                                       "'America/New_York'",
                                       "'Nowhere/City'",
                                       "'+99:99'",
                                       "'day'",
                                       "'year'",
                                       "'century'",
                                       "'epoch'",
                                       "'month'",
                                       "'millisecond'",
                                       "'nonsense'",
                                       "'sum'",
                                       "'utf8'",
                                       "'1 day'",
                                       "'178000000 years'",
                                       "'true'",
                                       "'{\"a\":\"\\\\u0000\"}'",
                                       "'\"\\\\ud800\"'",
                                       "null::varchar",
                                       "null",
                                       "md5('a')",
                                       "'a b c'",
                                       "'<>&\"'''",
                                       "repeat('ab',300)",
                                       "repeat('\\\\',5000)",
                                       "repeat('_%',3000)",
                                       "'x'"};

constexpr std::string_view kDates[] = {"'2024-02-29'::date",   "'1970-01-01'::date",    "'0001-01-01'::date",
                                       "'9999-12-31'::date",   "'5874897-12-31'::date", "'4713-01-01 BC'::date",
                                       "'infinity'::date",     "'-infinity'::date",     "null::date",
                                       "'294247-01-10'::date", "'1582-10-10'::date"};

constexpr std::string_view kTimestamps[] = {"'2024-02-29 23:59:59.999999'::timestamp",
                                            "'1970-01-01'::timestamp",
                                            "'0001-01-01'::timestamp",
                                            "'294247-01-10 04:00:54.775806'::timestamp",
                                            "'290309-12-22 00:00:00 BC'::timestamp",
                                            "'infinity'::timestamp",
                                            "'-infinity'::timestamp",
                                            "null::timestamp",
                                            "'4713-01-01 BC'::timestamp",
                                            "'9999-12-31 23:59:59'::timestamp"};

constexpr std::string_view kZoned[] = {"'2024-03-10 02:30:00'::timestamptz",
                                       "'294247-01-10 04:00:54.775806'::timestamptz",
                                       "'infinity'::timestamptz",
                                       "'-infinity'::timestamptz",
                                       "null::timestamptz",
                                       "'0001-01-01'::timestamptz",
                                       "'290309-12-23 BC'::timestamptz"};

constexpr std::string_view kTimes[] = {"'00:00:00'::time", "'23:59:59.999999'::time", "'24:00:00'::time", "null::time",
                                       "'12:34:56'::time"};

constexpr std::string_view kIntervals[] = {"'0'::interval",
                                           "'1 day'::interval",
                                           "'-1 day'::interval",
                                           "'1 month'::interval",
                                           "'1 microsecond'::interval",
                                           "'178956970 years 7 mons'::interval",
                                           "'-178956970 years'::interval",
                                           "'2147483647 days'::interval",
                                           "'-2147483648 days'::interval",
                                           "'2562047788:00:54.775807'::interval",
                                           "null::interval",
                                           "'1 year 2 mons 3 days 04:05:06'::interval"};

constexpr std::string_view kBooleans[] = {"true", "false", "null::boolean", "1=1"};

constexpr std::string_view kBytes[] = {"'ab'::varbyte", "''::varbyte",      "repeat('a',65000)::varbyte",
                                       "null::varbyte", "from_hex('00ff')", "from_hex('80')"};

constexpr std::string_view kArrays[] = {"array[1,2,3]",
                                        "array[]::int[]",
                                        "array['a',null,'b']",
                                        "array[null]::int[]",
                                        "string_to_array(repeat('a,',9000),',')",
                                        "array[array[1,2],array[3]]",
                                        "array[1.5,2]",
                                        "array['NaN'::float8,'Infinity'::float8]",
                                        "null::int[]",
                                        "array[repeat('x',65000),repeat('y',65000)]",
                                        "array[9223372036854775807]",
                                        "array[current_date]"};

constexpr std::string_view kRows[] = {"row(1,'a')", "row(null)", "row(array[1],row(2))", "row()"};

constexpr std::string_view kBounds[] = {"unbounded preceding",
                                        "unbounded following",
                                        "current row",
                                        "1 preceding",
                                        "1 following",
                                        "0 preceding",
                                        "9223372036854775807 preceding",
                                        "9223372036854775807 following",
                                        "-1 preceding",
                                        "2147483648 following",
                                        "(-9223372036854775807-1) following",
                                        "1.5 preceding",
                                        "'1 day'::interval preceding",
                                        "'178956970 years'::interval following",
                                        "null preceding",
                                        "1e300::float8 following",
                                        "x0 preceding"};

constexpr std::string_view kForms[] = {"position(%1 in %2)",
                                       "extract(epoch from %1)",
                                       "extract(century from %1)",
                                       "extract(week from %1)",
                                       "overlay(%1 placing %2 from %3)",
                                       "substring(%1 from %2 for %3)",
                                       "substring(%1 from %2)",
                                       "%1 like %2",
                                       "%1 not like %2",
                                       "%1 ilike %2",
                                       "%1 like %2 escape '\\\\'",
                                       "%1 similar to '(a|b)*%'",
                                       "%1 ~ %2",
                                       "%1 !~ %2",
                                       "%1 ~* %2",
                                       "%1 between %2 and %3",
                                       "%1 in (%2, %3)",
                                       "case when %1 then %2 else %3 end",
                                       "coalesce(%1, %2)",
                                       "nullif(%1, %2)",
                                       "%1 is distinct from %2",
                                       "nvl2(%1, %2, %3)",
                                       "decode(%1, %2, %3)",
                                       "greatest(%1, %2, %3)",
                                       "%1 at time zone %2",
                                       "trim(both %1 from %2)",
                                       "trim(leading %1 from %2)",
                                       "cast(%1 as varchar(10))",
                                       "%1[%2]",
                                       "array[%1, %2]",
                                       "row(%1, %2) = row(%2, %3)",
                                       "%1 = any(array[%2, %3])",
                                       "%1 collate \"default\" < %2",
                                       "date_trunc('week', %1)",
                                       "datediff(day, %1, %2)",
                                       "dateadd(month, %1, %2)",
                                       "datediff(us, %1, %2)",
                                       "dateadd(year, %1, %2)",
                                       "date_part('dow', %1)",
                                       "interval '1 day' * %1",
                                       "%1 + interval '1 month'",
                                       "convert_timezone(%1, %2)",
                                       "to_char(%1, 'YYYY-MM-DD HH24:MI:SS.US TZ Q WW IW J RM')",
                                       "to_char(%1, '99D9')",
                                       "to_timestamp(%1, %2)",
                                       "to_date(%1, %2)",
                                       "- %1",
                                       "not %1",
                                       "%1 is null",
                                       "%1 || %2 || %3",
                                       "round(%1, %2)",
                                       "(select %1 union select %2)",
                                       "exists (select %1)",
                                       "%1 + %2 * %3",
                                       "%1 < %2",
                                       "%1 = %2"};

constexpr std::string_view kTypes[] = {
    "smallint",   "int",     "bigint",   "numeric(10,2)", "numeric(38,37)", "real",  "float8",    "varchar",
    "varchar(3)", "char(3)", "date",     "timestamp",     "timestamptz",    "time",  "interval",  "boolean",
    "varbyte",    "oid",     "regclass", "name",          "text",           "int[]", "varchar[]", "timetz",
    "regtype",    "json",    "uuid",     "xid",           "super"};

std::string from_pool(Random& random, std::size_t pool) {
    switch (pool) {
    case 0: return std::string(choice(random, kIntegers));
    case 1: return std::string(choice(random, kNumerics));
    case 2: return std::string(choice(random, kFloats));
    case 3: return std::string(choice(random, kTexts));
    case 4: return std::string(choice(random, kDates));
    case 5: return std::string(choice(random, kTimestamps));
    case 6: return std::string(choice(random, kZoned));
    case 7: return std::string(choice(random, kTimes));
    case 8: return std::string(choice(random, kIntervals));
    case 9: return std::string(choice(random, kBooleans));
    case 10: return std::string(choice(random, kBytes));
    case 11: return std::string(choice(random, kArrays));
    default: return std::string(choice(random, kRows));
    }
}

constexpr std::size_t kPools = 13;

std::size_t pool_of(Random& random, std::string_view type) {
    static const std::map<std::string_view, std::size_t> pools{{"TINYINT", 0},
                                                               {"SMALLINT", 0},
                                                               {"INTEGER", 0},
                                                               {"BIGINT", 0},
                                                               {"HUGEINT", 0},
                                                               {"UTINYINT", 0},
                                                               {"USMALLINT", 0},
                                                               {"UINTEGER", 0},
                                                               {"UBIGINT", 0},
                                                               {"UHUGEINT", 0},
                                                               {"DECIMAL", 1},
                                                               {"FLOAT", 2},
                                                               {"DOUBLE", 2},
                                                               {"VARCHAR", 3},
                                                               {"DATE", 4},
                                                               {"TIMESTAMP", 5},
                                                               {"TIMESTAMP WITH TIME ZONE", 6},
                                                               {"TIME", 7},
                                                               {"INTERVAL", 8},
                                                               {"BOOLEAN", 9},
                                                               {"BLOB", 10},
                                                               {"JSON", 3}};
    if (type.ends_with("[]")) return 11;
    if (type.starts_with("STRUCT")) return 12;
    const auto found = pools.find(type);
    return found == pools.end() ? random() % kPools : found->second;
}

} // namespace

std::string any_value(Random& random, std::string_view type) {
    return from_pool(random, chance(random, 90) ? pool_of(random, type) : random() % kPools);
}

std::string frame_bound(Random& random) { return std::string(choice(random, kBounds)); }

std::string_view special_form(Random& random) { return choice(random, kForms); }

std::string_view type_name(Random& random) { return choice(random, kTypes); }

} // namespace redstart::test
