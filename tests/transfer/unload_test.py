#!/usr/bin/env python3
"""UNLOAD: what stands in the objects, their names, what is refused; and that COPY reads back what it wrote."""
import bz2
import gzip
import json
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import storage  # noqa: E402

check = storage.check

NOT_EMPTY = ("Specified unload destination on S3 is not empty. Consider using a different bucket / prefix, manually "
             "removing the target files in S3, or using the ALLOWOVERWRITE option.")
QUERY = "select 1 a, ''x|y''::varchar(5) b, null::int c union all select 2, ''q\"'', 3 order by 1"

# Options, the object's key, and what is in it.
WRITTEN = [
    ("", "u/0000_part_00", "1|x|y|\n2|q\"|3\n"),
    ("parallel off", "u/000", "1|x|y|\n2|q\"|3\n"),
    ("header", "u/0000_part_00", "a|b|c\n1|x|y|\n2|q\"|3\n"),
    ("escape", "u/0000_part_00", "1|x\\|y|\n2|q\"|3\n"),
    ("addquotes", "u/0000_part_00", "\"1\"|\"x|y\"|\n\"2\"|\"q\"\"|\"3\"\n"),
    ("addquotes escape header", "u/0000_part_00", "\"a\"|\"b\"|\"c\"\n\"1\"|\"x\\|y\"|\n\"2\"|\"q\\\"\"|\"3\"\n"),
    ("delimiter as ','", "u/0000_part_00", "1,x|y,\n2,q\",3\n"),
    ("null as 'NULL'", "u/0000_part_00", "1|x|y|NULL\n2|q\"|3\n"),
    ("csv", "u/0000_part_00", "1,x|y,\n2,\"q\"\"\",3\n"),
    ("format as csv delimiter '|' header", "u/0000_part_00", "a|b|c\n1|\"x|y\"|\n2|\"q\"\"\"|3\n"),
    ("fixedwidth 'a:3,b:5,c:2'", "u/0000_part_00", "1  x|y    \n2  q\"   3 \n"),
    ("fixedwidth 'a:3,b:5,c:2' null as '-'", "u/0000_part_00", "1  x|y  - \n2  q\"   3 \n"),
    ("json", "u/0000_part_00.json", '{"a":1,"b":"x|y","c":null}\n{"a":2,"b":"q\\"","c":3}\n'),
    ("format as json extension 'txt'", "u/0000_part_00.txt", '{"a":1,"b":"x|y","c":null}\n{"a":2,"b":"q\\"","c":3}\n'),
    ("extension 'txt'", "u/0000_part_00.txt", "1|x|y|\n2|q\"|3\n"),
    ("region 'us-east-1' maxfilesize 6 gb", "u/0000_part_00", "1|x|y|\n2|q\"|3\n"),
]

REFUSED = [
    ("unload ('select 1 a, 2 b') to 's3://b/u/' partition by (c)", "42703",
     'column "c" does not exist in the query of UNLOAD'),
    ("unload ('select 1 a, 2 a, 3 b') to 's3://b/u/' partition by (a)", "42702",
        'column reference "a" is ambiguous'),
    ("unload ('select 1 a, 2 b') to 's3://b/u/' partition by (a, a)", "42701",
     'column "a" specified more than once'),
    ("unload ('select 1 a') to 's3://b/u/' partition by (a) include", "42P16",
     "UNLOAD PARTITION BY needs at least one column that is not a partition column"),
    ("unload ('select 1::float8 a, 2 b') to 's3://b/u/' partition by (a)", "0A000",
     'UNLOAD PARTITION BY does not support the type double precision of "a"'),
    ("unload ('select ''ab''::varbyte a, 2 b') to 's3://b/u/' partition by (a)", "0A000",
     'UNLOAD PARTITION BY does not support the type binary varying of "a"'),
    ("unload ('select top 3 1 a, 2 b') to 's3://b/u/' partition by (a)", "0A000", "Limit clause is not supported"),
    ("unload ('select 1 a, 2 b') to 's3://b/u/' partition by (''a'')", "42601", 'syntax error at or near "\'\'"'),
    ("unload ('select 1 a, 2 a') to 's3://b/u/' json", "42701", 'column "a" specified more than once'),
    ("unload ('select 1 a, 2 a') to 's3://b/u/' parquet", "42701", 'column "a" specified more than once'),
    ("unload ('select ''ab''::varbyte a') to 's3://b/u/' json", "0A000",
     "VARBYTE columns can only be unloaded to text or CSV"),
    ("unload ('select ''ab''::varbyte a') to 's3://b/u/' fixedwidth 'a:4'", "0A000",
     "VARBYTE columns can only be unloaded to text or CSV"),
    ("unload ('select ''10:00''::time a') to 's3://b/u/' parquet", "0A000",
     'UNLOAD PARQUET does not support the type time without time zone of "a"'),
    ("unload ('select 1') to 's3://b/u/' json delimiter ','", "42601", "JSON cannot be used with DELIMITER in UNLOAD"),
    ("unload ('select 1') to 's3://b/u/' parquet gzip", "42601", "PARQUET cannot be used with GZIP in UNLOAD"),
    ("unload ('select 1') to 's3://b/u/' csv json", "42601", "CSV cannot be used with JSON in UNLOAD"),
    ("unload ('select 1') to 's3://b/u/' rowgroupsize 32", "22023",
     "UNLOAD ROWGROUPSIZE is available with PARQUET only"),
    ("unload ('select 1') to 's3://b/u/' parquet rowgroupsize 16 mb", "22023",
     "UNLOAD ROWGROUPSIZE must be between 32 MB and 128 MB"),
    ("unload ('select 1') to 's3://b/u/' encrypted", "0A000", "UNLOAD ENCRYPTED is not supported"),
    ("unload ('select 1') to 's3://b/u/' cleanpath allowoverwrite", "42601",
     "CLEANPATH cannot be used with ALLOWOVERWRITE in UNLOAD"),
    ("unload ('select 1') to 's3://b/u/' csv addquotes", "42601", "CSV cannot be used with ADDQUOTES in UNLOAD"),
    ("unload ('select 1') to 's3://b/u/' fixedwidth 'a:1' header", "42601",
     "FIXEDWIDTH cannot be used with HEADER in UNLOAD"),
    ("unload ('select 1') to 's3://b/u/' maxfilesize 4", "22023",
        "UNLOAD MAXFILESIZE must be between 5 MB and 6.2 GB"),
    ("unload ('select 1') to 's3://b/u/' what", "42601", 'UNLOAD option "what" is not known'),
    ("unload ('select 1 limit 1') to 's3://b/u/'", "0A000", "Limit clause is not supported"),
    ("unload ('delete from t') to 's3://b/u/'", "0A000", "UNLOAD query must be a SELECT"),
    ("unload ('select nothing') to 's3://b/u/'", "42703", 'column "nothing" does not exist'),
    ("unload ('select 1 a, 22 b') to 's3://b/u/' fixedwidth 'a:1'", "22023",
     "UNLOAD FIXEDWIDTH must name a width for each of the 2 columns"),
    ("unload ('select 22 b') to 's3://b/u/' fixedwidth 'a:1'", "22001",
     "a value of 2 characters does not fit the width 1 of FIXEDWIDTH"),
]


def test_written(store):
    for options, key, text in WRITTEN:
        store.clear()
        check(options, (store.run(f"unload ('{QUERY}') to 's3://b/u/' iam_role default {options}"), store.tag),
              ([], "UNLOAD"))
        check(options, store.notices, ["UNLOAD completed, 2 record(s) unloaded successfully."])
        check(options, store.keys(), [key])
        check(options, (store.bucket / key).read_text(), text)
    for option, extension, read in (("gzip", ".gz", gzip.decompress), ("bzip2", ".bz2", bz2.decompress)):
        store.clear()
        store.run(f"unload ('{QUERY}') to 's3://b/u/' {option}")
        check(option, store.keys(), ["u/0000_part_00" + extension])
        check(option, read((store.bucket / store.keys()[0]).read_bytes()).decode(), "1|x|y|\n2|q\"|3\n")
    check("log", store.run("""select trim(path), line_count, transfer_size from stl_unload_log
                              where query = pg_last_unload_id()"""),
          [("s3://b/u/0000_part_00.bz2", 2, (store.bucket / store.keys()[0]).stat().st_size)])
    check("history", store.run("""select status, unloaded_rows, unloaded_files_count from sys_unload_history
                                  where query_id = pg_last_unload_id()"""), [("completed", 2, 1)])
    check("count", store.run("select pg_last_unload_count()"), [(2,)])


def test_refused(store):
    store.clear()
    for sql, sqlstate, text in REFUSED:
        check(sql, store.run(sql), (sqlstate, text))
        check(sql, store.keys(), [])


def test_destination(store):
    store.clear()
    store.put("u/old", "x")
    check("not empty", store.run("unload ('select 1') to 's3://b/u/'"), ("XX000", NOT_EMPTY))
    store.run("unload ('select 1') to 's3://b/u/' allowoverwrite")
    check("overwrite", store.keys(), ["u/0000_part_00", "u/old"])
    check("failing", store.run("unload ('select 1/0') to 's3://b/u/' cleanpath")[0], "22012")
    check("failing", store.keys(), ["u/0000_part_00", "u/old"])
    store.run("unload ('select 2') to 's3://b/u/' cleanpath")
    check("cleanpath", store.keys(), ["u/0000_part_00"])
    store.run("set statement_timeout to 300")
    got = store.run("""unload ('select i, lpad(i::varchar, 100, ''x'') from (select row_number() over () i from
                       pg_proc a, pg_proc b, pg_proc c) q') to 's3://b/cancelled/'""")
    store.run("set statement_timeout to 0")
    check("cancelled", got[0], "57014")
    check("cancelled", store.keys(), ["u/0000_part_00"])


def test_manifest(store):
    store.clear()
    store.run("create table m (a int, b varchar(7), c decimal(8,2)); insert into m values (1, 'x', 2.5), (2, 'y', 3)")
    store.run("unload ('select * from m') to 's3://b/u_' manifest")
    assert json.loads((store.bucket / "u_manifest").read_text()) == {"entries": [{"url": "s3://b/u_0000_part_00"}]}
    store.run("unload ('select * from m') to 's3://b/u_' manifest verbose allowoverwrite header")
    manifest = json.loads((store.bucket / "u_manifest").read_text())
    assert manifest == (
          {"entries": [{"url": "s3://b/u_0000_part_00", "meta": {"content_length": 24, "record_count": 3}}],
           "schema": {"elements": [{"name": "a", "type": {"base": "integer"}},
                                   {"name": "b", "type": {"base": "character varying", "max_length": 7}},
                                   {"name": "c", "type": {"base": "numeric", "precision": 8, "scale": 2}}]},
           "meta": {"content_length": 24, "record_count": 3},
           "author": {"name": "Amazon Redshift", "version": "1.0.0"}}), manifest
    store.run("copy m from 's3://b/u_manifest' manifest ignoreheader 1")
    check("back", store.run("select count(*), sum(a) from m"), [(4, 6)])
    store.run("create table wide as select a.a, lpad('', 1000, 'x') t from m a, m b, m c, m d, m e, m f, m g")
    rows = int(store.run("select count(*) from wide")[0][0])
    store.run("unload ('select * from wide') to 's3://b/w' maxfilesize 5 mb parallel off")
    check("sizes", [key for key in store.keys() if key.startswith("w")], ["w000", "w001", "w002", "w003"])
    assert all((store.bucket / f"w00{i}").stat().st_size <= 5_000_000 for i in range(4))
    store.run("truncate wide; copy wide from 's3://b/w'")
    check("parts", store.run("select count(*) from wide"), [(rows,)])


def test_json(store):
    """Every kind of value; no rows, no object (r_UNLOAD)."""
    store.clear()
    query = """select true::boolean a, 2.50::decimal(5,2) b, 1e300::float8 c, ''NaN''::float8 d, ''2020-01-02''::date e,
               ''2020-01-02 03:04:05.5''::timestamp f, ''tab\t"\\\\\\\\ä''::varchar(20) g, null::int h,
               ''x''::char(3) "I j", ''a''::varchar || chr(1) k"""
    check("values", store.run(f"unload ('{query}') to 's3://b/j' json"), [])
    text = (store.bucket / "j0000_part_00.json").read_text()
    check("text", text, '{"a":"t","b":2.50,"c":1e+300,"d":"NaN","e":"2020-01-02","f":"2020-01-02 03:04:05.5",'
                        '"g":"tab\\t\\"\\\\ä","h":null,"i j":"x  ","k":"a\\u0001"}\n')
    json.loads(text)
    store.clear()
    store.run("unload ('select 1 where false') to 's3://b/j' json")
    check("no rows", (store.keys(), store.notices), ([], ["UNLOAD completed, 0 record(s) unloaded successfully."]))
    store.run("unload ('select 1 where false') to 's3://b/j' json gzip manifest")
    check("no rows", [store.keys(), (store.bucket / "jmanifest").read_text()],
          [["jmanifest"], '{\n  "entries": []\n}\n'])


def contents(store):
    return {key: (store.bucket / key).read_text() for key in store.keys()}


def test_partitions(store):
    store.clear()
    store.run("""create table p (a int, y smallint, m varchar(20), d date);
                 insert into p values (1, 2020, 'Jan', '2020-01-01'), (2, 2020, 'a/b=c%', '2020-01-02'),
                 (3, null, 'Jan', null), (4, 2020, 'Jan', '2020-01-01'), (5, 2020, '', '2020-01-01'),
                 (6, 2020, null, '2020-01-01')""")
    store.run("unload ('select * from p order by a desc') to 's3://b/p' partition by (y, m) manifest verbose")
    manifest = json.loads((store.bucket / "p/manifest").read_text())
    (store.bucket / "p/manifest").unlink()
    default = "__HIVE_DEFAULT_PARTITION__"
    expected = {"p/y=2020/m=Jan/0000_part_00": "4|2020-01-01\n1|2020-01-01\n",
                "p/y=2020/m=a%2Fb%3Dc%25/0000_part_00": "2|2020-01-02\n",
                f"p/y=2020/m={default}/0000_part_00": "5|2020-01-01\n",
                f"p/y=2020/m={default}/0000_part_01": "6|2020-01-01\n",
                f"p/y={default}/m=Jan/0000_part_00": "3|\n"}
    assert contents(store) == expected, contents(store)
    assert sorted(entry["url"] for entry in manifest["entries"]) == sorted("s3://b/" + key for key in expected)
    assert [one["name"] for one in manifest["schema"]["elements"]] == ["a", "y", "m", "d"], manifest
    assert manifest["meta"]["record_count"] == 6
    check("not empty", store.run("unload ('select * from p') to 's3://b/p' partition by (y)"), ("XX000", NOT_EMPTY))
    # CLEANPATH empties the folders that get files, and no other.
    store.run("unload ('select * from p where a = 2') to 's3://b/p/' partition by (y) include cleanpath csv header")
    check("cleanpath", store.keys(), [f"p/y={default}/m=Jan/0000_part_00", "p/y=2020/0000_part_00"][::-1])
    check("include", (store.bucket / "p/y=2020/0000_part_00").read_text(), "a,y,m,d\n2,2020,a/b=c%,2020-01-02\n")
    store.clear()
    store.run("unload ('select a, d, m from p') to 's3://b/x_' parallel off gzip json partition by (d) extension 'j'")
    check("names", store.keys(), [f"x_/d={day}/000.j" for day in ("2020-01-01", "2020-01-02", default)])
    store.clear()
    store.run("unload ('select * from p where false') to 's3://b/p' partition by (y)")
    check("no rows", store.keys(), [])
    store.run("""unload ('select distinct m, count(*) over (partition by m) n from p union all select ''z'', 0')
                 to 's3://b/s' json partition by (m)""")
    check("set operation", [key.split("/")[1] for key in store.keys()], ["m=Jan", f"m={default}", f"m={default}",
          "m=a%2Fb%3Dc%25", "m=z"])
    store.clear()
    store.run("""unload ('select i % 3000 k, i from (select row_number() over () i from pg_proc, pg_class) q
                 where i <= 9000') to 's3://b/many' partition by (k)""")
    check("many", (str(len(store.keys())), store.notices),
          (3000, ["UNLOAD completed, 9000 record(s) unloaded successfully."]))
    check("many", sorted((store.bucket / "many/k=7/0000_part_00").read_text().split()), ["3007", "6007", "7"])
    store.clear()


COLUMNS = {"s": "smallint", "i": "int", "l": "bigint", "n": "decimal(20,6)", "f": "float8", "o": "boolean",
    "d": "date",
           "t": "timestamp", "z": "timestamptz", "v": "varchar(200)", "c": "char(8)", "y": "varbyte(20)"}
# What UNLOAD and COPY are told, for data with every character.
ROUNDS = [("escape null as '\\N'", "escape"), ("escape addquotes null as '\\N'", "escape removequotes"),
          ("csv null as '@NULL@'", "csv null as '@NULL@'"), ("csv null as '\\N' header", "csv ignoreheader 1"),
          ("csv delimiter '\\t' null as '\\N'", "csv delimiter '\\t'"),
          ("delimiter ',' escape null as '\\N'", "delimiter ',' escape")]
# Without bytes, which only text and CSV may have.
COLUMNAR = [("json", "json 'auto' timeformat 'auto'"), ("json gzip", "json 'auto' timeformat 'auto' gzip"),
            ("parquet", "parquet"), ("format as parquet rowgroupsize 64 mb", "format as parquet"),
            ("parquet partition by (o) include", "parquet"),
            ("json partition by (s, d) include", "json timeformat 'auto'")]


def literal(random_, kind):
    if random_.random() < 0.15:
        return "null"
    digits = random_.choice([1, 2, 4, 9, 12])
    whole = random_.randrange(-10 ** digits, 10 ** digits)
    day = f"{random_.randrange(1900, 2100)}-{random_.randrange(1, 13):02}-{random_.randrange(1, 29):02}"
    clock = [random_.randrange(24), random_.randrange(60), random_.randrange(60), random_.randrange(10 ** 6)]
    time = "{:02}:{:02}:{:02}.{:06}".format(*clock)
    text = "".join(random_.choice("ab|,\\\"' \n\r\tNä😀;@") for _ in range(random_.randrange(12)))
    quoted = "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
    return {"s": str(whole % 30000), "i": str(whole % 2 ** 31), "l": str(whole), "n": f"{whole}.{clock[3]:06}",
            "f": repr(random_.uniform(-1, 1) * 10.0 ** random_.randrange(-20, 20)),
            "o": random_.choice(["true", "false"]), "d": f"'{day}'", "t": f"'{day} {time}'",
            "z": f"'{day} {time}+05:30'", "v": quoted,
            "c": "'" + "".join(random_.choice("xy|,") for _ in range(random_.randrange(1, 8))) + "'",
            "y": f"'{random_.randbytes(random_.randrange(1, 10)).hex()}'::varbyte"}[kind]


def test_round_trips(store):
    random_ = random.Random(7)
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    store.run(f"create table r ({columns}); create table back (like r)")
    for _ in range(30):
        values = ", ".join("(" + ", ".join(literal(random_, kind) for kind in COLUMNS) + ")" for _ in range(10))
        check("insert", store.run(f"insert into r values {values}"), [])
    wanted = store.run("select * from r")
    compressions = ["", "gzip", "bzip2", "zstd"]
    for number, (out, back) in enumerate(ROUNDS):
        for compression in (compressions[number % 4], compressions[(number + 1) % 4]):
            what = f"{out} / {back} {compression}"
            store.clear()
            check(what, store.run(f"unload ('select * from r') to 's3://b/r' {out} {compression}"), [])
            store.run("truncate back")
            check(what, store.run(f"copy back from 's3://b/r' {back} timeformat 'auto' {compression}"), [])
            got = store.run("select * from back")
            for one, other in zip(wanted, got):
                check(what, other, one)
            assert len(got) == len(wanted), what


def test_columnar_round_trips(store):
    names = ", ".join(name for name in COLUMNS if name != "y")
    store.run("alter table back drop column y")
    wanted = store.run(f"select {names} from r order by {names}")
    for out, back in COLUMNAR:
        store.clear()
        check(out, store.run(f"unload ('select {names} from r') to 's3://b/r' {out}"), [])
        store.run("truncate back")
        check(out, store.run(f"copy back from 's3://b/r' {back}"), [])
        got = store.run(f"select {names} from back order by {names}")
        assert len(got) == len(wanted), (out, len(got))
        for one, other in zip(wanted, got):
            check(out, other, one)
    store.run("alter table back add column y varbyte(20)")


def main():
    with storage.store() as store:
        for test in (test_written, test_refused, test_destination, test_manifest, test_json, test_partitions,
                     test_round_trips, test_columnar_round_trips):
            test(store)


main()
