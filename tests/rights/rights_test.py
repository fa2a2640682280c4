#!/usr/bin/env python3
"""The matrix of rights (matrix.py): each cell is put to Redstart in the simple and, where the statement can be
prepared, the extended protocol, and to PostgreSQL 15 where the rule is the same. Prints the cells that are wrong;
`--list` prints all, `--only TEXT` runs those that have the text in their name.
"""
import argparse
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import matrix
from servers import PostgreSQL, Redstart
from wire import Connection

BEFORE = (
    "create schema s authorization m_owner",
    "create table s.t (a int primary key, b int)",
    "create table s.source (a int)", "create table s.open (a int)",
    "create view s.v as select a from s.t", "create view s.w as select a from s.v",
)


class Product:
    """One server: administrators' session, and one session for each user."""

    def __init__(self, port, admin, database, postgres):
        self.port, self.admin_name, self.database, self.postgres = port, admin, database, postgres
        self.number = 0
        self.sessions = {}
        self.must("admin", f"create user {matrix.OWNER}", f"create user {matrix.WHO}", f"create user {matrix.OTHER}",
                  "create schema m_work", f"grant create, usage on schema m_work to {matrix.WHO}, {matrix.OWNER}",
                  "create group m_group", "create role m_role", "create role m_inner")

    def session(self, user):
        if user not in self.sessions:
            name = self.admin_name if user == "admin" else user
            self.sessions[user] = Connection(self.port, user=name, database=self.database)
        return self.sessions[user]

    def must(self, user, *statements):
        for sql in statements:
            error = self.run(user, sql, False)
            if error is not None:
                raise AssertionError(f"{'PostgreSQL' if self.postgres else 'Redstart'}: {user}: {sql}: {error}")

    def run(self, user, sql, extended):
        """The SQLSTATE of the first error; None: there was none."""
        connection = self.session(user)
        error = None
        if extended:
            connection.send_extended(sql)
        else:
            connection.send_query(sql)
        while True:
            answer = connection.wait(limit=30)
            if answer.error is not None and error is None:
                error = f"{answer.error.sqlstate}: {answer.error}"
            if answer.status == "copy in":
                connection.message(b"c")
            elif answer.status == "copy out":
                continue
            elif answer.status == "lost":
                raise AssertionError(f"the connection was lost: {sql}")
            else:
                break
        if answer.status != "I":
            self.session(user).query("rollback")
        return error

    def clean(self):
        self.run("admin", "drop schema s cascade", False)
        if not self.postgres:
            return
        for user in (matrix.WHO, matrix.OTHER):
            self.run("admin", f"drop owned by {user}", False)

    def set_up(self, kind, way):
        """The owner's objects, and the way to the privilege."""
        grant = "grant {0} to {1}" if self.postgres else "grant role {0} to {1}"
        inner = "grant m_inner to m_role" if self.postgres else "grant role m_inner to role m_role"
        self.must("admin", f"alter group m_group add user {matrix.WHO}", grant.format("m_role", matrix.WHO), inner,
                  BEFORE[0], f"grant usage on schema s to {matrix.WHO}, {matrix.OTHER}")
        if self.postgres:
            self.must("admin", f"grant create, usage on schema m_work to {matrix.WHO}")
        ways = matrix.texts(way, kind, self.database, self.postgres)
        if way.name == "default":
            self.must("admin", *ways)
        self.must(matrix.OWNER, *BEFORE[1:])
        self.must(matrix.OWNER, *kind.prepare)
        if way.name != "default":
            self.must("admin", *ways)
        if kind.name == "use a schema" and way.name != "owner":
            self.must("admin", f"revoke usage on schema s from {matrix.WHO}")
            self.must("admin", *ways)

    def tear_down(self, way):
        self.clean()
        self.run("admin", f"alter group m_group drop user {matrix.WHO}", False)
        self.run("admin", f"revoke {'' if self.postgres else 'role '}m_role from {matrix.WHO}", False)
        self.run("admin", f"revoke create on database {self.database} from {matrix.WHO}, public, group m_group, "
                          f"{'' if self.postgres else 'role '}m_role, {'' if self.postgres else 'role '}m_inner", False)

    def judge(self, kind, way, extended):
        """What happened, in words, and the error."""
        self.number += 1
        self.set_up(kind, way)
        try:
            error = self.run(way.user, kind.sql.format(n=self.number), extended)
        finally:
            self.tear_down(way)
        if error is None:
            return "allowed", error
        return ("refused" if error.startswith(kind.code) else "failed"), error


def wanted_cells(only):
    return [(kind, way) for kind, way in matrix.cells() if only in f"{kind.name} / {way.name}"]


def run(product, only, judged):
    wrong = []
    for kind, way in wanted_cells(only):
        if product.postgres and not kind.postgres:
            continue
        expected = "allowed" if matrix.allowed(kind, way) else "refused"
        for extended in ((False, True) if kind.extended and not product.postgres else (False,)):
            judged.append((kind, way, extended))
            found, error = product.judge(kind, way, extended)
            if found != expected:
                who = "PostgreSQL" if product.postgres else "Redstart"
                wrong.append(f"{who}: {kind.name} / {way.name}{' (extended)' if extended else ''}: "
                             f"expected {expected}, {found} ({error})")
    return wrong


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--only", default="")
    arguments.add_argument("--list", action="store_true")
    options = arguments.parse_args()
    if options.list:
        for kind, way in wanted_cells(options.only):
            print(f"{kind.name} / {way.name}: {'allowed' if matrix.allowed(kind, way) else 'refused'}")
        return 0
    judged, beside = [], []
    with Redstart() as server:
        wrong = run(Product(server.port, "admin", "dev", False), options.only, judged)
    with PostgreSQL() as server:
        wrong += run(Product(server.port, "admin", "postgres", True), options.only, beside)
    print("\n".join(wrong))
    print(f"{len(judged)} cells on Redstart, {len(beside)} on PostgreSQL, {len(wrong)} wrong")
    if not options.only and len(judged) < 600:
        print("fewer than 600 cells")
        return 1
    return 1 if wrong else 0


sys.exit(main())
