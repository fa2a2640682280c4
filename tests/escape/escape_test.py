#!/usr/bin/env python3
"""No statement makes the engine find a name by itself: every name of names.py at every place of places.py, as user and
as superuser, in the simple and the extended protocol. Each is refused with a SQLSTATE of its own, and no answer shows
what the files and catalogs hold that it asked for. Prints what was not refused; `--list` prints the statements.
"""
import pathlib
import struct
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import names
import places
from servers import Redstart
from wire import Connection

CANARY = "canary-6174"
ENGINE_TEXTS = ("duckdb::", "Catalog Error", "Binder Error", "Parser Error", "INTERNAL Error", "Did you mean", "LINE 1",
                "Invalid Input Error", "Candidate")


class Client:
    """One session; runs a statement in one of the protocols and gives (rows, error)."""

    def __init__(self, server, user):
        self.user = user
        self.connection = Connection(server.port, user=user)

    def run(self, sql, extended):
        connection = self.connection
        if extended:
            parse = b"\0" + sql.encode() + b"\0" + struct.pack("!h", 0)
            connection.send(b"P" + struct.pack("!i", len(parse) + 4) + parse +
                            b"B" + struct.pack("!i", 12) + b"\0\0" + struct.pack("!hhh", 0, 0, 0) +
                            b"D" + struct.pack("!i", 6) + b"P\0" +
                            b"E" + struct.pack("!i", 9) + b"\0" + struct.pack("!i", 0) +
                            b"S" + struct.pack("!i", 4))
        else:
            connection.send_query(sql)
        rows, error = [], None
        while True:
            try:
                answer = connection.wait(limit=10)
            except TimeoutError as late:
                raise AssertionError(f"no answer: {sql}, {rows}, {error}") from late
            rows += answer.rows
            error = error or answer.error
            if answer.status == "copy in":
                connection.message(b"f", b"no\0")
                if extended:
                    connection.message(b"S")  # the one before it counts as data
            elif answer.status == "copy out":
                continue
            elif answer.status == "lost":
                raise AssertionError(f"the connection was lost: {sql}")
            else:
                return rows, error


class Judge:
    """Counts attempts and remembers those that went wrong."""

    def __init__(self, secrets):
        self.secrets = secrets
        self.attempts = 0
        self.failures = []

    def leak(self, text):
        return next((secret for secret in self.secrets if secret in text), None)

    def refused(self, client, place, sql):
        for extended in (False, True):
            self.attempts += 1
            rows, error = client.run(sql, extended)
            if error is None:
                self.fail(client, place, sql, f"was not refused: {rows[:2]}")
                client.run("drop table if exists made", False)
                client.run("drop view if exists made", False)
                continue
            text = repr(rows) + repr(error.fields)
            if error.sqlstate in ("XX000", "58000", "58030", ""):
                self.fail(client, place, sql, f"no answer of its own: {error}")
            elif self.leak(text):
                self.fail(client, place, sql, f"tells {self.leak(text)}: {text[:300]}")
            elif any(words in text for words in ENGINE_TEXTS):
                self.fail(client, place, sql, f"in the engine's words: {error}")

    def reads_own(self, client, place, sql):
        for extended in (False, True):
            self.attempts += 1
            rows, error = client.run(sql, extended)
            if error or rows != [("mine",)]:
                self.fail(client, place, sql, f"{error or rows}")

    def fail(self, client, place, sql, what):
        self.failures.append(f"{client.user}, {place}: {sql}\n    {what}")


def secrets_of(directory):
    """What no answer may hold: the files' contents."""
    found = [CANARY, "BEGIN PRIVATE KEY", "temp_directory\\\\"]
    for name in ("superuser.password", "login.secret"):
        path = directory / name
        if path.exists():
            found.append(path.read_bytes().decode("latin-1").strip())
    return [secret for secret in found if len(secret) >= 6]


def attempts(directory, user):
    """(place, statement) of everything that is refused to that user."""
    def forbidden(list_of_names):
        return [name.text for name in list_of_names if user in name.forbidden_to]

    for place, statement in {**places.QUERIES, **places.STATEMENTS}.items():
        for value in forbidden(names.values(directory)):
            yield place, statement.replace("{}", value)
    for place, statement in places.TABLES.items():
        for table in forbidden(names.tables(directory) + names.table_functions(directory)):
            yield place, statement.replace("{}", table)
    for place, statement in places.COMMON_TABLES.items():
        for name in names.plain_tables(directory):
            if user == "admin" and name in names.OWN_VIEWS and "first query" not in place:
                continue
            yield place, statement.replace("{0}", names.quoted(name))


def main():
    with tempfile.TemporaryDirectory(prefix="redstart-escape.") as root:
        directory = pathlib.Path(root) / "data"
        with Redstart(directory) as server:
            (directory / "canary.csv").write_text(f"a,b\n1,{CANARY}\n")
            judge = Judge(secrets_of(directory))
            admin = Client(server, "admin")
            for sql in ("create user \"user\" password 'Pass1234'", "create table mine (a int, b varchar)",
                        "create table wide (a int, b int, c int)",
                        "create table defaults (a varchar default current_setting('temp_directory'))",
                        "insert into mine values (1, 'a')", "grant all on mine to public",
                        "insert into wide values (1, 1, 1)"):
                admin.connection.must(sql)
            clients = [Client(server, "user"), admin]
            for client in clients:
                client.connection.must("set statement_timeout to 4000")  # a recursion that reads on and on
                for sql in ("select current_setting('temp_directory')", "insert into defaults default values"):
                    judge.refused(client, "current_setting", sql)
            for sql in ("create schema admin", "create schema \"user\"", "create schema if not exists other",
                        "create schema authorization \"user\""):
                judge.refused(clients[0], "CreateSchemaInfo", sql)
            for client in clients:
                for place, sql in attempts(directory, client.user):
                    if "--list" in sys.argv:
                        print(f"{client.user}\t{place}\t{sql}")
                    judge.refused(client, place, sql)
                for place, statement in places.OWN_ROWS.items():
                    for name in names.plain_tables(directory):
                        judge.reads_own(client, place, statement.replace("{0}", names.quoted(name)))
            assert admin.connection.value("select count(*) from mine") == "1"
    for failure in judge.failures[:60]:
        print(failure)
    print(f"{judge.attempts} attempts, {len(judge.failures)} of them not refused as they should be")
    return 1 if judge.failures else 0


if __name__ == "__main__":
    sys.exit(main())
