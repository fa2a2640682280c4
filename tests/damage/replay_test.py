#!/usr/bin/env python3
"""What DDL wrote to the log is read again: kill -9 right after it, and the next start has the objects as they were.

Each case is a database of its own, so that one whose log cannot be read does not hide the others.
"""
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from servers import Redstart  # noqa: E402
from wire import Connection, ServerError  # noqa: E402

DEFAULTS = ("getdate()", "sysdate", "dateadd(day, 1, getdate())", "current_user", "repeat('a', 10)", "1 + 1", "+3",
            "7 / 2", "to_char(now(), 'YYYY')", "extract(year from current_date)", "length('abc')", "'x'::varchar(10)",
            "pg_backend_pid()", "now()", "'plain'", "42", "md5('a')", "upper('a') || lower('B')")
VIEWS = ("with q as (select * from t) select * from q",
         "with a as (select x from t), b as (select x + 1 as x from a) select a.x, b.x as y from a, b",
         "select * from (with q as (select x from t) select x from q) s",
         "with q as (select * from t) select x from q union all (with q as (select 7 as x) select x from q)",
         "select x from t where x in (with q as (select max(x) as x from t) select x from q)",
         "select upper(y) as u, x::varchar as v, count(*) over () as n from t",
         "with recursive q(x) as (select 1 as x union all select x + 1 from q where x < 3) select x from q",
         "with recursive a as (select x from t), q(x) as (select x from a union all select x + 1 from q where x < 3), "
         "b as (select x from q) select b.x, a.x as y from b, a",
         "with recursive q(x) as (with a as (select 2 as x) select x from a union all select x + 1 from q where x < 5) "
         "select x from q where x > (with recursive q(x) as (select 1 union all select x + 1 from q where x < 3) "
         "select max(x) from q)",
         "with q as (select 1 as x) select q.x, (with q as (select 2 as x) select x from q) as z from q, t")

MOST_DATABASES = 60  # of a server, besides the first (r_CREATE_DATABASE)


def cases():
    """Statements, and a question whose answer must be the same afterwards."""
    base = ["create table t (x int, y varchar(10))", "insert into t values (1, 'a')"]
    for index, default in enumerate(DEFAULTS):
        kind = "timestamp" if index < 3 or default == "now()" else "varchar(100)"
        yield f"a column with the default {default}", base + [f"alter table t add column z {kind} default {default}"], \
            "select count(*), count(distinct x) from t where x = 1"
        yield f"a column beside the default {default}", \
            [f"create table t (x int, z {kind} default {default})", "insert into t (x) values (1)",
             "alter table t add column w int", "alter table t rename column x to v"], "select v, w from t"
    yield "a longer varchar", base + ["alter table t alter column y type varchar(200)",
                                      "insert into t values (2, 'bcd')"], "select x, y from t order by 1"
    for index, view in enumerate(VIEWS):
        yield f"view {index}", base + [f"create view v as {view}"], "select * from v order by 1"
        if ", t" not in view:
            yield f"late view {index}", base + [f"create view v as {view.replace('from t', 'from public.t')} "
                                                "with no schema binding"], "select * from v order by 1"
    yield from schemas()
    yield from attributes()


def schemas():
    """What the engine's log has no place for: it keeps a schema's name alone."""
    whose = "select oid, nspname, nspowner, obj_description(oid, 'pg_namespace') from pg_namespace " \
            "where nspname in ('s', 'public') order by 1"
    yield "a schema", ["create schema s"], whose
    yield "a schema of somebody", ["create schema s authorization case_owner"], whose
    yield "a schema with a new owner", ["create schema s", "alter schema s owner to case_owner"], whose
    yield "a schema with a comment", ["create schema s", "comment on schema s is 'text'"], whose
    yield "a comment on public", ["comment on schema public is 'text'"], whose
    yield "a schema made again", ["create schema s authorization case_owner", "comment on schema s is 'text'",
                                  "drop schema s", "create schema s"], whose
    yield "a schema that was there", ["create schema s authorization case_owner",
                                      "create schema if not exists s"], whose
    yield "a schema's tables", ["create schema s", "create table s.t (x int)"], \
        "select c.oid, n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace where relname = 't'"
    yield "new oids", ["create schema s"], \
        "create table t (x int); select t.oid - n.oid > 0 from pg_class t, pg_namespace n " \
        "where t.relname = 't' and n.nspname = 's'; drop table t"


def attributes():
    """Tags, which are changed as comments of the engine."""
    base = ["create table t (a bigint identity(10, 5), b varchar(20) not null, c int encode zstd, primary key (b)) "
            "distkey(c) sortkey(b, c)", "insert into t (b, c) values ('x', 1), ('y', 2)"]
    shown = "select \"column\", encoding, distkey, sortkey from pg_table_def where tablename = 't' order by 1"
    yield "attributes", base, shown
    for change in ("alter diststyle all", "alter distkey b", "alter sortkey (c)", "alter sortkey none",
                   "alter column c encode lzo", "alter column c encode lzo, alter column b encode zstd"):
        yield change, [*base, f"alter table t {change}"], shown
    keys = "select conname, contype, obj_description(oid, 'pg_constraint') from pg_constraint " \
           "where conrelid = 't'::regclass order by 1"
    yield "keys", [*base, "alter table t add constraint u unique (c)", "comment on constraint u on t is 'text'"], keys
    yield "a dropped key", [*base, "alter table t drop constraint t_pkey"], keys
    yield "an owner", [*base, "alter table t owner to case_owner"], "select relowner from pg_class where relname = 't'"
    yield "a view's owner", [*base, "create view v as select b from t", "alter table v owner to case_owner"], \
        "select relowner, (select count(*) from v) from pg_class where relname = 'v'"
    yield "comments", [*base, "comment on table t is 'a table'", "comment on column t.b is 'a column'"], \
        "select objsubid, description from pg_description where objoid = 't'::regclass order by 1"
    yield "a comment on the database", ["comment on database {database} is 'text'"], \
        "select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()"
    yield "identity", base, "begin; insert into t (b, c) values ('z', 3); select max(a) > 15, count(*), " \
        "count(distinct a) from t; rollback"
    yield "values of identity", base, "select a, b, c from t order by 1"
    yield "identity by default", ["create table t (a int generated by default as identity(1, 1), b int)",
                                  "insert into t (b) values (1), (2)", "insert into t values (7, 3)"], \
        "select a, b from t order by b"
    yield "moved rows", ["create table t (a int)", "create table u (a int)", "insert into t values (1), (2)",
                         "alter table u append from t"], "select (select count(*) from t), (select sum(a) from u)"
    yield "a default identity copied", [*base, "create table u (like t including defaults)"], \
        "select column_name, column_default from information_schema.columns where table_name = 'u' order by 1"


def ask(port, database, sql):
    try:
        return Connection(port, database=database).must(sql).rows
    except ServerError as error:
        return str(error)


def replay(directory, batch, faults):
    """Runs the cases, each in a database of its own, and asks their questions again behind kill -9 and a clean stop;
    how many were asked."""
    before = {}
    with Redstart(directory) as server:
        admin = Connection(server.port)
        admin.must("create user case_owner password disable")
        for number, (name, statements, question) in enumerate(batch):
            database = f"case{number}"
            admin.must(f"create database {database}")
            session = Connection(server.port, database=database)
            try:
                for sql in statements:
                    session.must(sql.replace("{database}", database))
            except ServerError as error:
                if error.sqlstate not in ("0A000", "42601"):
                    faults.append(f"{name}: {error}")
                continue
            before[database] = name, question, ask(server.port, database, question)
        server.kill()
    for way in ("kill -9", "a clean stop"):
        with Redstart(directory) as server:
            for database, (name, question, answer) in before.items():
                found = ask(server.port, database, question)
                if found != answer:
                    faults.append(f"{name}, after {way}: {found}, was {answer}")
    return len(before)


def main():
    faults, asked, all_cases = [], 0, list(cases())
    for first in range(0, len(all_cases), MOST_DATABASES):
        with tempfile.TemporaryDirectory(prefix="redstart-replay.") as place:
            batch = all_cases[first:first + MOST_DATABASES]
            asked += replay(pathlib.Path(place) / "data", batch, faults)
    for fault in faults:
        print(fault)
    print(f"{asked} cases, {len(faults)} faults")
    return 1 if faults or asked < 40 else 0


if __name__ == "__main__":
    sys.exit(main())
