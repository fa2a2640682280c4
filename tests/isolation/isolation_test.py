#!/usr/bin/env python3
"""Runs *.spec with PostgreSQL's isolationtester over real connections and compares with expected/*.out.

usage: isolation_test.py [--regenerate | --alone] [NAME...]

The first line of a spec says whether it means the same in PostgreSQL: `# postgresql: same`, or `# postgresql: differs,`
and why. The former run against a PostgreSQL server as well, where one is installed, and must give the same output.
A second line `# database: serializable` puts a spec of Redstart's own into a database of that level.
--alone leaves PostgreSQL out. --regenerate writes what Redstart answers to expected/; read the difference before you
keep it.
"""
import argparse
import difflib
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from servers import PostgreSQL, Redstart, postgresql_path  # noqa: E402
from wire import Connection  # noqa: E402

TESTER = postgresql_path("lib/pgxs/src/test/isolation/isolationtester")
# What a statement says that waited for a lock on a table that went away: here with the table's id, there with its name.
DROPPED = re.compile(r"table [0-9]+ dropped by concurrent transaction")
DROPPED_HERE, DROPPED_THERE = "table N dropped by concurrent transaction", 'relation "t" does not exist'
FIRST_LINE = re.compile(r"# postgresql: (same|differs, .+)$")
SERIALIZABLE = "serializable"  # the level, and the database that has it
LIMIT = 60  # seconds for one spec
SKIPPED = 77


def run_spec(spec, port, database):
    """What isolationtester prints for a spec; its complaints, which no good spec causes, come last."""
    connection = f"host=127.0.0.1 port={port} user=admin dbname={database} sslmode=disable"
    environment = dict(os.environ, PGISOLATIONTIMEOUT="15", PGAPPNAME="isolation/" + spec.stem, PGTZ="UTC")
    with spec.open() as script:
        run = subprocess.run([TESTER, connection], stdin=script, capture_output=True, text=True, timeout=LIMIT,
                             env=environment, check=False)
    status = f"exit status {run.returncode}\n" if run.returncode else ""
    return DROPPED.sub(DROPPED_HERE, run.stdout) + run.stderr + status


def differs(name, expected, actual):
    """Prints how they differ; false when they do not."""
    lines = list(difflib.unified_diff(expected.splitlines(), actual.splitlines(), "expected", name, lineterm=""))
    if lines:
        print("\n".join(lines[:80]))
    return bool(lines)


def same_in_postgresql(spec):
    found = FIRST_LINE.match(spec.read_text().split("\n", 1)[0])
    if not found:
        raise SystemExit(f"{spec.name}: the first line does not say `# postgresql: same` or `differs, why`")
    return found[1] == "same"


def database_of(spec):
    """Where it runs on Redstart."""
    return SERIALIZABLE if spec.read_text().split("\n")[1] == f"# database: {SERIALIZABLE}" else "dev"


def create_serializable(server):
    admin = Connection(server.port)
    admin.must(f"create database {SERIALIZABLE} isolation level serializable")
    admin.close()


def compare_all(specs, server, database, name, dropped=DROPPED_HERE, attempts=1):
    """The names of the specs whose output on that server, in database(spec), is not the expected one."""
    failed = []
    for spec in specs:
        expected = HERE / "expected" / f"{spec.stem}.out"
        text = expected.read_text().replace(DROPPED_HERE, dropped) if expected.exists() else ""
        if all(differs(f"{name} {spec.stem}", text, run_spec(spec, server.port, database(spec)))
               for _ in range(attempts)):
            failed.append(f"{name}: {spec.stem}")
    return failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--regenerate", action="store_true")
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    if TESTER is None:
        print("isolationtester is not installed (postgresql-client)")
        return SKIPPED
    specs = sorted(spec for spec in HERE.glob("*.spec")
                   if not arguments.names or spec.stem in arguments.names)
    shared = [spec for spec in specs if same_in_postgresql(spec)]
    with Redstart() as server:
        create_serializable(server)
        if arguments.regenerate:
            for spec in specs:
                (HERE / "expected" / f"{spec.stem}.out").write_text(run_spec(spec, server.port, database_of(spec)))
            return 0
        failed = compare_all(specs, server, database_of, "redstart")
    compared = "not compared with PostgreSQL"
    if not arguments.alone and postgresql_path("bin/initdb"):
        # Shorter than the 10 ms after which isolationtester calls a step waiting: the last to ask is the victim there,
        # too.
        with PostgreSQL(deadlock_timeout="2ms") as oracle:
            # Seen once on a busy machine: PostgreSQL let the second of two waiters go first.
            failed += compare_all(shared, oracle, lambda _: "postgres", "postgresql", DROPPED_THERE, attempts=3)
        compared = f"{len(shared)} of them compared with PostgreSQL"
    print(f"{len(specs)} specs, {compared}; {len(failed)} failed")
    print("\n".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
