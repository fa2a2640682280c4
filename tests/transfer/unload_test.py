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
    ("extension 'txt'", "u/0000_part_00.txt", "1|x|y|\n2|q\"|3\n"),
    ("region 'us-east-1' maxfilesize 6 gb", "u/0000_part_00", "1|x|y|\n2|q\"|3\n"),
]

REFUSED = [
    ("unload ('select 1') to 's3://b/u/' parquet", "0A000", "UNLOAD PARQUET is not supported"),
    ("unload ('select 1') to 's3://b/u/' format json", "0A000", "UNLOAD JSON is not supported"),
    ("unload ('select 1') to 's3://b/u/' partition by (a)", "0A000", "UNLOAD PARTITION is not supported"),
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


COLUMNS = {"s": "smallint", "i": "int", "l": "bigint", "n": "decimal(20,6)", "f": "float8", "o": "boolean",
    "d": "date",
           "t": "timestamp", "z": "timestamptz", "v": "varchar(200)", "c": "char(8)", "y": "varbyte(20)"}
# What UNLOAD and COPY are told, for data with every character.
ROUNDS = [("escape null as '\\N'", "escape"), ("escape addquotes null as '\\N'", "escape removequotes"),
          ("csv null as '@NULL@'", "csv null as '@NULL@'"), ("csv null as '\\N' header", "csv ignoreheader 1"),
          ("csv delimiter '\\t' null as '\\N'", "csv delimiter '\\t'"),
          ("delimiter ',' escape null as '\\N'", "delimiter ',' escape")]


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


def main():
    with storage.store() as store:
        for test in (test_written, test_refused, test_destination, test_manifest, test_round_trips):
            test(store)


main()
