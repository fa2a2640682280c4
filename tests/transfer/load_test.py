#!/usr/bin/env python3
"""COPY from objects: every option, the errors of rows and of statements, prefixes, manifests, what is reached."""
import json
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import load_cases  # noqa: E402
import storage  # noqa: E402

check = storage.check

ERRORS = """select line_number, trim(colname), err_code, trim(err_reason) from stl_load_errors
            where query = (select max(query) from stl_load_errors)"""
FAILED = "Load into table 't' failed.  Check 'stl_load_errors' system table for details."


def test_cases(store):
    for name, columns, data, options, expected, failure in load_cases.CASES:
        store.run(f"drop table if exists t; create table t ({columns})")
        store.put("case", data)
        got = store.run(f"copy t from 's3://b/case' {options}")
        if failure:
            check(name, got, ("XX000", FAILED))
            check(name, store.run(ERRORS), [failure])
            check(name, store.run("select count(*) from t"), [(0,)])
            continue
        check(name, (got, store.tag), ([], "COPY"))
        check(name, store.notices[-1],
            f"Load into table 't' completed, {len(expected)} record(s) loaded successfully.")
        check(name, store.run("select * from t"), expected)
    store.clear()


def test_refused(store):
    store.run("drop table if exists t; create table t (a int)")
    store.put("x", "1\n")
    for sql, sqlstate, text in load_cases.REFUSED:
        check(sql, store.run(sql), (sqlstate, text))
    store.clear()


def test_many_objects(store):
    store.run("drop table if exists t; create table t (a int, b varchar(5))")
    for key, data in (("d/part.2", "2|x\n"), ("d/part.1", "1|x\n"), ("d/part/deep/3", "3|x\n"), ("other", "9|x\n")):
        store.put(key, data)
    store.run("copy t from 's3://b/d/part' iam_role default")
    check("prefix", store.run("select a from t"), [(1,), (2,), (3,)])
    check("files",
        store.run("select trim(filename), lines_scanned from stl_load_commits where query = pg_last_copy_id()"),
          [("s3://b/d/part.1", 1), ("s3://b/d/part.2", 1), ("s3://b/d/part/deep/3", 1)])
    check("scan", store.run("""select trim(name), lines, bytes, loadtime >= 0, is_partial from stl_file_scan
                               where query = pg_last_copy_id() order by 1 limit 1"""),
          [("s3://b/d/part.1", 1, 4, True, 0)])
    check("detail", store.run("""select trim(file_name), bytes_scanned, lines_scanned, splits_scanned,
                                 end_time >= start_time and record_time = end_time from sys_load_detail
                                 where query_id = pg_last_copy_id() order by 1 limit 1"""),
          [("s3://b/d/part.1", 4, 1, 1, True)])
    check("history", store.run("""select status, table_name, data_source, loaded_rows, source_file_count, error_count
                                  from sys_load_history where query_id = pg_last_copy_id()"""),
          [("completed", "t", "s3://b/d/part", 3, 3, 0)])
    check("count", store.run("select pg_last_copy_count()"), [(3,)])
    store.run("truncate t")
    store.put("m", json.dumps({"entries": [{"url": "s3://b/other", "mandatory": True}, {"url": "s3://b/none"},
                                           {"url": "s3://b/other"}]}))
    store.run("copy t from 's3://b/m' manifest")
    check("manifest", store.run("select a from t"), [(9,), (9,)])
    store.put("m", json.dumps({"entries": [{"url": "s3://b/none", "mandatory": True}]}))
    check("mandatory", store.run("copy t from 's3://b/m' manifest"), ("XX000",
        "S3 object s3://b/none does not exist"))
    store.put("m", "[]")
    check("manifest", store.run("copy t from 's3://b/m' manifest"),
          ("XX000", "The manifest s3://b/m is not properly formed"))
    store.clear()


def test_columns(store):
    store.run("drop table if exists t; create table t (a int, b int default 7, c int identity(1, 1), d int not null)")
    store.put("x", "1|2\n")
    store.run("copy t (a, d) from 's3://b/x'")
    check("list", store.run("select * from t"), [(1, 7, 1, 2)])
    check("missing", store.run("copy t (a, b) from 's3://b/x'"),
          ("23502", 'column "d" is not null but has no default expression'))
    store.put("x", "1|2|50|4\n")
    store.run("truncate t")
    store.run("copy t from 's3://b/x' explicit_ids")
    check("explicit", store.run("select * from t"), [(1, 2, 50, 4)])
    check("explicit", store.run("copy t (a, d) from 's3://b/x' explicit_ids"),
          ("0A000", 'EXPLICIT_IDS needs the identity column "c" in the list of columns'))
    store.clear()


def test_json_paths(store):
    store.run("drop table if exists t; create table t (a int, b varchar(60), c varchar(60))")
    data = '{"id":7,"store":{"book":{"title":"T"}},"location":[0.50,{"x":[1,"a\\"b"]}],"tags":["u","v"]}\n'
    for paths, expected in (
            (["$.id", "$.store.book.title", "$.location[0]"], (7, "T", "0.50")),
            (["$['id']", "$['store']['book']['title']", "$['location'][1]"], (7, "T", '{"x":[1,"a\\"b"]}')),
            (["$.id", "$.store", "$.tags"], (7, '{"book":{"title":"T"}}', '["u","v"]')),
            (["$.id", "$.store", "$.store.book.title"], (7, '{"book":{"title":"T"}}', "T")),
            (["$.id", "$.location[1].x[1]", "$.location[1]['x']"], (7, 'a"b', '[1,"a\\"b"]')),
            (["$.none", "$.tags[9]", "$.store.book.none"], (None, None, None)),
            (["$.id", "$.tags[0]", "$.tags[0]"], (7, "u", "u"))):
        store.put("d/x", data)
        store.put("p", json.dumps({"jsonpaths": paths}))
        store.run("truncate t")
        check(paths, store.run("copy t from 's3://b/d/' json 's3://b/p'"), [])
        check(paths, store.run("select * from t"), [expected])
    store.run("truncate t")
    store.put("d/x", '[1, "x", [2]]\n[null, {"y": 1}]\n')
    store.put("p", json.dumps({"jsonpaths": ["$[0]", "$[1]", "$[2]"]}))
    store.run("copy t from 's3://b/d/' format as json 's3://b/p'")
    check("arrays", store.run("select * from t"), [(1, "x", "[2]"), (None, '{"y":1}', None)])
    check("list", store.run("copy t (b) from 's3://b/d/' json 's3://b/p'"),
          ("XX000", "Number of jsonpaths and the number of columns should match. JSONPath size: 3, Number of columns "
                    "in table or column list: 1"))
    for paths, reason in ((["$.a", "$.b.c", "$.d"], "Invalid JSONPath format: Member is not an object."),
                          (["$.a", "$.b[0]", "$.d"], "Invalid JSONPath format: Member is not an array.")):
        store.put("d/x", '{"a":1,"b":"x"}')
        store.put("p", json.dumps({"jsonpaths": paths}))
        check(paths, store.run("copy t from 's3://b/d/' json 's3://b/p'"), ("XX000", FAILED))
        check(paths, store.run(ERRORS), [(1, "", 1216, reason)])
    for text in ('["$.a"]', "{", '{"jsonpaths": 1}', '{"jsonpaths": ["$.a"]} x', '{"jsonpaths": ["$.a"], "x": 1}'):
        store.put("p", text)
        check(text, store.run("copy t from 's3://b/d/' json 's3://b/p'"),
              ("XX000", "The JSONPaths file s3://b/p is not properly formed"))
    nested = []
    for _ in range(900):
        nested = [nested]
    for path in ("", "a", "$.", "$['a'", "$[-1]", "$[x]", "$.a[", "$..a", "$['']", 1, nested):
        shown = json.dumps(path) if isinstance(path, str) else "not a string"
        store.put("p", json.dumps({"jsonpaths": [path]}))
        check(path, store.run("copy t (a) from 's3://b/d/' json 's3://b/p'"),
              ("XX000", f"The JSONPaths file s3://b/p has an invalid JSONPath expression: {shown}"))
    for deep in ('{"jsonpaths": [' + "[" * 2_000_000 + "]" * 2_000_000 + "]}", "[" * 4_000_000):
        store.put("p", deep)
        check("deep", store.run("copy t (a) from 's3://b/d/' json 's3://b/p'")[0], "XX000")
    store.run("truncate t")
    store.put("p", '{"other": 1}')
    store.run("copy t from 's3://b/d/' json 's3://b/p'")
    check("auto", store.run("select * from t"), [(1, "x", None)])
    store.clear()


def test_errors(store):
    store.run("drop table if exists t; create table t (a int, b varchar(3), c date)")
    store.put("x1", "1|x|2008-01-01\n2|toolong|2008-01-01\n")
    store.put("x2", "a|x|2008-01-01\n4|x|never\n5|x|2008-01-01\n")
    check("few", store.run("copy t from 's3://b/x' maxerror 3"), ("XX000", FAILED))
    check("nothing stays", store.run("select count(*) from t"), [(0,)])
    check("history", store.run("select status from sys_load_history order by query_id desc limit 1"), [("aborted",)])
    store.run("copy t from 's3://b/x' maxerror 4")
    check("notices", store.notices,
          ["Load into table 't' completed, 3 record(s) could not be loaded.  Check 'stl_load_errors' system table for "
           "details.", "Load into table 't' completed, 2 record(s) loaded successfully."])
    check("rows", store.run("select a from t"), [(1,), (5,)])
    check("errors",
        store.run("""select trim(filename), line_number, trim(colname), trim(type), trim(col_length), position,
                                 trim(raw_line), trim(raw_field_value), err_code from stl_load_errors
                                 where query = pg_last_copy_id()"""),
          [("s3://b/x1", 2, "b", "varchar", "3", 0, "2|toolong|2008-01-01", "toolong", 1204),
           ("s3://b/x2", 1, "a", "int4", "0", 0, "a|x|2008-01-01", "a", 1207),
           ("s3://b/x2", 2, "c", "date", "0", 0, "4|x|never", "never", 1205)])
    check("values", store.run("""select line_number, field, trim(value), is_null from stl_loaderror_detail
                                 where query = pg_last_copy_id() and filename = 's3://b/x2' order by 1, 2"""),
          [(1, 0, "a", 0), (2, 0, "4", 0), (2, 1, "x", 0), (2, 2, "never", 0)])
    check("corrupt", store.run("copy t from 's3://b/x1' gzip"), ("22P04", "corrupt GZIP data"))
    store.clear()


def test_replacements(store):
    store.run("drop table if exists t; create table t (a int, b varchar(10), c varchar(10))")
    store.put("x", b"1|ok|ok\n2|\xff|ok\n3|ok|a\xfe\n" + b"4|\xff|\xff\n" * 200)
    store.run("copy t from 's3://b/x' acceptinvchars")
    check("replacements", store.run("""select line_number, trim(colname), trim(filename), tbl = 't'::regclass::oid
                                       from stl_replacements where query = pg_last_copy_id() order by 1 limit 3"""),
          [(2, "b", "s3://b/x", True), (3, "c", "s3://b/x", True), (4, "b", "s3://b/x", True)])
    check("a hundred", store.run("select count(*) from stl_replacements where query = pg_last_copy_id()"), [(100,)])
    store.clear()


def test_progress(store):
    """stv_load_state tells of a load while it runs, and no longer."""
    store.run("drop table if exists t; create table t (a bigint, b varchar(100))")
    data = b"".join(b"%d|%s\n" % (i, b"x" * 50) for i in range(600_000))
    for number in range(3):
        store.put(f"l/{number}", data)
    other = storage.wire.Connection(store.connection.port)
    other.send_query("copy t from 's3://b/l/'")
    state = f"""select num_files, num_files_complete, bytes_to_load, bytes_loaded, lines, pct_complete,
                trim(current_file) from stv_load_state where pid = {other.pid}"""
    seen = []

    def moved():
        seen.extend(store.run(state))
        return len({row[3] for row in seen}) > 2 and any(row[1] != "0" for row in seen)

    assert storage.servers.eventually(moved), seen
    assert {row[0] for row in seen} == {"3"} and {row[2] for row in seen} == {str(3 * len(data))}, seen[0]
    loaded = [int(row[3]) for row in seen]
    assert loaded == sorted(loaded) and 0 < loaded[-1] <= 3 * len(data), loaded
    assert all(int(row[5]) == int(row[3]) * 100 // int(row[2]) and row[6].startswith("s3://b/l/") for row in seen)
    answer = other.wait()
    assert not answer.error, answer.error
    check("ended", store.run(state), [])
    other.close()
    store.clear()


def test_transactions(store):
    store.run("drop table if exists t; create table t (a int)")
    store.put("x", "1\n2\n")
    store.run("begin")
    store.run("copy t from 's3://b/x'")
    check("inside", store.run("select count(*) from t"), [(2,)])
    store.run("rollback")
    check("rolled back", store.run("select count(*) from t"), [(0,)])
    store.run("begin read only")
    check("read only", store.run("copy t from 's3://b/x'"), ("25006",
        "cannot execute COPY in a read-only transaction"))
    store.run("rollback")
    store.clear()


def test_cancel(store):
    """A load from a large object hears a cancel, and leaves nothing."""
    store.run("drop table if exists t; create table t (a bigint, b varchar(100))")
    store.put("large", b"".join(b"%d|%s\n" % (i, b"x" * 50) for i in range(2_000_000)))
    store.run("set statement_timeout to 200")
    got = store.run("copy t from 's3://b/large'")
    store.run("set statement_timeout to 0")
    check("cancel", got[0], "57014")
    check("nothing stays", store.run("select count(*) from t"), [(0,)])
    for signal, ends in (("pg_cancel_backend", "57014"), ("pg_terminate_backend", "57P01")):
        other = storage.wire.Connection(store.connection.port)
        other.send_query("copy t from 's3://b/large'")
        running = f"select count(*) from stv_inflight where pid = {other.pid}"
        assert storage.servers.eventually(lambda: store.run(running) == [("1",)]), signal
        store.run(f"select {signal}({other.pid})")
        answer = other.wait()
        assert answer.error and answer.error.sqlstate == ends, (signal, answer.error, answer.tags)
        other.close()
        check("the lock is free, and nothing stays", store.run("lock table t; select count(*) from t"), [(0,)])
    store.clear()


def test_walls(store):
    """Nothing outside of the folder is reached, by names or by links."""
    store.run("drop table if exists t; create table t (a varchar(200))")
    outside = store.folder.parent / (store.folder.name + ".outside")
    outside.mkdir()
    (outside / "secret").write_text("secret\n")
    try:
        os.symlink(outside, store.bucket / "link")
        os.symlink(outside / "secret", store.bucket / "file")
        os.symlink(outside, store.folder / "linked")
        os.mkfifo(store.bucket / "pipe")
        for key in ("link", "link/secret", "file", "pipe", "../b2/x", "..", "./x", "/etc/passwd", "link/../x"):
            got = store.run(f"copy t from 's3://b/{key}'")
            check(key, got[0], "XX000")
            store.put("m", json.dumps({"entries": [{"url": f"s3://b/{key}", "mandatory": True}]}))
            check(key, store.run("copy t from 's3://b/m' manifest")[0], "XX000")
        for bucket in ("linked", "..", ".", "none"):
            check(bucket, store.run(f"copy t from 's3://{bucket}/secret'")[0], "XX000")
            check(bucket, store.run(f"unload ('select 1') to 's3://{bucket}/x'")[0], "XX000")
        for key in ("../x", "a/../../x", "link/x", "a//x", "./x"):
            got = store.run(f"unload ('select 1') to 's3://b/{key}'")
            assert got and got[0] in ("22023", "58030"), (key, got)
        check("outside", os.listdir(outside), ["secret"])
        check("count", store.run("select count(*) from t"), [(0,)])
    finally:
        for name in ("link", "file", "pipe"):
            (store.bucket / name).unlink()
        (outside / "secret").unlink()
        outside.rmdir()


def test_not_configured():
    with storage.servers.Redstart() as server:
        store = storage.Store("/", server.port)
        store.run("create table t (a int)")
        for sql in ("copy t from 's3://b/x'", "unload ('select 1') to 's3://b/x'"):
            check(sql, store.run(sql), ("0A000", "no object storage is configured"))


def main():
    with storage.store() as store:
        for test in (test_cases, test_refused, test_many_objects, test_columns, test_json_paths, test_errors,
                     test_replacements,
                     test_progress, test_transactions,
                     test_cancel, test_walls):
            test(store)
    test_not_configured()


main()
