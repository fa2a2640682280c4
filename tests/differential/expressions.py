"""Cases of one expression: operators, functions, casts, with the edges of every type. Fixed seed."""
import itertools
import random

from values import TEXTS, TYPES, VALUES

NUMBERS = ["int2", "int4", "int8", "numeric", "float4", "float8"]
INSTANTS = ["date", "timestamp", "timestamptz"]

# Operators, and for which types of operands values of all edges are tried; other pairs get a few.
BINARY = ["+", "-", "*", "/", "%", "=", "<>", "<", "<=", ">", ">=", "||"]

# name, the types of its arguments ("number" is every numeric type), how many calls for each choice of types
FUNCTIONS = [
    ("abs", ["number"], 8), ("ceil", ["number"], 8), ("ceiling", ["number"], 4), ("floor", ["number"], 8),
    ("round", ["number"], 10), ("round", ["numeric", "int4"], 24), ("trunc", ["number"], 10),
    ("trunc", ["numeric", "int4"], 24), ("sign", ["number"], 8), ("sqrt", ["number"], 6), ("cbrt", ["float8"], 8),
    ("exp", ["number"], 6), ("ln", ["number"], 6), ("log", ["number"], 6), ("power", ["float8", "float8"], 30),
    ("power", ["int4", "int4"], 12), ("mod", ["int4", "int4"], 20), ("mod", ["int8", "int8"], 12), ("mod", ["int2",
     "int2"], 8),
    ("mod", ["numeric", "numeric"], 12), ("degrees", ["float8"], 8), ("radians", ["float8"], 8), ("sin", ["float8"], 8),
    ("cos", ["float8"], 8), ("tan", ["float8"], 8), ("cot", ["float8"], 8), ("asin", ["float8"], 8),
    ("acos", ["float8"], 8), ("atan", ["float8"], 8), ("atan2", ["float8", "float8"], 16),
    ("upper", ["varchar"], 16), ("lower", ["varchar"], 16), ("initcap", ["varchar"], 16), ("length", ["varchar"], 16),
    ("char_length", ["varchar"], 6), ("octet_length", ["varchar"], 16), ("bit_length", ["varchar"], 6),
    ("btrim", ["varchar"], 8), ("btrim", ["varchar", "varchar"], 20), ("ltrim", ["varchar", "varchar"], 16),
    ("rtrim", ["varchar", "varchar"], 16), ("lpad", ["varchar", "length"], 16), ("rpad", ["varchar", "length"], 16),
    ("lpad", ["varchar", "length", "varchar"], 24), ("rpad", ["varchar", "length", "varchar"], 24),
    ("repeat", ["varchar", "length"], 24), ("replace", ["varchar", "varchar", "varchar"], 30), ("reverse", ["varchar"],
     16),
    ("left", ["varchar", "length"], 24), ("right", ["varchar", "length"], 24),
    ("split_part", ["varchar", "varchar", "length"], 40), ("strpos", ["varchar", "varchar"], 30),
    ("substring", ["varchar", "length"], 20), ("substring", ["varchar", "length", "length"], 40),
    ("substr", ["varchar", "length", "length"], 16), ("translate", ["varchar", "varchar", "varchar"], 30),
    ("ascii", ["varchar"], 16), ("chr", ["length"], 12), ("md5", ["varchar"], 16), ("to_hex", ["int4"], 10),
    ("to_hex", ["int8"], 9), ("quote_ident", ["varchar"], 16), ("quote_literal", ["varchar"], 16),
    ("greatest", ["number", "number"], 2), ("least", ["number", "number"], 2), ("greatest", ["varchar", "varchar"], 8),
    ("least", ["date", "date", "date"], 8), ("greatest", ["timestamp", "date"], 6), ("nullif", ["int4", "int4"], 10),
    ("nullif", ["varchar", "varchar"], 10), ("nullif", ["numeric", "int4"], 8), ("coalesce", ["int4", "int8"], 8),
    ("coalesce", ["varchar", "varchar"], 8), ("coalesce", ["numeric", "float8"], 8), ("coalesce", ["date", "timestamp"],
     8),
    ("isfinite", ["date"], 4), ("isfinite", ["timestamp"], 4), ("age", ["timestamp", "timestamp"], 40),
    ("age", ["timestamptz", "timestamptz"], 8),
    ("date", ["timestamp"], 8), ("gcd", ["int8", "int8"], 9), ("lcm", ["int4", "int4"], 10),
    ("concat", ["varchar", "varchar"], 10), ("pg_typeof", ["number"], 1), ("starts_with", ["varchar", "varchar"], 8),
]
LENGTHS = ["0", "1", "2", "3", "5", "10", "-1", "-3", "100", "null::int", "2147483647", "(-2147483648)"]

FIELDS = ["century", "day", "decade", "dow", "doy", "epoch", "hour", "isodow", "isoyear", "microseconds", "millennium",
          "milliseconds", "minute", "month", "quarter", "second", "week", "year", "timezone", "timezone_hour",
          "timezone_minute", "julian", "nothing"]

DATE_PICTURES = ["YYYY-MM-DD", "YY/MM/DD", "Y,YYY", "HH24:MI:SS", "HH12:MI AM", "HH:MI:SS.MS", "SS.US", "Month",
                 "MONTH",
                 "month", "Mon", "MON", "Day", "DAY", "dy", "DD", "D", "DDD", "ID", "IDDD", "WW", "IW", "IYYY", "IY",
                 "Q", "CC", "J", "RM", "rm", "BC", "A.D.", "a.m.", "DDth", "FMDD", "FMMonth FMDDth", "SSSS", "SSSSS",
                 "\"Year\" YYYY", "YYYYY", "TMMonth", "FMHH24:FMMI", "DY, DD Mon YYYY", "Mon-DD-YYYY HH24:MI:SS", "",
                 "xyz"]
NUMBER_PICTURES = ["999", "000", "999.99", "099.90", "FM999.99", "9,999", "9G999D99", "S999", "999S", "MI999", "999MI",
                   "PR999", "999PR", "L999", "RN", "FMRN", "999th", "999V99", "9.99EEEE", "B999", "FM9999999999.999",
                   "FM0000", "SG999", "999PL", "", "\"n=\"999", "9999999999999999999.99", "0.0", ".99", "FM.99"]
READ_PICTURES = [
    ("to_date", "20200229", "YYYYMMDD"), ("to_date", "29.02.2020", "DD.MM.YYYY"), ("to_date", "Feb 29 2020",
     "Mon DD YYYY"),
    ("to_date", "2021-02-29", "YYYY-MM-DD"), ("to_date", "2020-13-01", "YYYY-MM-DD"), ("to_date", "20-2-9", "YY-MM-DD"),
    ("to_date", "69", "YY"), ("to_date", "70", "YY"), ("to_date", "2020 366", "YYYY DDD"), ("to_date", "2020-W09",
     "IYYY-\"W\"IW"),
    ("to_date", "2020 060", "YYYY DDD"), ("to_date", "February 2020", "Month YYYY"), ("to_date", "x", "YYYY"),
    ("to_date", "", "YYYY-MM-DD"), ("to_date", "2020", "YYYY"), ("to_date", "5 Feb 2020", "DD Mon YYYY"),
    ("to_timestamp", "2020-02-29 12:34:56", "YYYY-MM-DD HH24:MI:SS"), ("to_timestamp", "2020-02-29 12:34:56.789",
     "YYYY-MM-DD HH24:MI:SS.MS"),
    ("to_timestamp", "02/29/2020 3 PM", "MM/DD/YYYY HH AM"), ("to_timestamp", "2020-02-29 25:00", "YYYY-MM-DD HH24:MI"),
    ("to_timestamp", "12:34:56.123456", "HH24:MI:SS.US"), ("to_timestamp", "2451187", "J"),
    ("to_timestamp", "2020-02-29 11:59 am", "YYYY-MM-DD HH12:MI am"), ("to_timestamp", "2020-02-29 13:00 pm",
     "YYYY-MM-DD HH12:MI pm"),
    ("to_number", "12,454.8-", "99G999D9S"), ("to_number", "123", "999"), ("to_number", "-12.5", "99.9"), ("to_number",
     "1,234", "9,999"),
    ("to_number", "$12", "L99"), ("to_number", "12345", "99"), ("to_number", "abc", "999"), ("to_number", "", "99"),
     ("to_number", "0012.3", "9999.99"),
]

PATTERNS = ["", "%", "_", "a%", "%b", "a_c", "%c%", "A%", "___", "ä%", "%€", "a%%", "abc", "%_", "日__"]
SIMILAR = ["abc|def", "a(b|x)c", "[a-c]+", "%b%", "a_c", "(a|b)*c", "[^x]*", "a{1,3}bc", "", "%"]
REGEXPS = ["b", "^a", "c$", "^abc$", "[a-c]+", "a.c", "[0-9]", "(a|b)c", "^$", "A", "[[:space:]]", "ä", ".*", "x*",
           "(",
           "[", "a{2}"]


def arguments(kind):
    if kind == "length":
        return LENGTHS
    return VALUES[kind]


def some(rng, pools, count):
    """`count` different choices of one value from each pool; all when there are not more."""
    total = 1
    for pool in pools:
        total *= len(pool)
    if total <= count:
        return list(itertools.product(*pools))
    chosen = set()
    while len(chosen) < count:
        chosen.add(tuple(rng.choice(pool) for pool in pools))
    return sorted(chosen)


def operators(rng):
    for left, right in itertools.product(VALUES, VALUES):
        numbers = left in NUMBERS and right in NUMBERS
        instants = left in INSTANTS + ["time", "interval"] and right in INSTANTS + ["time", "interval", "int4"]
        for operator in BINARY:
            count = 5 if numbers and operator in "+-*/%" else 3 if numbers or instants else 1
            for a, b in some(rng, [VALUES[left], VALUES[right]], count):
                yield f"select {a} {operator} {b}"
    for kind in VALUES:
        for value in VALUES[kind]:
            yield f"select {value}"
            yield f"select {value} is null, not ({value} is null)"
        for value in VALUES[kind][:4]:
            yield f"select - {value}"
            yield f"select {value} = '{kind}'"
            yield f"select {value} between {VALUES[kind][0]} and {VALUES[kind][1]}"
            yield f"select {value} in ({VALUES[kind][1]}, {VALUES[kind][2]}, null)"
            yield f"select {value} not in ({VALUES[kind][1]}, {VALUES[kind][0]})"
            yield f"select case when {value} is null then 'none' else 'some' end, case {value} when {value} then 1 end"
            yield f"select case when true then {value} else null end, case when false then {value} end"
            yield f"select coalesce(null, {value}), nullif({value}, {value})"
    for a, b in itertools.product(["true", "false", "null::bool"], repeat=2):
        yield f"select {a} and {b}, {a} or {b}, not {a}, {a} = {b}, {a} <> {b}, {a} < {b}"
    for a in ["5", "(-5)", "0", "7::int8", "3::int2", "null::int"]:
        for b in ["3", "-1", "0", "31", "null::int"]:
            yield f"select {a} & {b}, {a} | {b}, {a} # {b}, ~{a}"
            yield f"select {a} << {b}, {a} >> {b}"


def matches(rng):
    texts = ["'abc'", "''", "'a%b_c'", "'äbc€'", "null::varchar", "'ABC'", "'日本語'", "e'a\\\\b'", "'abc '"]
    for text, pattern in itertools.product(texts, PATTERNS):
        yield f"select {text} like '{pattern}', {text} not like '{pattern}', {text} ilike '{pattern}'"
    for text in texts:
        yield f"select {text} like 'a!%b%' escape '!', {text} like 'a|_' escape '|'"
        for pattern in SIMILAR:
            yield f"select {text} similar to '{pattern}'"
        for pattern in REGEXPS:
            yield f"select {text} ~ '{pattern}', {text} !~ '{pattern}', {text} ~* '{pattern}'"
    for text in VALUES["varchar"]:
        yield (f"select trim({text}), trim(both ' ' from {text}), trim(leading 'a' from {text}), trim(trailing 'c' "
               f"from {text})")
        yield f"select position('b' in {text}), position('' in {text}), position('€' in {text})"
        yield f"select substring({text} from 2), substring({text} from 2 for 2), substring({text} from -1 for 3)"
        yield f"select {text} || 1, 1 || {text}, {text} || null, {text} || {text}"


def functions(rng):
    for name, kinds, count in FUNCTIONS:
        choices = [NUMBERS if kind == "number" else [kind] for kind in kinds]
        for types in itertools.product(*choices):
            for values in some(rng, [arguments(kind) for kind in types], count):
                yield f"select {name}({', '.join(values)})"


def instants(rng):
    for field in FIELDS:
        for kind in ["date", "timestamp", "timestamptz", "time", "timetz", "interval"]:
            for value in some(rng, [VALUES[kind]], 2):
                yield f"select extract({field} from {value[0]})"
            yield f"select date_part('{field}', {rng.choice(VALUES[kind])})"
        for kind in ["date", "timestamp", "timestamptz", "interval"]:
            yield f"select date_trunc('{field}', {rng.choice(VALUES[kind])})"
    for picture in DATE_PICTURES:
        for kind in ["date", "timestamp", "timestamptz", "interval"]:
            yield f"select to_char({rng.choice(VALUES[kind])}, '{picture}')"
        yield f"select to_char('2021-07-04 05:06:07.089'::timestamp, '{picture}')"
    for picture in NUMBER_PICTURES:
        for value in ["0", "1", "-1", "12.5", "-0.5", "1234567.891", "485", "null::int", "99.995", "1e3::float8"]:
            yield f"select to_char({value}, '{picture}')"
    for name, text, picture in READ_PICTURES:
        yield f"select {name}('{text}', '{picture}')"
    for zone in ["UTC", "America/New_York", "Europe/Berlin", "Asia/Kolkata", "PST", "EST5EDT", "+03:00", "Nowhere/City",
                 ""]:
        for kind in ["timestamp", "timestamptz", "timetz"]:
            for value in VALUES[kind][:3]:
                yield f"select {value} at time zone '{zone}'"
        yield f"select timezone('{zone}', {VALUES['timestamp'][6]}), timezone('{zone}', {VALUES['timestamptz'][2]})"
    for value in VALUES["interval"]:
        for factor in ["2", "0", "1.5::float8", "-1", "null::int"]:
            yield f"select {value} * {factor}, {factor} * {value}"
        yield f"select {value} / 2, {value} / 0.5, - {value}"
    for first, second in itertools.product(VALUES["date"][:8], repeat=2):
        yield f"select ({first}, {second}) overlaps ('2000-01-01'::date, '2010-01-01'::date)"
    for month in range(1, 13):
        for value in ["'2020-01-31'::date", "'2019-02-28 12:00'::timestamp"]:
            yield f"select {value} + interval '{month} months', {value} - interval '{month} months 1 day'"


def casts(rng):
    for target in TYPES:
        for text in TEXTS:
            quoted = text.replace("'", "''")
            yield f"select '{quoted}'::{target}"
        for kind in VALUES:
            for value in some(rng, [VALUES[kind]], 4):
                yield f"select {value[0]}::{target}"
        yield f"select cast(null as {target}), null::{target} is null"
    for target in ["int2", "int4", "int8", "numeric(10,2)", "numeric(3,1)", "float4", "float8"]:
        for value in ["0.5", "1.5", "2.5", "(-0.5)", "(-1.5)", "(-2.5)", "0.5::float8", "1.5::float8", "2.5::float8",
                      "(-2.5)::float8",
                      "32767.4", "32767.5", "2147483647.4", "2147483647.5", "9223372036854775807.4", "99.95", "99.94",
                      "(-99.95)",
                      "1e18::float8", "1e19::float8", "'nan'::float8", "16777217", "16777217::float4",
                      "0.1::float4::float8"]:
            yield f"select {value}::{target}"
    for text, pattern in itertools.product(["'abcdef'", "'äöü'", "'a '", "''"], ["varchar(3)", "char(3)", "char(10)",
                                           "varchar(1)", "char", "text"]):
        yield f"select {text}::{pattern}, length({text}::{pattern}), {text}::{pattern} || 'x'"


GENERATORS = [operators, matches, functions, instants, casts]


def cases(seed):
    for generator in GENERATORS:
        rng = random.Random(f"{seed}-{generator.__name__}")
        for sql in generator(rng):
            yield generator.__name__, sql
