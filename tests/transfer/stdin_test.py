#!/usr/bin/env python3
"""COPY FROM STDIN with Redshift's options: every case of load_cases.py, sent by the client in pieces."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import load_cases  # noqa: E402
import storage  # noqa: E402

check = storage.check
FAILED = "Load into table 't' failed.  Check 'stl_load_errors' system table for details."
ERRORS = """select line_number, trim(colname), err_code, trim(err_reason), trim(filename) from stl_load_errors
            where query = (select max(query) from stl_load_errors)"""
# What makes it Redshift's statement where the case has no such option, and changes nothing.
OURS = "compupdate off"
REFUSED = [
    ("manifest", "42601", "MANIFEST cannot be used with STDIN in COPY"),
    ("iam_role default", "42601", "IAM_ROLE cannot be used with STDIN in COPY"),
    ("region 'x'", "42601", "REGION cannot be used with STDIN in COPY"),
    ("parquet", "0A000", "COMPUPDATE argument is not supported for PARQUET based COPY"),
    ("fixedwidth 'a:1'", "22023", "COPY FIXEDWIDTH must name a width for each of the 2 columns"),
    ("header", "42601", 'COPY option "header" is not known'),
]


def copy(store, options, data, size):
    """The answer to COPY t FROM STDIN with the data in pieces of that size."""
    connection = store.connection
    connection.send_query(f"copy t from stdin {options}")
    answer = connection.wait()
    if answer.error:
        return answer.error.sqlstate, answer.error.fields["M"]
    assert answer.status == "copy in", answer.status
    for at in range(0, len(data), size):
        connection.message(b"d", data[at:at + size])
    connection.message(b"c")
    answer = connection.wait()
    store.notices = answer.notices
    return (answer.error.sqlstate, answer.error.fields["M"]) if answer.error else answer.tags


def test_cases(store):
    for number, (name, columns, data, options, expected, failure) in enumerate(load_cases.CASES):
        if any(word in options for word in ("region", "iam_role", "credentials", "access_key_id", "compupdate")):
            continue
        store.run(f"drop table if exists t; create table t ({columns})")
        data = data.encode() if isinstance(data, str) else data
        got = copy(store, f"{options} {OURS}", data, (1, 7, 4096)[number % 3])
        if failure:
            check(name, got, ("XX000", FAILED))
            check(name, store.run(ERRORS), [(*failure, "STDIN")])
            check(name, store.run("select count(*) from t"), [(0,)])
            continue
        check(name, got, [f"COPY {len(expected)}"])
        check(name, store.notices[-1],
              f"Load into table 't' completed, {len(expected)} record(s) loaded successfully.")
        check(name, store.run("select * from t"), expected)


def test_refused(store):
    store.run("drop table if exists t; create table t (a int, b int)")
    for options, sqlstate, text in REFUSED:
        check(options, store.run(f"copy t from stdin {options} {OURS}"), (sqlstate, text))


def test_life(store):
    """A client that gives up, a cancel, JSONPaths of an object; PostgreSQL's options stay PostgreSQL's."""
    store.run("drop table if exists t; create table t (a int, b varchar(9))")
    connection = store.connection
    connection.send_query("copy t from stdin ignoreheader 1")
    assert connection.wait().status == "copy in"
    connection.message(b"d", b"a|b\n1|x\n")
    connection.message(b"f", b"no more\0")
    answer = connection.wait()
    check("given up", answer.error.sqlstate, "57014")
    check("nothing stays", store.run("select count(*) from t"), [(0,)])
    check("history", store.run("select status, data_source from sys_load_history order by query_id desc limit 1"),
          [("aborted", "STDIN")])
    store.put("paths", '{"jsonpaths": ["$.x", "$.y[0]"]}')
    check("paths", copy(store, "json 's3://b/paths'", b'{"x": 1, "y": ["z"]}', 5), ["COPY 1"])
    check("paths", store.run("select * from t"), [(1, "z")])
    check("history", store.run("""select status, loaded_rows, loaded_bytes from sys_load_history
                                  order by query_id desc limit 1"""),
          [("completed", 1, 20)])
    store.run("truncate t")
    check("PostgreSQL's", copy(store, "csv delimiter ';'", b'2;"q"\n', 5), ["COPY 1"])
    check("PostgreSQL's", copy(store, "with (format csv, header)", b"a,b\n3,r\n", 5), ["COPY 1"])
    check("rows", store.run("select * from t order by a"), [(2, "q"), (3, "r")])
    store.run("set statement_timeout to 300")
    connection.send_query("copy t from stdin gzip")
    assert connection.wait().status == "copy in"
    answer = connection.wait()
    store.run("set statement_timeout to 0")
    check("cancelled", answer.error.sqlstate, "57014")


def main():
    with storage.store() as store:
        for test in (test_cases, test_refused, test_life):
            test(store)


main()
