#!/usr/bin/env python3
"""Damaged files: each start answers right, or refuses by the file's name; it never forgets, crashes or hangs.

usage: damage_test.py [--trials N] [--seed N] [--only FILE]

A data directory with two databases is filled, stopped, filled further and ended by kill -9. Every trial takes a copy of
it, damages one file and starts the server on the copy. REDSTART_DAMAGE_TRIALS says how many trials, too.
"""
import argparse
import hashlib
import os
import pathlib
import random
import shutil
import struct
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from servers import Redstart  # noqa: E402
from wire import Connection, Lost, ServerError  # noqa: E402

HEADERS, BLOCK = 3 * 4096, 262144  # of a database's file
USER = ("keeper", "Keep3r-of-it")
REFUSALS = ("58000", "XX001", "58030")  # damaged; data corrupted; I/O


def connect(server, database="dev"):
    return Connection(server.port, USER[0], USER[1], database)


def facts_of(server, database):
    """What was acknowledged there, as rows."""
    session = connect(server, database)
    try:
        facts = [session.must("select count(*), sum(i), sum(len(s)), max(s) from small").rows,
                 session.must("select count(*), sum(i::bigint * len(s)), min(s), max(s) from large").rows,
                 session.must("select count(*), max(i) from late").rows,
                 session.must("select usename from pg_user order by 1").rows,
                 session.must("select datname from pg_database order by 1").rows]
    finally:
        session.close()
    return facts


def fill(directory):
    """The data directory that every trial damages; returns the facts of its databases."""
    with Redstart(directory) as server:
        session = Connection(server.port)
        session.must(f"create user {USER[0]} password '{USER[1]}' createuser")
        session.must(f"alter user {USER[0]} password 'md5{md5_of(USER)}'")
        session.must("create database other")
        for database in ("dev", "other"):
            session = Connection(server.port, database=database)
            session.must("create table small (i int, s varchar(64))")
            session.must("create table large (i int, s varchar(64))")
            session.must("insert into large select i, md5(i::varchar) from generate_series(1, 60000) t(i)")
            session.must("create view seen as select count(*) as n from large")
        if server.terminate() != 0:
            raise AssertionError("the server does not stop")
        server.start()
        for database in ("dev", "other"):
            session = Connection(server.port, database=database)
            for number in range(12):
                session.must(f"insert into small values ({number}, repeat('{database}', {number}))")
            session.must("update small set i = i + 100 where i % 2 = 0")
            session.must("create table late (i int)")
            session.must("insert into late select * from generate_series(1, 3000)")
        Connection(server.port).must("create user latecomer password disable")
        server.kill()
        server.auth = "password"
        server.start()
        facts = {database: facts_of(server, database) for database in ("dev", "other")}
        server.kill()  # with the logs as they are: the engine writes them into the files when it stops
    return facts


def md5_of(user):
    return hashlib.md5((user[1] + user[0]).encode()).hexdigest()


def borders(path, content):
    """Where headers, blocks and frames begin: the places that damage is likeliest to be misread at."""
    places = [0, len(content)]
    if path.name.endswith(".duckdb"):
        places += [8, 16, 4096, 8192, *range(HEADERS, len(content), BLOCK)]
    elif path.name.endswith(".wal"):
        at = 8
        while at + 16 <= len(content):
            places += [at, at + 8, at + 16]
            at += 16 + struct.unpack_from("<Q", content, at)[0]
    elif path.name == "redstart.logs":
        places += [*range(0, len(content), 256)]
    return sorted(set(places))


def damage(random_source, path):
    """Damages the file in one of the ways; returns a description, or None where there is nothing to damage."""
    content = bytearray(path.read_bytes())
    kind = random_source.choice(("flip", "flip", "flip", "zero", "noise", "cut", "remove", "delete"))
    if not content and kind != "delete":
        return None
    at = random_source.randrange(len(content)) if content else 0
    if random_source.random() < 0.7:
        at = random_source.choice(borders(path, content)) + random_source.choice((-1, 0, 0, 0, 1, 2, 4, 5, 7))
        at = min(max(at, 0), max(len(content) - 1, 0))
    size = random_source.choice((1, 2, 8, 16, 64, 512, 4096, BLOCK))
    before = bytes(content)
    if kind == "delete":
        path.unlink()
        return f"{path.name}: deleted"
    if kind == "flip":
        size = 1
        content[at] ^= 1 << random_source.randrange(8)
    elif kind == "zero":
        content[at:at + size] = bytes(len(content[at:at + size]))
    elif kind == "noise":
        content[at:at + size] = random_source.randbytes(len(content[at:at + size]))
    elif kind == "cut":
        del content[at:]
    elif kind == "remove":
        del content[at:at + size]
    if bytes(content) == before:
        return None
    path.write_bytes(content)
    return f"{path.name}: {kind} at {at} of {len(before)}, {size} bytes"


def database_of(name):
    return "other" if name.startswith("other") else "dev" if name.startswith("dev") else None


def judge(server, name, facts):
    """Faults of a server that has started on a damaged file; how many databases it refuses."""
    faults, refused = [], 0
    for database, expected in facts.items():
        try:
            found = facts_of(server, database)
            if found != expected:
                faults.append(f"{database} has forgotten: {found} instead of {expected}")
        except ServerError as error:
            refused += 1
            told = error.fields.get("M", "") + error.fields.get("D", "")
            if error.sqlstate not in REFUSALS or name.removesuffix(".wal") not in told:
                faults.append(f"{database}: {error} ({told})")
            if database_of(name) not in (database, None):
                faults.append(f"{database} is refused, which is not damaged: {error}")
        except (Lost, OSError) as error:
            faults.append(f"{database}: the connection was lost: {error!r}")
    if server.process.poll() is not None:
        faults.append(f"the server ended with {server.process.returncode}")
    return faults, refused


def salvage(directory, name, damaged, facts):
    """Faults of --salvage on a damaged log or system file: it starts, keeps a copy, and the others are right."""
    try:
        with Redstart(directory, "--salvage", auth="trust") as server:
            session = Connection(server.port, database="dev" if database_of(name) == "other" else "other")
            session.must("select count(*) from small")
            server.kill()
    except (AssertionError, ServerError, Lost, OSError) as error:
        return [f"--salvage: {error!r}"]
    if damaged and not any(path.read_bytes() == damaged for path in directory.glob(f"{name}.damaged-*")):
        return [f"--salvage: no copy of {name}"]
    return []


def trial(number, random_source, template, facts, only):
    """One damage; returns (description, outcome, faults), or None."""
    with tempfile.TemporaryDirectory(prefix="redstart-damage.") as place:
        directory = pathlib.Path(place) / "data"
        shutil.copytree(template, directory)
        names = sorted(path.name for path in directory.iterdir() if path.is_file() and (only or path.name) == path.name)
        path = directory / names[number % len(names)]
        description = damage(random_source, path)
        if description is None:
            return None
        damaged = path.read_bytes() if path.exists() else b""
        faults, refused = [], 0
        try:
            with Redstart(directory, "--threads", "1", auth="password") as server:
                faults, refused = judge(server, path.name, facts)
                outcome = "refused one" if refused else "right"
        except AssertionError as error:  # it did not start
            outcome = "refused"
            if path.name.removesuffix(".wal") not in str(error) or "did not start" not in str(error):
                faults.append(str(error))
            if str(error).count("\\n") != 1:
                faults.append(f"not one line: {error}")
        if outcome == "refused" and path.exists() and path.read_bytes() != damaged:
            faults.append("the refused file has been changed")
        if outcome != "right" and path.suffix == ".wal":
            faults += salvage(directory, path.name, damaged, facts)
        return description, outcome, faults


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--trials", type=int, default=int(os.environ.get("REDSTART_DAMAGE_TRIALS", "60")))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="damage this file alone")
    options = parser.parse_args()
    begin = time.monotonic()
    outcomes, failed = {}, 0
    with tempfile.TemporaryDirectory(prefix="redstart-damage.") as place:
        template = pathlib.Path(place) / "template"
        facts = fill(template)
        for number in range(options.trials):
            result = trial(number, random.Random(f"{options.seed} {number}"), template, facts, options.only)
            if result is None:
                continue
            description, outcome, faults = result
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
            for fault in faults:
                failed += 1
                print(f"trial {number}: {description}: {fault}")
    print(f"{sum(outcomes.values())} damages in {time.monotonic() - begin:.0f} s: {outcomes}")
    if not options.only and min(outcomes.get(kind, 0) for kind in ("right", "refused", "refused one")) == 0:
        failed += 1
        print("an outcome that must occur has not: the damages miss what they are about")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
