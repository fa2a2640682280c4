#!/usr/bin/env python3
"""The list of statements in docs/sql.md is true: each is answered with its tag, what may not run in a block or in a
READ ONLY transaction is refused there, and what commits has committed. That the others say their names is for
statements/not_supported.test.

Each statement has a sample here; a row of the list without one fails.
"""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
import servers  # noqa: E402
import wire  # noqa: E402

ROW = re.compile(r"^\| ([A-Z][A-Z ,.]*) \| (engine|Redstart|not supported) \| (.*?) ?\| (.*?) ?\| (.*?) ?\| "
                 r"[^|]*\| (\S+) \|$",
                 re.MULTILINE)
TYPE_ROW = re.compile(r"^\| ([a-z][^|]*?) \| ([^|]*?) ?\| ((?:supported|refused)[^|]*) \|$", re.MULTILINE)
SETUP = ["create table t (a int, v varchar(10))", "insert into t values (1, 'x'), (2, 'y')",
         "create table other (a int, v varchar(10))", "insert into other values (3, 'z')", "create schema s",
         "create user listed password 'Secret123'", "create database listed",
         "create group listed_group", "create role listed_role"]
# What a statement needs before it, behind ;; what it leaves is gone with the database or the session.
SAMPLES = {
    "SELECT": "select a from t", "SELECT INTO": "select a into made_into from t",
    "INSERT": "insert into t values (3, 'z')", "UPDATE": "update t set v = 'w'", "DELETE": "delete from t where a = 3",
    "MERGE": "merge into t using other on t.a = other.a when matched then update set v = other.v "
             "when not matched then insert values (other.a, other.v)",
    "TRUNCATE TABLE": "truncate other", "EXPLAIN": "explain select a from t",
    "CREATE TABLE": "create table made (a int)",
    "CREATE TABLE AS": "create table made_as as select 1 as a", "ALTER TABLE": "alter table t add column added int",
    "ALTER TABLE APPEND": "alter table t append from other filltarget", "DROP TABLE": "drop table if exists nothing",
    "CREATE VIEW": "create view made_view as select a from t", "DROP VIEW": "drop view if exists nothing",
    "COMMENT": "comment on table t is 'said'", "CREATE SCHEMA": "create schema made_schema",
    "ALTER SCHEMA": "alter schema s owner to admin", "DROP SCHEMA": "drop schema if exists nothing",
    "CREATE DATABASE": "create database made_database", "ALTER DATABASE": "alter database listed connection limit 5",
    "DROP DATABASE": "drop database listed", "CREATE USER": "create user made_user password 'Secret123'",
    "ALTER USER": "alter user listed createdb", "DROP USER": "drop user if exists nobody",
    "CREATE GROUP": "create group made_group", "ALTER GROUP": "alter group listed_group add user listed",
    "DROP GROUP": "drop group listed_group", "CREATE ROLE": "create role made_role",
    "ALTER ROLE": "alter role listed_role owner to listed", "DROP ROLE": "drop role listed_role",
    "GRANT": "grant role sys:monitor to listed", "REVOKE": "revoke role sys:monitor from listed", "BEGIN": "begin",
    "ALTER DEFAULT PRIVILEGES": "alter default privileges grant select on tables to listed",
    "START TRANSACTION": "start transaction", "COMMIT": "commit", "ROLLBACK": "rollback",
    "SET TRANSACTION": "set transaction read write", "LOCK TABLE": "begin; lock t", "CANCEL": None,
    "SET": "set query_group to x", "SET SESSION AUTHORIZATION": "set session authorization default",
    "SHOW": "show query_group", "SHOW DATABASES": "show databases", "RESET": "reset query_group",
    "DISCARD": "discard temp",
    "PREPARE": "prepare p as select 1", "EXECUTE": None, "DEALLOCATE": "prepare q as select 1; deallocate q",
    "DECLARE CURSOR": "begin; declare c cursor for select a from t",
    "FETCH": "begin; declare c cursor for select 1; fetch c",
    "MOVE": "begin; declare c cursor for select 1; move c",
    "CLOSE CURSOR": "begin; declare c cursor for select 1; close c", "VACUUM": "vacuum t", "ANALYZE": "analyze t",
    "UNLISTEN": "unlisten *", "COPY": None, "COPY FROM": None, "COPY TO": "copy t to stdout", "UNLOAD": None,
}
# None: CANCEL needs a victim, EXECUTE has the tag of what it runs, COPY and UNLOAD objects: other suites have them.
TEMPORARY = "temporary tables"


class Client:
    def __init__(self, server):
        self.connection = wire.Connection(server.port, user="admin", database="dev")

    def ask(self, sql):
        """The tags and SQLSTATEs that came, in order."""
        self.connection.send_query(sql)
        came = []
        while True:
            tag, body = self.connection.receive()
            if tag == b"C":
                came.append(body[:-1].decode())
            elif tag == b"E":
                came.append("ERROR " + wire.text_fields(body)["C"])
            elif tag in (b"Z", b""):
                return came


def check(client, name, listed, sample):
    """What of the row is not so."""
    by, tag, block, read_only = listed
    if by == "not supported":
        return
    before, _, last = sample.rpartition("; ")

    def alone(opening):
        """The last answer behind that, and then nothing of it is left."""
        client.ask(opening)
        came = client.ask(sample)[-1]
        client.ask("rollback")
        client.ask("set session characteristics as transaction read write; deallocate all")
        return came

    if block == "refused":
        if alone("begin") != "ERROR 25001":
            yield "is not refused in a block"
        reading = alone("set session characteristics as transaction read only")
    else:
        reading = alone("begin read only")
    if read_only in ("refused", TEMPORARY) and reading != "ERROR 25006":
        yield f"answers {reading} in a READ ONLY transaction"
    if not read_only and not before and reading.startswith("ERROR"):
        yield f"answers {reading} in a READ ONLY transaction"
    came = client.ask(sample)
    wanted = re.compile(re.escape(tag).replace(r"\#", r"\d+"))
    if not came or not wanted.fullmatch(came[-1]):
        yield f"answers {came}, not {tag}"
    if block == "commits":
        client.ask("rollback")
        came = client.ask(f"begin; insert into kept values (1); {last}; rollback; select a from kept; delete from kept")
        if "SELECT 1" not in came:
            yield f"does not commit: {came}"
    client.ask("rollback")


def check_types(client, page):
    """What of the list of types is not so."""
    names = 0
    for row in TYPE_ROW.finditer(page):
        for name in filter(None, [row[1], *re.split(r", (?!\d)", row[2])]):
            names += 1
            came = client.ask(f"create table of_type (c {name})")[-1]
            client.ask("drop table if exists of_type")
            state = re.search(r"[0-9A-Z]{5}$", row[3]) if row[3].startswith("refused") else None
            if came != (f"ERROR {state[0]}" if state else "CREATE TABLE"):
                yield f"a column of type {name} answers {came}"
    if names < 40:
        yield "the list of types was not read"


def main():
    whole = (HERE.parent.parent / "docs" / "sql.md").read_text(encoding="utf-8")
    page = whole.split("\n# Functions\n")[0]
    rows = {row[1].removesuffix(", ..."): row.groups()[1:5] for row in ROW.finditer(page)}
    wrong = []
    with servers.Redstart(":memory:", "--cluster-rules", "on") as server:
        client = Client(server)
        for statement in [*SETUP, "create table kept (a int)"]:
            client.ask(statement)
        for name, listed in rows.items():
            if listed[0] != "not supported" and name not in SAMPLES:
                wrong.append(f"{name} has no sample")
            elif SAMPLES.get(name):
                wrong += [f"{name} {what}" for what in check(client, name, listed, SAMPLES[name])]
        wrong += check_types(client, whole.split("\n# Types\n")[1].split("\n# Settings\n")[0])
    print("\n".join(wrong))
    print(f"{len(rows)} statements, {len(wrong)} differences from docs/sql.md")
    return 1 if wrong or len(rows) < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
