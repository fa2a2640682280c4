#!/usr/bin/env python3
"""COPY and UNLOAD of Parquet: what fits which column, what does not and why, many rows, a cancel."""
import base64
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import storage  # noqa: E402

check = storage.check

PARQUET = """a smallint, b int, c bigint, d real, e float8, f decimal(9,2), g decimal(38,10), h boolean, i date,
             j timestamp, k timestamptz, l varchar(10), m char(5)"""
VALUES = """1, 2, 3, 1.5, 2.5, 12.34, 1234567890.0123456789, true, '2020-02-29', '2020-01-01 10:11:12.123456',
            '2020-01-01 10:11:12+02', 'ä|x', 'ab'"""


def scanned(store, sql):
    """The reason in the DETAIL of a scan error, which stl_load_errors has, too."""
    answer = store.connection.query(sql)
    assert answer.error and answer.error.fields["M"] == "Spectrum Scan Error", (sql, answer.error, answer.tags)
    assert answer.error.sqlstate == "XX000", answer.error
    context = answer.error.fields["D"].split("context:   ")[1].split("\n  ---")[0]
    logged = store.run("""select err_code, trim(err_reason) from stl_load_errors
                          where query = (select max(query) from stl_load_errors)""")
    check(sql, logged, [(15007, context[:100].rstrip())])
    return context


def test_parquet(store):
    store.run(f"drop table if exists t; drop table if exists u; create table t ({PARQUET}); create table u (like t)")
    store.run(f"insert into t values ({VALUES}); insert into t (a) values (null)")
    check("unload", store.run("unload ('select * from t') to 's3://b/p/' parquet manifest"), [])
    check("keys", store.keys(), ["p/0000_part_00.parquet", "p/manifest"])
    store.run("copy u from 's3://b/p/manifest' iam_role default format as parquet manifest")
    check("notices", store.notices, ["Load into table 'u' completed, 2 record(s) loaded successfully."])
    check("rows", store.run("select * from u order by a"), store.run("select * from t order by a"))
    check("commits", store.run("""select trim(filename), lines_scanned, trim(file_format) from stl_load_commits
                                  where query = pg_last_copy_id()"""),
          [("s3://b/p/0000_part_00.parquet", 2, "PARQUET")])
    (store.bucket / "p/manifest").write_text('{"entries": [{"url": "s3://b/p/0000_part_00.parquet"}]}')
    check("manifest", store.run("copy u from 's3://b/p/manifest' parquet manifest"),
          ("XX000", "The manifest has no content_length for s3://b/p/0000_part_00.parquet, which PARQUET needs"))
    (store.bucket / "p/manifest").write_text(
        '{"entries": [{"url": "s3://b/p/0000_part_00.parquet", "meta": {"content_length": 9}}]}')
    assert "and the manifest says 9" in scanned(store, "copy u from 's3://b/p/manifest' parquet manifest")
    store.clear()


FILE = "s3://b/p0000_part_00.parquet"
# What the file has, the table's columns, and why they do not fit.
UNFIT = [
    ("1::bigint a", "a int", f"File '{FILE}' has an incompatible Parquet schema for column '{FILE}.a'. Column type: "
                             "INT, Parquet schema:\noptional int64 a [i:0 d:1 r:0]"),
    ("1::int a", "b bigint", f"File '{FILE}' has an incompatible Parquet schema for column '{FILE}.b'. Column type: "
                             "BIGINT, Parquet schema:\noptional int32 a [i:0 d:1 r:0]"),
    ("1 a, ''x''::varchar(3) b", "a int, b int", f"File '{FILE}' has an incompatible Parquet schema for column "
     f"'{FILE}.b'. Column type: INT, Parquet schema:\noptional byte_array b [i:1 d:1 r:0]"),
    ("1 a", "a varchar(3)", f"File '{FILE}' has an incompatible Parquet schema for column '{FILE}.a'. Column type: "
                            "VARCHAR(3), Parquet schema:\noptional int32 a [i:0 d:1 r:0]"),
    ("1.5::decimal(5,2) a", "a decimal(5,1)", f"File '{FILE}' column 'a' has a scale that does not match the table "
     "metadata scale. File metadata scale: 2, table metadata scale: 1"),
    ("1.5::decimal(5,2) a", "a decimal(6,2)", f"File '{FILE}' column 'a' has a precision that does not match the table "
     "metadata precision. File metadata precision: 5, table metadata precision: 6"),
    ("1 a", "a decimal(5,2)", f"File '{FILE}' has an incompatible Parquet schema for column '{FILE}.a'. Column type: "
                              "DECIMAL(5, 2), Parquet schema:\noptional int32 a [i:0 d:1 r:0]"),
    ("1.5::float8 a", "a real", f"File '{FILE}' has an incompatible Parquet schema for column '{FILE}.a'. Column type: "
                                "FLOAT, Parquet schema:\noptional double a [i:0 d:1 r:0]"),
    ("date ''2020-01-01'' a", "a timestamp", f"File '{FILE}' has an incompatible Parquet schema for column '{FILE}.a'. "
     "Column type: TIMESTAMP, Parquet schema:\noptional int32 a [i:0 d:1 r:0]"),
    ("1 a, 2 b", "a int", f"Unmatched number of columns between table and file. Table columns: 1, Data columns: 2, "
                          f"File name: {FILE}"),
    ("1 a", "a int, b int", f"Unmatched number of columns between table and file. Table columns: 2, Data columns: 1, "
                            f"File name: {FILE}"),
    ("''abcd''::varchar(9) a", "z varchar(3)", "The length of the data column z is longer than the length defined in "
     f"the table. Table: 3, Data: 4, File name: {FILE}"),
    ("''äö''::varchar(9) a", "z varchar(3)", "The length of the data column z is longer than the length defined in "
     f"the table. Table: 3, Data: 4, File name: {FILE}"),
    ("''abcd''::varchar(9) a", "z char(3)", "The length of the data column z is longer than the length defined in "
     f"the table. Table: 3, Data: 4, File name: {FILE}"),
]


def test_parquet_unfit(store):
    for query, columns, context in UNFIT:
        store.clear()
        check(query, store.run(f"unload ('select {query}') to 's3://b/p' parquet"), [])
        store.run(f"drop table if exists t; create table t ({columns})")
        check(query, scanned(store, "copy t from 's3://b/p' parquet"), context)
        check(query, store.run("select count(*) from t"), [(0,)])


# Written by hyparquet-writer: columns I (required INT32), t (TIMESTAMP_MILLIS) and r (BYTE_ARRAY that is not said to be
# a text); and one of r, of which the second value is no UTF-8.
FOREIGN = base64.b64decode(
    "UEFSMRUGFRAVFFwVBBUAFQQVABUAFQAAAAgcAQAAAAIAAAAVBhUUFRhcFQQVAhUEFQAVBBUAAAADAQgcADmMYG8BAAAVBhUQFRRc"
    "FQQVAhUEFQAVBBUAAAADAQYUAgAAAMOkFQQZTEgEcm9vdBUGABUCJQAYAUkAFQQlAhgBdCUSABUMJQIYAXIAFgQZHBk8JggcFQIZ"
    "FQAZGAFJFQIWBBY6Fj4mCAAAJkYcFQQZFQAZGAF0FQIWBBY+FkImRgAAJogBHBUMGRUAGRgBchUCFgQWOhY+JogBAAAWsgEWBDa+"
    "AQAoCWh5cGFycXVldBk8HAAAHAAAHAAAAJcAAABQQVIx")
BYTES = base64.b64decode(
    "UEFSMRUGFRoVHlwVBBUAFQQVABUEFQAAAAMDCygBAAAAQQIAAABB/xUEGSxIBHJvb3QVAgAVDCUCGAFyABYEGRwZHCYIHBUMGRUA"
    "GRgBchUCFgQWRBZIJggAABZEFgQ2SAAoCWh5cGFycXVldBkcHAAAAEsAAABQQVIx")


def test_foreign(store):
    """Files of another writer; the moment is the same in any time zone."""
    store.clear()
    store.put("f", FOREIGN)
    store.run("drop table if exists t; create table t (a int, b timestamp, c varchar(5))")
    store.run("set timezone to 'America/New_York'")
    store.run("copy t from 's3://b/f' parquet")
    check("text", store.run("select * from t order by a"), [(1, "2020-01-01 10:00:00", "ä"), (2, None, None)])
    store.run("drop table t; create table t (a int, b timestamptz, c varbyte(5)); copy t from 's3://b/f' parquet")
    check("bytes", store.run("select * from t order by a"), [(1, "2020-01-01 05:00:00-05", "c3a4"), (2, None, None)])
    store.run("set timezone to default")
    store.put("f", BYTES)
    store.run("drop table t; create table t (a varchar(5))")
    check("no text", scanned(store, "copy t from 's3://b/f' parquet"),
          "String contains invalid or unsupported UTF8 codepoints. Bad UTF8 hex sequence: ff, File name: s3://b/f")
    store.clear()


def test_parquet_columns(store):
    store.clear()
    store.run("unload ('select 1 a, 2 b') to 's3://b/p' parquet")
    store.run("drop table if exists t; create table t (x int, y int, z varchar(3) default 'd')")
    store.run("copy t (y, x) from 's3://b/p' parquet; copy t from 's3://b/p' parquet fillrecord")
    check("list, fillrecord", store.run("select * from t order by x"), [(1, 2, None), (2, 1, "d")])
    store.run("drop table t; create table t (x int, y int not null, z int identity(1,1))")
    check("identity", store.run("copy t from 's3://b/p' parquet; select * from t"), [(1, 2, 1)])
    check("overflow", store.run("""unload ('select 70000 x, 1 y') to 's3://b/p' parquet allowoverwrite; drop table t;
                                   create table t (x smallint, y int); copy t from 's3://b/p' parquet"""),
          ("22003", "a value is out of range"))
    store.run("unload ('select null::int x, 1 y') to 's3://b/p' parquet allowoverwrite")
    store.run("drop table t; create table t (x int not null, y int)")
    check("not null", store.run("copy t from 's3://b/p' parquet")[0], "23502")
    store.run("unload ('select 1 x, 2 y where false') to 's3://b/p' parquet allowoverwrite")
    check("no rows", store.run("copy t from 's3://b/p' parquet; select count(*) from t"), [(0,)])
    store.put("p0000_part_00.parquet", (store.bucket / "p0000_part_00.parquet").read_bytes()[:-9])
    check("cut off", store.run("copy t from 's3://b/p' parquet"), ("XX000", "The object is not a valid Parquet file"))
    for data in (b"", b"PAR1", b"PAR1" * 3, b"PAR1" + b"\xff" * 64 + b"\x40\0\0\0PAR1", b"PAR1\xff\xff\xff\x7fPAR1"):
        store.put("p0000_part_00.parquet", data)
        check(data, store.run("copy t from 's3://b/p' parquet"), ("XX000", "The object is not a valid Parquet file"))
    store.clear()


def test_parquet_many_rows(store):
    """Row groups, files of MAXFILESIZE, partitions; a cancel ends both ways at once."""
    store.run("""drop table if exists t; create table t (a bigint, b varchar(40), c int);
                 insert into t select i, lpad(i::varchar, 32, md5(i::varchar)), i % 7 from
                 (select row_number() over () i from pg_proc a, pg_proc b) q where i <= 1000000""")
    rows = store.run("select count(*), sum(a), sum(len(b)) from t")
    for options, files in (("maxfilesize 8 mb", None), ("rowgroupsize 128 mb parallel off", ["000.parquet"]),
                           ("partition by (c)", 7)):
        store.clear()
        check(options, store.run(f"unload ('select * from t') to 's3://b/l/' parquet {options}"), [])
        keys = [key[2:] for key in store.keys()]
        assert keys == files or len(keys) == files or (files is None and len(keys) > 1), keys
        if "partition" in options:
            continue
        store.run("drop table if exists u; create table u (like t)")
        check(options, store.run("copy u from 's3://b/l/' parquet"), [])
        check(options, store.run("select count(*), sum(a), sum(len(b)) from u"), rows)
    store.clear()
    store.run("unload ('select * from t') to 's3://b/l/' parquet")
    for sql in ("copy u from 's3://b/l/' parquet",
                "unload ('select * from t') to 's3://b/m/' parquet partition by (c)"):
        for signal, ends in (("pg_cancel_backend", "57014"), ("pg_terminate_backend", "57P01")):
            other = storage.wire.Connection(store.connection.port)
            other.send_query(sql)
            running = f"select count(*) from stv_inflight where pid = {other.pid}"
            assert storage.servers.eventually(lambda: store.run(running) == [("1",)]), signal
            store.run(f"select {signal}({other.pid})")
            answer = other.wait()
            assert answer.error and answer.error.sqlstate == ends, (sql, signal, answer.error, answer.tags)
            other.close()
    check("nothing stays", (store.keys(), store.run("lock table u; select count(*) from u")),
          (["l/0000_part_00.parquet"], [rows[0][:1]]))
    store.clear()


def main():
    with storage.store() as store:
        for test in (test_parquet, test_parquet_unfit, test_foreign, test_parquet_columns, test_parquet_many_rows):
            test(store)


main()
