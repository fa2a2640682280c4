#!/usr/bin/env python3
"""COPY and UNLOAD against an S3 that is slow, cuts answers off, fails for a moment or for good, has lost a key, refuses
the credentials: what is tried again, what a client is told, and that a cancel ends it at once and leaves nothing."""
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import faulty_s3  # noqa: E402
import storage  # noqa: E402

check = storage.check
KEYS = "access_key_id 'AKID' secret_access_key 'topsecret' session_token 'token123'"
ROWS = b"".join(b"%d|%s\n" % (i, b"x" * 40) for i in range(50_000))  # about 2 MB
COPY = f"copy t from 's3://b/x' {KEYS}"
UNLOAD = f"unload ('select * from big') to 's3://b/out/' {KEYS} parallel off"


def fresh(s3, store):
    s3.calm()
    store.run("truncate t")
    s3.objects["b/x"] = ROWS


def loaded(store):
    return store.run("select count(*), sum(a) from t") == [("50000", str(sum(range(50_000))))]


def test_passing_faults(s3, store):
    """Answers that are wrong a few times only: nobody notices."""
    for act in (faulty_s3.answers(500, "InternalError", "We encountered an internal error. Please try again."),
                faulty_s3.answers(503, "SlowDown", "Please reduce your request rate."), faulty_s3.answers(503),
                faulty_s3.answers(400, "RequestTimeout", "Your socket connection was not read from"),
                faulty_s3.hangs_up, faulty_s3.cut(0), faulty_s3.cut(700_000), faulty_s3.cut(1_300_001)):
        fresh(s3, store)
        s3.fail("GET", "/b/x", act, times=2)
        check("copy", store.run(COPY), [])
        assert loaded(store), act
    fresh(s3, store)
    s3.fail("GET", "list-type", faulty_s3.answers(503, "SlowDown", "Please reduce your request rate."), times=2)
    s3.fail("GET", "/b/x", faulty_s3.cut(100))
    check("copy", store.run(COPY), [])
    assert loaded(store)
    assert any(headers.get("Range") == "bytes=100-" and "If-Match" in headers for _, _, headers in s3.requests)


def test_silence(s3, store):
    """A store that says nothing is asked again after --s3-timeout."""
    fresh(s3, store)
    s3.fail("GET", "/b/x", faulty_s3.silent)
    check("copy", store.run(COPY), [])
    assert loaded(store)


def test_drip(s3, store):
    """Slow is not silent."""
    fresh(s3, store)
    s3.objects["b/x"] = ROWS[:45_000]
    s3.fail("GET", "/b/x", faulty_s3.drip(5_000, 0.3))
    store.run(COPY + " fillrecord maxerror 1000")
    check("once", str(s3.asked("GET", "/b/x")), 1)


def test_lasting_faults(s3, store):
    told = [
        (faulty_s3.answers(503, "SlowDown", "Please reduce your request rate."),
         "S3ServiceException:Please reduce your request rate.,Status 503,Error SlowDown"),
        (faulty_s3.answers(500), "S3ServiceException:The service has answered with status 500,Status 500"),
        (faulty_s3.answers(403, "ExpiredToken", "The provided token has expired."),
         "S3ServiceException:The provided token has expired.,Status 403,Error ExpiredToken"),
        (faulty_s3.answers(403, "AccessDenied", "Access Denied"),
         "S3ServiceException:Access Denied,Status 403,Error AccessDenied"),
        (faulty_s3.answers(301, "PermanentRedirect", "The bucket you are attempting to access must be addressed using "
                           "the specified endpoint.", {"Location": "http://127.0.0.1:1/"}),
         "S3ServiceException:The bucket you are attempting to access must be addressed using the specified endpoint.,"
         "Status 301,Error PermanentRedirect"),
        (faulty_s3.cut(0), None), (faulty_s3.cut(1000), None),
    ]
    for act, text in told:
        fresh(s3, store)
        s3.fail("GET", "/b/x", act, times=1000)
        sqlstate, message = store.run(COPY)
        check("sqlstate", sqlstate, "XX000")
        if text:
            check("text", message, text)
        else:
            assert message.startswith("S3CurlException: ") and "CurlError 18" in message, message
        check("nothing stays", store.run("select count(*) from t"), [(0,)])
        assert "topsecret" not in message and "token123" not in message
    fresh(s3, store)
    s3.fail("GET", "/b/x", faulty_s3.answers(404, "NoSuchKey", "The specified key does not exist."), times=1000)
    check("vanished", store.run(COPY), ("XX000", "S3 object s3://b/x does not exist"))
    check("secret", store.run(COPY.replace("topsecret", "no")), ("XX000",
          "S3ServiceException:The request signature we calculated does not match the signature you provided. Check "
          "your key and signing method.,Status 403,Error SignatureDoesNotMatch"))
    fresh(s3, store)
    s3.objects["b/x y+&=%/ä~'("] = b"1|x\n"
    check("names", store.run(f"copy t from 's3://b/x y+&=%/ä~''(' {KEYS} region 'eu-west-1'"), [])
    s3.fail("GET", "list-type", lambda request: request.answer(200, "<html>"), times=1)
    check("listing", store.run(COPY), ("XX000", "The listing of s3://b/ is not properly formed"))


def test_changed(s3, store):
    """An object that is another one when it is gone on with."""
    fresh(s3, store)

    def cut_and_change(request):
        faulty_s3.cut(900_000)(request)
        s3.objects["b/x"] = ROWS + b"1|y\n"
    s3.fail("GET", "/b/x", cut_and_change)
    check("changed", store.run(COPY), ("XX000", "S3ServiceException:At least one of the pre-conditions you specified "
                                       "did not hold,Status 412,Error PreconditionFailed"))


PARQUET = f"copy p from 's3://b/pq/' {KEYS} parquet"


def test_parquet(s3, store):
    """Ranges of an object: what is tried again, what ends the load, and that a cancel does at once."""
    fresh(s3, store)
    store.run("drop table if exists p; create table p (a int, b varchar(100))")
    check("unload", store.run(f"unload ('select * from big') to 's3://b/pq/' {KEYS} parquet parallel off"), [])
    whole = s3.objects["b/pq/000.parquet"]
    rows = store.run("select count(*), sum(len(b)) from big")

    def again():
        s3.calm()
        s3.objects["b/pq/000.parquet"] = whole
        store.run("truncate p")

    for method, act in (("HEAD", faulty_s3.answers(503)), ("GET", faulty_s3.answers(503, "SlowDown", "Slower.")),
                        ("GET", faulty_s3.hangs_up), ("GET", faulty_s3.cut(0)), ("GET", faulty_s3.cut(1))):
        again()
        s3.fail(method, "/b/pq/000", act, times=2)
        check(method, store.run(PARQUET), [])
        check(method, store.run("select count(*), sum(len(b)) from p"), rows)
    ranges = [headers["Range"] for method, path, headers in s3.requests if method == "GET" and "/b/pq/000" in path]
    assert ranges and all(one.startswith("bytes=") for one in ranges), ranges
    again()
    s3.fail("GET", "/b/pq/000", faulty_s3.answers(403, "AccessDenied", "Access Denied"), times=1000)
    check("denied", store.run(PARQUET), ("XX000", "S3ServiceException:Access Denied,Status 403,Error AccessDenied"))
    again()

    def cut_and_change(request):
        faulty_s3.cut(1)(request)
        s3.objects["b/pq/000.parquet"] = whole + b"x"
    s3.fail("GET", "/b/pq/000", cut_and_change)
    check("changed", store.run(PARQUET),
          ("XX000", "S3ServiceException:At least one of the pre-conditions you specified did not hold,Status 412,"
                    "Error PreconditionFailed"))
    again()
    s3.fail("GET", "/b/pq/000", faulty_s3.silent, times=1000)
    store.run("set statement_timeout to 300")
    begin = time.monotonic()
    check("cancelled", store.run(PARQUET)[0], "57014")
    store.run("set statement_timeout to 0")
    assert time.monotonic() - begin < 2, time.monotonic() - begin
    check("nothing stays", store.run("lock table p; select count(*) from p"), [(0,)])
    s3.calm()


def test_pages(s3, store):
    fresh(s3, store)
    s3.page = 7
    del s3.objects["b/x"]
    for number in range(40):
        s3.objects[f"b/p/{number:03}"] = b"%d|p\n" % number
    check("copy", store.run(f"copy t from 's3://b/p/' {KEYS}"), [])
    check("rows", store.run("select count(*), sum(a) from t"), [(40, 780)])
    check("pages", str(s3.asked("GET", "list-type")), 6)
    s3.page = 1000


def test_unload(s3, store):
    """Parts are sent again; a failed or cancelled UNLOAD leaves neither objects nor uploads."""
    slow = faulty_s3.answers(503, "SlowDown", "Please reduce your request rate.")
    s3.calm()
    for method, path in (("PUT", "partNumber=2"), ("POST", "uploads"), ("POST", "uploadId")):
        s3.fail(method, path, slow, times=2)
    check("unload", store.run(UNLOAD), [])
    check("keys", sorted(s3.objects), ["b/out/000"])
    check("whole", str(s3.objects["b/out/000"].count(b"\n")), 400_000)
    for method, path, act in (("PUT", "partNumber=2", slow), ("PUT", "partNumber=1", faulty_s3.hangs_up),
                              ("POST", "uploadId",
                               lambda request: request.answer(200, faulty_s3.error_xml("InternalError", "Oh."))),
                              ("PUT", "manifest", faulty_s3.answers(403, "AccessDenied", "Access Denied"))):
        s3.calm()
        s3.fail(method, path, act, times=1000)
        check(path, store.run(UNLOAD + " manifest")[0], "XX000")
        assert not s3.objects and not s3.uploads, (path, list(s3.objects), list(s3.uploads))
    s3.calm()
    s3.fail("PUT", "partNumber", faulty_s3.answers(403, "AccessDenied", "Access Denied"))
    check("denied", store.run(UNLOAD), ("XX000", "S3ServiceException:Access Denied,Status 403,Error AccessDenied"))


def test_interrupts(s3, store):
    """A cancel and a terminate end a transfer that waits, in every place where it can, and leave nothing."""
    slow = faulty_s3.answers(503, "SlowDown", "Please reduce your request rate.")
    places = [(COPY, "GET", "list-type", faulty_s3.silent), (COPY, "GET", "/b/x", faulty_s3.silent),
              (COPY, "GET", "/b/x", faulty_s3.drip(1000, 0.05)), (COPY, "GET", "/b/x", slow),
              (UNLOAD, "PUT", "partNumber=2", faulty_s3.silent), (UNLOAD, "POST", "uploads", faulty_s3.silent),
              (UNLOAD, "POST", "uploadId", faulty_s3.silent)]
    for sql, method, path, act in places:
        for signal, ends in (("pg_cancel_backend", "57014"), ("pg_terminate_backend", "57P01")):
            fresh(s3, store)
            s3.fail(method, path, act, times=1000)
            other = storage.wire.Connection(store.connection.port)
            other.send_query(sql)
            assert storage.servers.eventually(lambda: s3.asked(method, path) > 0), (sql, path)
            begin = time.monotonic()
            store.run(f"select {signal}({other.pid})")
            answer = other.wait()
            took = time.monotonic() - begin
            assert answer.error and answer.error.sqlstate == ends, (signal, path, answer.error)
            assert took < 1.5, (signal, path, took)
            other.close()
            check("the lock is free, nothing stays", store.run("lock table t; select count(*) from t"), [(0,)])
            if sql == UNLOAD:
                assert storage.servers.eventually(lambda: not s3.uploads and "b/out/000" not in s3.objects, 10), path


def test_nobody_there():
    with storage.servers.Redstart(":memory:", "--s3-endpoint", "http://127.0.0.1:1") as server:
        store = storage.Store("/", server.port)
        store.run("create table t (a int)")
        sqlstate, message = store.run(COPY)
        check("sqlstate", sqlstate, "XX000")
        assert message.startswith("S3CurlException: Failed to connect to 127.0.0.1 port 1") and "CurlError 7" in message


def main():
    s3 = faulty_s3.FaultyS3("topsecret")
    with storage.servers.Redstart(":memory:", "--s3-endpoint", s3.endpoint, "--s3-timeout", "2s") as server:
        store = storage.Store("/", server.port)
        store.run("create table t (a bigint, b varchar(100)); create table big (a int, b varchar(100))")
        store.run("insert into big select 1, repeat('x', 40)")
        for _ in range(10):
            store.run("insert into big select * from big")
        store.run("insert into big select a.a, a.b from big a, big b limit 398976")
        for test in (test_passing_faults, test_silence, test_drip, test_lasting_faults, test_changed, test_parquet,
                     test_pages, test_unload, test_interrupts):
            begin = time.monotonic()
            test(s3, store)
            print(test.__name__, f"{time.monotonic() - begin:.1f} s", flush=True)
    s3.close()
    test_nobody_there()


main()
