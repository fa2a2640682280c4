#!/usr/bin/env python3
"""COPY and UNLOAD over HTTP against s3rver: listing, reading, small and large objects, both ways of addressing, whose
keys they are."""
import json
import os
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import s3rver  # noqa: E402
import storage  # noqa: E402

check = storage.check
KEYS = "access_key_id 'S3RVER' secret_access_key 'S3RVER'"
OTHER = "arn:aws:iam::1:role/other"
CONFIGURATION = f"""
[s3_roles.default]
access_key_id = "S3RVER"
secret_access_key = "S3RVER"
[s3_roles."arn:aws:iam::1:role/loader"]
access_key_id = "S3RVER"
secret_access_key = "S3RVER"
[s3_roles."{OTHER}"]
access_key_id = "OTHER"
secret_access_key = "S3RVER"
"""
UNKNOWN = ("XX000", "S3ServiceException:The AWS Access Key Id you provided does not exist in our records.,Status 403,"
                    "Error InvalidAccessKeyId")


def test_round_trip(store, key):
    store.run("drop table if exists t; drop table if exists u; create table t (a int, b varchar(60))")
    store.run("create table u (a int, b varchar(60))")
    store.run("insert into t values (1, 'x|y'), (2, null), (3, 'ä\n')")
    for options in ("", "gzip", "csv", "manifest", "parquet"):
        fields = {"csv": "null as '@'", "parquet": ""}.get(options, "escape null as '@'")
        prefix = f"{key}/{options or 'plain'} _+&=%"
        check(options, store.run(f"unload ('select * from t') to 's3://b/{prefix}' {KEYS} {options} {fields}"), [])
        source = prefix + ("manifest" if options == "manifest" else "")
        store.run("truncate u")
        check(options, store.run(f"copy u from 's3://b/{source}' {KEYS} {options} {fields}"), [])
        check(options, store.run("select * from u order by 1"), store.run("select * from t order by 1"))
        again = store.run(f"unload ('select * from t') to 's3://b/{prefix}' {KEYS} {options} {fields}")
        check("again", again[0], "XX000")
    check("cleanpath", store.run(f"unload ('select 7') to 's3://b/{key}/plain' {KEYS} cleanpath"), [])
    store.run("create table if not exists one (a int); truncate one")
    store.run(f"copy one from 's3://b/{key}/plain' {KEYS}")
    check("one is left", store.run("select * from one"), [(7,)])


def test_large(store):
    """More than one part, more than one object."""
    store.run("drop table if exists l; create table l (a int, b varchar(200)); drop table if exists r")
    store.run("insert into l select 1, repeat('0123456789', 15)")
    for _ in range(17):
        store.run("insert into l select * from l")
    check("unload", store.run(f"unload ('select * from l') to 's3://b/large/' {KEYS} maxfilesize 10 mb"), [])
    check("files", store.run("select count(*) from stl_unload_log where query = pg_last_unload_id()"), [(3,)])
    store.run("create table r (a int, b varchar(200))")
    check("copy", store.run(f"copy r from 's3://b/large/' {KEYS}"), [])
    check("rows", store.run("select count(*), sum(len(b)), min(b) = max(b) from r"), [(131072, 131072 * 150, True)])


def test_errors(store):
    store.run("drop table if exists t; create table t (a int)")
    check("prefix", store.run(f"copy t from 's3://b/none' {KEYS}"),
          ("XX000", "The specified S3 prefix 'none' does not exist"))
    check("bucket", store.run(f"copy t from 's3://nobucket/x' {KEYS}"),
          ("XX000", "S3ServiceException:The specified bucket does not exist,Status 404,Error NoSuchBucket"))
    check("bucket", store.run(f"unload ('select 1') to 's3://nobucket/x' {KEYS}"),
          ("XX000", "S3ServiceException:The specified bucket does not exist,Status 404,Error NoSuchBucket"))
    for name in ("a b", "b#", "b?", "..", "b@c", "b%2f"):
        check(name, store.run(f"copy t from 's3://{name}/x' {KEYS}"),
              ("XX000", "S3ServiceException:The specified bucket is not valid.,Status 400,Error InvalidBucketName"))
    check("key", store.run("copy t from 's3://b/x' access_key_id 'A' secret_access_key 'no'"), UNKNOWN)
    check("key", store.run("copy t from 's3://b/x' access_key_id 'A\r\nX: y' secret_access_key 'no'")[0], "XX000")
    check("region", store.run(f"copy t from 's3://b/x' {KEYS} region 'a.b'")[0], "22023")


def test_roles(store):
    store.run("drop table if exists t; create table t (a int)")
    check("write", store.run("unload ('select 5') to 's3://b/role/' iam_role default"), [])
    for who in ("iam_role default", "iam_role 'arn:aws:iam::1:role/loader'", "", KEYS,
                "credentials 'aws_access_key_id=S3RVER;aws_secret_access_key=S3RVER'",
                "credentials 'aws_iam_role=arn:aws:iam::1:role/loader'",
                f"iam_role '{OTHER},arn:aws:iam::1:role/loader'"):
        check(who, store.run(f"copy t from 's3://b/role/' {who}"), [])
    check("other", store.run(f"copy t from 's3://b/role/' iam_role '{OTHER}'"), UNKNOWN)
    check("none", store.run("copy t from 's3://b/role/' iam_role 'arn:aws:iam::1:role/none'"),
          ("XX000", "User admin is not authorized to assume IAM Role arn:aws:iam::1:role/none"))
    shown = json.dumps(store.run("select querytxt from stl_query where querytxt like '%access_key%'"))
    assert "***" in shown and "'S3RVER'" not in shown, shown


def main():
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION"):
        os.environ.pop(name, None)
    with s3rver.s3rver("b") as port, tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
        file.write(CONFIGURATION)
        file.flush()
        with storage.servers.Redstart(":memory:", "--s3-endpoint", f"http://127.0.0.1:{port}", "--config",
                                      file.name) as server:
            store = storage.Store("/", server.port)
            test_round_trip(store, "path")
            test_large(store)
            test_errors(store)
            test_roles(store)
        with storage.servers.Redstart(":memory:", "--s3-endpoint", f"http://s3.localhost:{port}", "--s3-addressing",
                                      "virtual") as server:
            store = storage.Store("/", server.port)
            test_round_trip(store, "host")
            check("no keys", store.run("copy t from 's3://b/role/' iam_role default"),
                  ("XX000", "The statement has no credentials, and the server has none of its own"))


main()
