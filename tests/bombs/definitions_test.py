#!/usr/bin/env python3
"""What users store as definitions is bounded together: a regular user who stores more and more of them is refused
(53200), the server stays within its memory and starts again with what was stored; the superuser drops it, and then
there is room again.

usage: definitions_test.py [--memory-limit MB] [--only KIND] [--verbose]
"""
import argparse
import pathlib
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from servers import Redstart  # noqa: E402
from wire import Connection  # noqa: E402

BEYOND = 512 << 20  # bytes above the memory limit, as in bombs_test.py
LONG = "x" * 60000
REFUSED = ("53200", "54000", "54001")


def resident(server):
    with open(f"/proc/{server.pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * 4096


def list_of(count):
    return ", ".join(str(number) for number in range(count))


# Each kind: statement number i of it. `{i}` statements go on until one is refused, at most `most` of them.
def views(i):
    return f"create view big{i} as select 1 as a where 1 in ({list_of(60000)})"


def texts(i):
    return f"create view text{i} as select " + ", ".join(f"'{LONG}' as c{n}" for n in range(40))


def defaults(i):
    columns = ", ".join(f"c{n} varchar(65535) default '{LONG}'" for n in range(40))
    return f"create table wide{i} ({columns})"


def columns(i):
    return f"create table many{i} (" + ", ".join(f"c{n} int default {n} + 1" for n in range(1600)) + ")"


def temporary(i):
    return defaults(i).replace("create table", "create temp table")


def copies(i):
    if i == 0:
        return defaults(0).replace("wide0", "first")
    return f"create table copy{i} (like first including defaults)"


def comments(i):
    if i == 0:
        return "create table commented (" + ", ".join(f"c{n} int" for n in range(1600)) + ")"
    return f"comment on column commented.c{i % 1600} is '{LONG * 8}'"



KINDS = {"views": views, "texts": texts, "defaults": defaults, "columns": columns, "temporary": temporary,
         "copies": copies, "comments": comments}
MOST = 3000


class Test:
    def __init__(self, options):
        self.options = options
        self.limit = options.memory_limit << 20
        self.faults = []

    def expect(self, holds, what):
        if not holds:
            self.faults.append(what)
            print("FAULT", what)

    def say(self, *what):
        if self.options.verbose:
            print(*what, flush=True)

    def within(self, server, name, when):
        used = resident(server)
        self.expect(used < self.limit + BEYOND, f"{name}: {used >> 20} MB {when}")
        return used >> 20

    def fill(self, server, session, name, make):
        """Statements until one is refused; how many were done."""
        for i in range(MOST):
            answer = session.query(make(i), limit=60)
            self.within(server, name, f"after statement {i}")
            if answer.error:
                self.expect(answer.error.sqlstate in REFUSED, f"{name}: {answer.error}")
                return i, str(answer.error)
        return MOST, "never refused"

    def kind(self, name, make):
        with tempfile.TemporaryDirectory(prefix="redstart-definitions.") as place:
            with Redstart(pathlib.Path(place) / "data", "--memory-limit", f"{self.options.memory_limit}MB") as server:
                self.kind_of(server, name, make)

    def kind_of(self, server, name, make):
        admin = Connection(server.port)
        admin.must("create user someone password disable")
        session = Connection(server.port, user="someone")
        begin = time.monotonic()
        done, how = self.fill(server, session, name, make)
        filled = self.within(server, name, "when filled")
        self.say(f"{name}: {done} statements in {time.monotonic() - begin:.1f} s, {filled} MB: {how}")
        self.expect(done < MOST, f"{name}: never refused")
        refused = Connection(server.port, user="someone").query("create table one_more (a int)")
        self.expect(refused.error is None or refused.error.sqlstate in REFUSED, f"{name}: {refused.error}")
        self.expect(admin.query("select count(*) from pg_class").error is None, f"{name}: catalogs cannot be read")
        if name == "temporary":
            session.close()
            deadline = time.monotonic() + 10
            while (answer := admin.query("create table after (a int)")).error and time.monotonic() < deadline:
                time.sleep(0.1)
            self.expect(not answer.error, f"{name}: nothing is given back: {answer.error}")
            return
        begin = time.monotonic()
        self.expect(server.terminate(60) == 0, f"{name}: it does not stop")
        server.start()
        used = self.within(server, name, "after a start")
        self.say(f"    started again in {time.monotonic() - begin:.1f} s, {used} MB")
        admin = Connection(server.port)
        names = [row[0] for row in admin.must(
            "select case relkind when 'v' then 'view ' else 'table ' end || relname from pg_class c join pg_namespace n"
            " on n.oid = c.relnamespace where n.nspname = 'public' order by relkind desc, relname").rows]
        for dropped in names:
            if not dropped.endswith((" category", " date", " event", " listing", " sales", " users", " venue")):
                admin.must(f"drop {dropped}")
        answer = Connection(server.port, user="someone").query(make(0), limit=60)
        self.expect(not answer.error, f"{name}: no room behind DROP: {answer.error}")
        self.within(server, name, "in the end")

    def one_block(self):
        """What a transaction makes counts while it is open, its older versions, too."""
        with Redstart(":memory:", "--memory-limit", f"{self.options.memory_limit}MB") as server:
            session = Connection(server.port)
            session.must("begin")
            session.must(defaults(0))
            for i in range(MOST):
                answer = session.query(f"comment on table wide0 is '{i}'")
                self.within(server, "one block", f"after {i} versions")
                if answer.error:
                    break
            self.say(f"one block: {i} versions, {resident(server) >> 20} MB: {answer.error}")
            self.expect(answer.error is not None and answer.error.sqlstate in REFUSED, f"one block: {answer.error}")
            session.query("rollback")
            answer = session.query(defaults(0))
            self.expect(not answer.error, f"one block: nothing is given back: {answer.error}")

    def old_snapshot(self):
        """A transaction that stays open keeps old versions in memory: that, too, has an end."""
        with Redstart(":memory:", "--memory-limit", f"{self.options.memory_limit}MB") as server:
            holder, session = Connection(server.port), Connection(server.port)
            session.must(defaults(0))
            session.must("create table t (a int)")
            holder.must("begin")
            holder.must("select count(*) from t")
            answer = None
            for i in range(300):
                answer = session.query(f"comment on table wide0 is '{i}'")
                self.within(server, "old snapshot", f"after {i} versions")
                if answer.error:
                    break
            self.say(f"old snapshot: {i} versions, {resident(server) >> 20} MB: {answer.error}")
            holder.must("commit")
            deadline = time.monotonic() + 10
            while (answer := session.query("comment on table wide0 is 'free'")).error and time.monotonic() < deadline:
                time.sleep(0.1)
            self.expect(not answer.error, f"old snapshot: nothing is given back: {answer.error}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--memory-limit", type=int, default=256)
    parser.add_argument("--only")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    test = Test(options)
    for name, make in KINDS.items():
        if options.only in (None, name):
            test.kind(name, make)
    if options.only in (None, "block"):
        test.one_block()
    if options.only in (None, "snapshot"):
        test.old_snapshot()
    return 1 if test.faults else 0


if __name__ == "__main__":
    sys.exit(main())
