#!/usr/bin/env python3
"""Attempts to read, change, kill, block or become what one has no right to. Every place of a statement where a relation
can stand times every kind of relation that is out of reach, in the simple and the extended protocol; then ways around:
views, ownership, default privileges, roles, prepared statements that outlive a REVOKE, temporary objects, search paths,
catalogs. All are refused, and nothing has changed behind them. Prints what was not.
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from servers import Redstart, eventually
from wire import Connection

SECRET = "s3cr3t-6174"
SETUP = f"""
create user x_thief; create user x_owner; create user x_admin createuser; create group x_group; create role x_role;
create schema shut; create schema open_s; grant usage on schema open_s to public;
create table shut.t (a varchar(20), n int); insert into shut.t values ('{SECRET}', 1);
grant select on shut.t to public;
create table open_s.t (a varchar(20), n int); insert into open_s.t values ('{SECRET}', 1);
create view open_s.v as select a, n from open_s.t;
create view open_s.late as select a, n from open_s.t with no schema binding;
create table open_s.part (a varchar(20), n int); insert into open_s.part values ('{SECRET}', 1);
grant select (n), update (n) on open_s.part to x_thief;
create view open_s.without as select a, n from open_s.t; alter table open_s.without owner to x_owner;
grant select on open_s.without to x_thief;
create table open_s.own (a varchar(20), n int); alter table open_s.own owner to x_owner;
create table public.seen (a int); grant select on public.seen to public;
create table open_s.lent (a varchar(20), n int); insert into open_s.lent values ('{SECRET}', 1);
grant create on schema open_s to x_owner
"""

# What the thief may not read, and the column that holds it.
OUT_OF_REACH = ("shut.t", "open_s.t", "open_s.v", "open_s.late", "open_s.part", "open_s.without", "pg_shadow")

READS = [
    "select {c} from {t}", "select max({c}) from {t}", "select q.{c} from {t} q",
    "select 1 where (select {c} from {t}) > ''",
    "select (select {c} from {t})", "select case when exists (select {c} from {t}) then 1 end",
    "select 1 where 'x' in (select {c} from {t})", "select 1 where 'x' < any (select {c} from {t})",
    "with q as (select {c} from {t}) select * from q", "select * from (select {c} from {t}) q",
    "select 'x' union all select {c} from {t}", "select {c} from {t} intersect select {c} from {t}",
    "select a.n from mine a join {t} b on a.a = b.{c}",
    "select a.n from mine a left join {t} b on true where b.{c} > ''",
    "select 1 from mine order by (select {c} from {t})", "select 1 from mine group by (select {c} from {t})",
    "select 1 from mine having max(a) < (select {c} from {t})", "select row_number() over (order by {c}) from {t}",
    "insert into mine (a) select {c} from {t}", "insert into mine (a) values ((select {c} from {t}))",
    "update mine set a = {t_name}.{c} from {t}", "update mine set a = (select {c} from {t})",
    "delete from mine using {t} where mine.a = {t_name}.{c}", "delete from mine where a in (select {c} from {t})",
    "create temp table made as select {c} from {t}", "select {c} into temp made from {t}",
    "create view public.made as select {c} from {t}", "explain select {c} from {t}",
    "select {c} from {t} limit (select count({c}) from {t})",
]
SIMPLE_READS = [
    "copy (select {c} from {t}) to stdout", "begin; declare c cursor for select {c} from {t}; fetch all from c",
    "prepare p as select {c} from {t}; execute p", "copy {t} to stdout", "select 1; select {c} from {t}",
]

# What else a refusal may be: a view cannot be over a late one, and a hidden column is not there.
OTHERWISE = {"open_s.late": ("42501", "0A000"), "open_s.part": ("42501", "42703")}

# What the thief may not do to what is not his.
CHANGES = [
    "insert into {t} values ('x', 2)", "update {t} set a = 'x'", "delete from {t}", "truncate {t}", "drop table {t}",
    "alter table {t} add column z int", "alter table {t} rename to other", "alter table {t} rename column a to z",
    "alter table {t} drop column a", "alter table {t} owner to x_thief",
    "alter table {t} alter column a type varchar(30)",
    "comment on table {t} is 'x'", "comment on column {t}.a is 'x'", "grant select on {t} to x_thief",
    "grant all on {t} to public", "revoke all on {t} from x_owner",
    "merge into {t} using mine on {t}.n = mine.n when matched then delete",
    "alter table {t} append from mine", "alter table mine append from {t}",
    "create table public.made (n int references {t} (n))",
    "create table public.made (like {t} including defaults)",
]
SIMPLE_CHANGES = ["copy {t} from stdin", "begin; lock table {t}"]

POWERS = [
    "create user x_new", "create user x_new createuser", "alter user x_thief createuser",
    "alter user x_thief createdb",
    "alter user x_admin password 'Abcdefg1'", "alter user x_owner rename to x_other", "drop user x_owner",
    "alter user x_thief syslog access unrestricted", "alter user x_thief valid until '2040-01-01'",
    "alter user x_admin set search_path to public",
    "create group x_new", "alter group x_group add user x_thief", "drop group x_group", "create role x_new",
    "grant role x_role to x_thief", "grant role sys:superuser to x_thief", "drop role x_role",
    "grant create user to role x_role", "alter role x_role owner to x_thief",
    "alter default privileges for user x_owner grant select on tables to x_thief",
    "alter default privileges for user x_admin grant all on tables to public",
    "create schema admin", "create schema x_thief", "create schema authorization x_thief",
    "drop schema open_s cascade",
    "alter schema open_s owner to x_thief", "grant usage on schema shut to x_thief",
    "comment on schema open_s is 'x'", "create table open_s.mine (a int)", "create view open_s.mine as select 1 as a",
    "create table shut.mine (a int)", "create database x_new", "drop database dev",
    "alter database dev owner to x_thief",
    "comment on database dev is 'x'",
    "set session authorization x_admin", "set session authorization admin", "set local session authorization admin",
    "select pg_terminate_backend({victim})", "select pg_cancel_backend({victim})", "cancel {victim}",
    "create table pg_catalog.mine (a int)", "create view information_schema.mine as select 1 as a",
    "insert into pg_user values (1)", "update pg_class set relowner = 1", "delete from pg_namespace",
    "drop table pg_class",
    "select * from pg_shadow", "select passwd from pg_shadow", "alter table pg_class owner to x_thief",
    "create or replace view open_s.v as select 1 as a, 2 as n", "drop view open_s.v",
    "alter table open_s.v rename to w",
    "select a from \"SHUT\".t", "select a from dev.shut.t", "select a from dev.open_s.t",
]

# Ways around, step by step: who does what; the last statement must be refused.
WAYS_AROUND = [
    [("x_thief", "create temp table t (a int)"), ("x_thief", "select a from open_s.t")],
    [("x_thief", "set search_path to shut, public"), ("x_thief", "select a from t")],
    [("x_thief", "set search_path to '$user', open_s"), ("x_thief", "select a from t")],
    [("x_thief", "create view public.x_view as select a from open_s.late with no schema binding"),
     ("x_thief", "select a from public.x_view")],
    [("x_thief", "create view public.x_view2 as select a from shut.t with no schema binding")],
    [("x_thief", "create view public.x_view3 as select a from open_s.t with no schema binding"),
     ("x_thief", "grant select on public.x_view3 to x_owner"), ("x_owner", "select a from public.x_view3")],
    [("admin", "grant select on open_s.lent to x_thief"), ("x_thief", "prepare kept as select a from open_s.lent"),
     ("x_thief", "execute kept"), ("admin", "revoke select on open_s.lent from x_thief"), ("x_thief",
     "execute kept")],
    [("admin", "alter group x_group add user x_thief"), ("admin", "grant select on open_s.lent to group x_group"),
     ("x_thief", "prepare kept as select a from open_s.lent"), ("x_thief", "execute kept"),
     ("admin", "alter group x_group drop user x_thief"), ("x_thief", "execute kept")],
    [("admin", "grant role x_role to x_thief"), ("admin", "grant select on open_s.lent to role x_role"),
     ("x_thief", "prepare kept as select a from open_s.lent"), ("x_thief", "execute kept"),
     ("admin", "revoke role x_role from x_thief"), ("x_thief", "execute kept")],
    [("admin", "grant select on open_s.lent to x_thief"), ("x_thief",
     "create view public.x_kept as select a from open_s.lent"),
     ("x_thief", "select a from public.x_kept"), ("admin", "revoke select on open_s.lent from x_thief"),
     ("x_thief", "select a from public.x_kept")],
    [("admin", "grant select on open_s.lent to x_thief"), ("x_thief", "begin"),
     ("x_thief", "select a from open_s.lent"), ("admin", "revoke select on open_s.lent from x_thief"),
     ("x_thief", "commit"), ("x_thief", "select a from open_s.lent")],
    [("admin", "grant all on open_s.lent to x_thief"), ("x_thief", "begin"),
     ("x_thief", "select count(*) from public.seen"), ("admin", "revoke all on open_s.lent from x_thief"),
     ("x_thief", "update open_s.lent set n = 7")],
    [("admin", "grant all on open_s.lent to x_thief"), ("x_thief", "begin"),
     ("x_thief", "select count(*) from public.seen"), ("admin", "revoke all on open_s.lent from x_thief"),
     ("x_thief", "lock table open_s.lent")],
    [("admin", "grant all on open_s.lent to x_thief"), ("x_thief", "begin"),
     ("x_thief", "select count(*) from public.seen"), ("admin", "revoke all on open_s.lent from x_thief"),
     ("x_thief", "copy open_s.lent from stdin")],
    [("admin", "grant all on open_s.lent to x_thief"), ("x_thief", "begin"),
     ("x_thief", "select count(*) from public.seen"), ("admin", "revoke all on open_s.lent from x_thief"),
     ("x_thief", "create view public.late_again as select a from open_s.lent")],
    [("admin", "grant create on schema open_s to x_thief"), ("x_thief", "begin"),
     ("x_thief", "select count(*) from public.seen"), ("admin", "revoke create on schema open_s from x_thief"),
     ("x_thief", "create table open_s.made (a int)")],
    [("admin", "grant create on database dev to x_thief"), ("x_thief", "begin"),
     ("x_thief", "select count(*) from public.seen"), ("admin", "revoke create on database dev from x_thief"),
     ("x_thief", "create schema made")],
    [("admin", "create role x_views; grant create or replace view to role x_views; grant role x_views to x_thief; "
               "create view open_s.given as select n from open_s.t with no schema binding; "
               "grant select on open_s.given to x_thief"),
     ("x_thief", "create or replace view open_s.given as select a from open_s.t with no schema binding")],
    [("admin", "create temp table admins as select * from open_s.t; set session authorization x_thief"),
     ("admin", "select a from admins")],
    [("admin", "begin"), ("admin", "grant select on open_s.lent to x_thief"), ("admin", "rollback"),
     ("x_thief", "select a from open_s.lent")],
    [("x_owner", "begin"), ("x_owner", "alter table open_s.own owner to x_owner"),
     ("x_owner", "insert into open_s.own select a, n from open_s.t")],
    [("x_owner", "grant all on open_s.own to x_thief"), ("x_thief", "alter table open_s.own owner to x_thief")],
    [("x_owner", "alter table open_s.own owner to x_thief")],
    [("x_thief", "create table public.gift (a int)"), ("x_thief", "alter table public.gift owner to admin")],
    [("x_owner", "revoke all on open_s.own from x_thief"), ("admin", "alter table open_s.own owner to x_thief"),
     ("admin", "alter table open_s.own owner to x_owner"),
     ("x_thief", "alter table open_s.own add column z int")],
    [("admin", "grant select on open_s.lent to x_thief with grant option"), ("x_thief",
     "grant select on open_s.lent to x_owner"),
     ("admin", "revoke select on open_s.lent from x_thief cascade"), ("x_owner", "select a from open_s.lent")],
    [("admin", "drop table open_s.lent cascade"), ("admin", "create table open_s.lent (a varchar(20), n int)"),
     ("x_thief", "select a from open_s.lent")],
    [("x_thief", "select set_config('search_path', 'shut', false)"), ("x_thief", "select a from t")],
    [("x_thief", "set search_path to public"), ("x_thief", "create table public.victims (a int)"),
     ("x_owner", "drop table public.victims")],
    [("x_owner", "create table public.owned (a int)"), ("x_thief", "insert into public.owned values (1)")],
    [("x_thief", "begin"), ("x_thief", "create table public.block (a int)"), ("x_thief", "lock table open_s.t")],
]


# What a transaction that is open gives or makes; DROP of who gets it waits and is refused then.
RACES = [
    ("user", "admin", "grant select on open_s.lent to x_new"),
    ("group", "admin", "grant select on open_s.lent to group x_new"),
    ("role", "admin", "grant usage on schema open_s to role x_new"),
    ("user", "admin", "alter table open_s.own owner to x_new"),
    ("user", "admin", "create schema made authorization x_new"), ("user", "x_new", "create table public.made (a int)"),
    ("user", "admin", "alter default privileges grant select on tables to x_new"),
]


# What waited for a DROP that has come through finds nobody.
GIFTS = [
    ("user", "admin", "grant select on open_s.lent to x_new"),
    ("group", "admin", "grant select on open_s.lent to group x_new"),
    ("role", "admin", "grant usage on schema open_s to role x_new"),
    ("user", "admin", "alter table open_s.own owner to x_new"),
    ("user", "admin", "create schema made authorization x_new"), ("user", "x_new", "create table public.made (a int)"),
    ("user", "admin", "alter default privileges grant select on tables to x_new"),
    ("user", "x_new", "alter default privileges grant select on tables to x_owner"),
]


class Judge:
    def __init__(self, server):
        self.server = server
        self.attempts, self.wrong = 0, []
        self.sessions = {}

    def session(self, user):
        if user not in self.sessions:
            self.sessions[user] = Connection(self.server.port, user=user)
        return self.sessions[user]

    def run(self, user, sql, extended=False):
        """The rows and the SQLSTATE of the first error, or None."""
        connection, rows, error = self.session(user), [], None
        connection.send_extended(sql) if extended else connection.send_query(sql)
        while True:
            answer = connection.wait(limit=20)
            rows += answer.rows
            if answer.error is not None and error is None:
                error = answer.error
            if answer.status == "copy in":
                connection.message(b"c")
            elif answer.status != "copy out":
                return rows, error

    def must(self, user, sql):
        error = self.run(user, sql)[1]
        if error is not None:
            raise AssertionError(f"{user}: {sql}: {error}")

    def refused(self, user, sql, extended=False, codes=("42501",)):
        self.attempts += 1
        rows, error = self.run(user, sql, extended)
        how = " (extended)" if extended else ""
        if error is None:
            self.wrong.append(f"{user}: {sql}{how}: was not refused: {rows[:1]}")
        elif error.sqlstate not in codes:
            self.wrong.append(f"{user}: {sql}{how}: {error.sqlstate} {error}")
        if SECRET in repr(rows) + repr(error and error.fields):
            self.wrong.append(f"{user}: {sql}{how}: shows the secret")
        self.run(user, "rollback")
        self.run(user, "deallocate all")

    def fingerprint(self):
        """What must not change."""
        found = [self.run("admin", f"select * from {table}")[0] for table in ("shut.t", "open_s.t", "open_s.part")]
        found.append(self.run("admin",
        "select relname, relowner, relacl, relnatts from pg_class c join pg_namespace n on "
                                       "n.oid = c.relnamespace where nspname in ('shut', 'open_s') order by 1, 2")[0])
        found.append(self.run("admin",
        "select nspname, nspowner, nspacl from pg_namespace where nspname not like 'pg_temp%' order by 1")[0])
        found.append(self.run("admin", "select usename, usesuper, usecreatedb, valuntil from pg_user order by 1")[0])
        found.append(self.run("admin", "select groname, grolist from pg_group order by 1")[0])
        found.append(self.run("admin", "select datname, datdba from pg_database order by 1")[0])
        return found


def race(judge, kind, user, sql):
    """What is wrong with DROP beside an open transaction."""
    judge.must("admin", f"create {kind} x_new")
    first = Connection(judge.server.port, user=user)
    first.must("begin")
    first.must(sql)
    second = Connection(judge.server.port)
    second.send_query(f"drop {kind} x_new")
    waiting = "select count(*) from svv_transactions where not granted"
    if not eventually(lambda: judge.run("admin", waiting)[0][0][0] == "1", limit=5):
        judge.wrong.append(f"drop {kind}, while {sql}: does not wait")
    first.must("commit")
    error = second.wait(limit=10).error
    if error is None or error.sqlstate not in ("55006", "2BP01"):
        judge.wrong.append(f"drop {kind}, after {sql}: {error}")
    judge.attempts += 1
    second.close()
    first.close()
    judge.run("admin", "drop schema made cascade")
    judge.run("admin", "drop table public.made")
    judge.run("admin", "alter table open_s.own owner to x_owner")
    for name in ("x_new", "group x_new"):
        judge.run("admin", f"revoke all on open_s.lent from {name}")
    judge.run("admin", "revoke usage on schema open_s from role x_new")
    judge.run("admin", "alter default privileges revoke select on tables from x_new")
    judge.must("admin", f"drop {kind} x_new")


def late(judge, kind, user, sql):
    """What is wrong with giving something to who is being dropped."""
    judge.must("admin", f"create {kind} x_new")
    first, second = Connection(judge.server.port), Connection(judge.server.port, user=user)
    second.must("select 1")
    first.must("begin")
    first.must(f"drop {kind} x_new")
    second.send_query(sql)
    waiting = "select count(*) from svv_transactions where not granted"
    if not eventually(lambda: judge.run("admin", waiting)[0][0][0] == "1", limit=5):
        judge.wrong.append(f"{sql}, while drop {kind}: does not wait")
    first.must("commit")
    error = second.wait(limit=10).error
    if error is None or error.sqlstate not in ("42704", "42501"):
        judge.wrong.append(f"{sql}, after drop {kind}: {error}")
    judge.attempts += 1
    first.close()
    second.close()


def waited(judge, sql):
    """A right that goes while the statement waits for the lock is not there when it has it."""
    judge.must("admin", "grant all on open_s.lent to x_thief")
    first, second = Connection(judge.server.port), Connection(judge.server.port, user="x_thief")
    first.must("begin")
    first.must("revoke all on open_s.lent from x_thief")
    second.send_query(sql)
    waiting = "select count(*) from svv_transactions where not granted"
    if not eventually(lambda: judge.run("admin", waiting)[0][0][0] == "1", limit=5):
        judge.wrong.append(f"{sql}: does not wait")
    first.must("commit")
    error = second.wait(limit=10).error
    if error is None or error.sqlstate != "42501":
        judge.wrong.append(f"after a REVOKE that it waited for: {sql}: {error}")
    judge.attempts += 1
    first.close()
    second.close()


def main():
    with Redstart() as server:
        judge = Judge(server)
        judge.must("admin", SETUP)
        judge.must("x_thief", "create temp table mine (a varchar(20), n int); insert into mine values ('x', 1)")
        victim = judge.run("x_owner", "select pg_backend_pid()")[0][0][0]
        before = judge.fingerprint()
        for relation in OUT_OF_REACH:
            values = {"t": relation, "c": "passwd" if relation == "pg_shadow" else "a",
            "t_name": relation.split(".")[-1]}
            for place in READS:
                codes = OTHERWISE.get(relation, ("42501",))
                for extended in (False, True):
                    judge.refused("x_thief", place.format(**values), extended, codes=codes)
            for place in SIMPLE_READS:
                # COPY is of tables only
                judge.refused("x_thief", place.format(**values), codes=("42501", "42809"))
        for relation in ("shut.t", "open_s.t", "open_s.part", "open_s.own"):
            for place in CHANGES:
                for extended in (False, True):
                    judge.refused("x_thief", place.format(t=relation), extended)
            for place in SIMPLE_CHANGES:
                judge.refused("x_thief", place.format(t=relation))
        for sql in POWERS:
            judge.refused("x_thief", sql.format(victim=victim))
        if judge.fingerprint() != before:
            judge.wrong.append("something has changed behind refusals")
        for steps in WAYS_AROUND:
            for user, sql in steps[:-1]:
                judge.must(user, sql)
            judge.refused(*steps[-1], codes=("42501", "42P01"))
            for user in ("admin", "x_owner", "x_thief"):
                judge.run(user, "rollback")
                judge.run(user, "reset session authorization")
                judge.run(user, "reset search_path")
                judge.run(user, "drop table if exists pg_temp.t")
            if judge.run("x_owner", "select pg_backend_pid()")[0][0][0] != victim:
                judge.wrong.append("a session was ended")
        judge.must("admin", "drop table open_s.lent cascade; create table open_s.lent (a varchar(20), n int)")
        for sql in ("update open_s.lent set n = 7", "insert into open_s.lent values ('x', 1)",
                    "delete from open_s.lent", "truncate open_s.lent", "drop table open_s.lent", "lock open_s.lent",
                    "alter table open_s.lent add column z int"):
            waited(judge, sql)
        for kind, user, sql in GIFTS:
            late(judge, kind, user, sql)
        for kind, user, sql in RACES:
            race(judge, kind, user, sql)
        unknown = judge.run("admin", "select count(*) from pg_class "
                                     "where array_to_string(relacl, ' ') like '%unknown%'")
        if unknown[0] != [("0",)]:
            judge.wrong.append("an access list has nobody in it")
    print("\n".join(judge.wrong))
    print(f"{judge.attempts} attempts, {len(judge.wrong)} wrong")
    return 1 if judge.wrong else 0


sys.exit(main())
