"""Wrong statements, made by generators: each kind of mistake at each place, over each type."""
import itertools
import pathlib

SETUP = (
    "create table t (i int, j int, l bigint, m smallint, s varchar(20), c char(5), n numeric(10,2), f float8, r real, "
    "d date, ts timestamp, tz timestamptz, tm time, b boolean)",
    "insert into t values (1, 2, 3, 4, 'text', 'c', 1.5, 2.5, 3.5, '2024-01-01', '2024-01-01 10:00:00', "
    "'2024-01-01 10:00:00+00', '10:00:00', true), "
    "(-1, 0, null, 0, '', '', 0, 0, 0, '2024-02-29', null, null, null, false)",
    "create table u (i int, x varchar(10), s int)",
    "insert into u values (1, 'x', 1), (2, 'y', 2)",
    "create table keyed (id int not null, v int not null default 3, primary key (id))",
    "create view w as select i, s from t",
)

# A column, and a literal, of each type.
COLUMNS = {"smallint": "m", "int": "i", "bigint": "l", "numeric(10,2)": "n", "real": "r", "float8": "f",
           "varchar(20)": "s", "char(5)": "c", "date": "d", "timestamp": "ts", "timestamptz": "tz", "time": "tm",
           "boolean": "b"}
BAD_TEXTS = ("x", "", " ", "1e", "99999999999999999999999999999999999999999", "1e400", "-1e400", "2024-02-30",
             "2024-13-01", "10:61:00", "25:00", "{", "2024-01-01 10:00:00 Nowhere/City", "\\", "tru", "0x", "1,5",
             "1 2", "--1", "nan", "٣")
FAR_NUMBERS = ("40000", "3000000000", "1e20::float8", "1e300::float8",
               "99999999999999999999999999999999999999::numeric(38,0)", "-40000", "-3000000000", "'nan'::float8",
               "'infinity'::float8", "123456789.5")


def listed(name):
    """The lines of a file beside this one."""
    lines = (pathlib.Path(__file__).parent / f"{name}.sql").read_text().splitlines()
    return [line for line in lines if not line.startswith("--")]


def casts():
    for target in COLUMNS:
        for text in BAD_TEXTS:
            quoted = text.replace("'", "''")
            yield f"select '{quoted}'::{target}"
            yield f"select (s || '{quoted}')::{target} from t"
        for source, column in COLUMNS.items():
            yield f"select {column}::{target} from t where i = 1"
            yield f"insert into t ({COLUMNS[target]}) select {column} from t where i = 1"
            yield f"update t set {COLUMNS[target]} = {column} where i = 1"
        for number in FAR_NUMBERS:
            yield f"select ({number})::{target}"
            yield f"insert into t ({COLUMNS[target]}) values ({number})"
    for target in ("numeric(4,1)", "numeric(39,0)", "numeric(5,6)", "numeric(0)", "numeric(-1)", "numeric(1,2,3)",
                   "varchar(0)", "varchar(-1)", "varchar(70000)", "char(0)", "char(5000)", "int(3)", "date(3)",
                   "timestamp(9)", "float(60)", "float(0)", "nosuch", "pg_catalog.nosuch", "nosuch.int", "int[]",
                   "boolean(1)", "varchar('a')", "text(3)"):
        yield f"select '1'::{target}"
        yield f"select cast(i as {target}) from t"
        yield f"create temp table bad_type (a {target})"


OPERATORS = ("+", "-", "*", "/", "%", "||", "=", "<", "<>", ">=", "like", "ilike", "similar to", "~", "!~", "~*",
             "and", "or", "<<", ">>", "&", "|", "#", "^", "is distinct from", "->", "->>", "@>", "&&", "//", "**",
             "=>", "<@")


def operators():
    for operator in OPERATORS:
        for left in COLUMNS.values():
            for right in COLUMNS.values():
                yield f"select {left} {operator} {right} from t where i = 1"
        yield f"select {operator} i from t"
        yield f"select i {operator} from t"
        yield f"select i {operator} nosuch from t"
        yield f"select i {operator} (select i, j from t) from t"
        yield f"select i {operator} (select i from t) from t"


def expressions():
    for expression in listed("expressions"):
        yield f"select {expression} from t"
    for expression in ("nosuch", "t.nosuch", "sum(i)", "row_number() over ()", "i + 'x'", "i", "s",
                       "(select i from t)", "(select 1, 2)", "generate_series(1, 2)", "*", "default", "'x'", "3",
                       "null", "d", "$1", "1 / 0", "sum(sum(i))", "grouping(i)", "99", "0", "-1", "1.5"):
        for place in ("select i from t where {}", "select i from t group by {}",
                      "select count(*) from t group by i having {}", "select i from t order by {}",
                      "select i from t limit {}", "select i from t offset {}",
                      "select distinct i from t order by {}", "select t.i from t join u on {}",
                      "select i from t union select i from u order by {}", "select sum({}) from t",
                      "select sum(i) over (partition by {}) from t", "select sum(i) over (order by {}) from t",
                      "select case when {} then 1 end from t", "select i from t qualify {}",
                      "select i, {} from t group by 1", "select sum(i), {} from t", "select top {} i from t",
                      "insert into t (i) values ({})", "insert into t (i) select {} from u", "update t set i = {}",
                      "update t set i = 1 where {}", "delete from t where {}",
                      "create temp table bad_default (a int default {})", "select * from (select {} from t) q",
                      "with q as (select {} from t) select * from q", "select * from generate_series(1, {}) g",
                      "select i from t where i in ({})", "select i from t where i = any ({})",
                      "select i from t where exists (select {} from u)", "select abs({}) from t",
                      "values ({}, 1), (2)", "prepare p as select {} from t", "explain select {} from t",
                      "select i from t where i between {} and 3", "select distinct on ({}) i from t",
                      "select i from t tablesample system ({})"):
            yield place.format(expression)


def calls():
    """Each function of a list, with too few, too many and every type of arguments."""
    names = ("abs", "ascii", "avg", "bit_length", "bool_and", "btrim", "ceil", "chr", "coalesce", "concat", "count",
             "date_trunc", "date_part", "degrees", "exp", "extract", "floor", "greatest", "initcap", "lcase",
             "left", "len", "length", "ln", "lower", "lpad", "ltrim", "max", "md5", "min", "mod", "nullif", "nvl",
             "octet_length", "position", "power", "quote_ident", "repeat", "replace", "reverse", "right", "round",
             "rpad", "rtrim", "sign", "split_part", "sqrt", "strpos", "substring", "sum", "to_char", "to_date",
             "to_number", "to_timestamp", "translate", "trim", "trunc", "upper", "variance", "listagg",
             "string_agg", "array_agg", "stddev_samp", "cbrt", "atan2", "pi", "random", "now", "age", "date_add",
             "dateadd", "datediff", "last_day", "regexp_replace", "concat_ws", "format", "generate_series",
             "width_bucket", "json_extract_path_text", "json_typeof", "to_json", "row_to_json", "unnest",
             "array_length", "cardinality", "row_number", "lag", "first_value")
    for name in names:
        yield f"select {name}() from t"
        for column in COLUMNS.values():
            yield f"select {name}({column}) from t where i = 1"
            yield f"select {name}({column}, {column}) from t where i = 1"
            yield f"select {name}('x', {column}) from t where i = 1"
            yield f"select {name}({column}, 'x', 1) from t where i = 1"
        yield f"select {name}(i, i, i, i, i, i) from t"
        yield f"select {name}(nosuch) from t"
        yield f"select {name}((select i, j from t)) from t"
        yield f"select {name}(i) over (order by nosuch) from t"
        yield f"select {name}(distinct i) over (order by i) from t"
        yield f"select {name}(i) within group (order by i) from t"
        yield f"select * from {name}(1, 2)"


def statements(stride):
    """Of what types, operators and functions multiply only every `stride`th."""
    yield from itertools.islice(itertools.chain(casts(), operators(), calls()), 0, None, stride)
    yield from expressions()
    for name in ("queries", "changes", "definitions"):
        yield from listed(name)
