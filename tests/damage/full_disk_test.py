#!/usr/bin/env python3
"""A disk that gets full ends the one transaction that it has no room for: others keep theirs, with their temporary
tables, and what was committed is there, now and after kill -9. Needs root, for a small file system of its own.

usage: full_disk_test.py [--rounds N] [--seed N] [--verbose]
"""
import argparse
import pathlib
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from servers import Redstart  # noqa: E402
from wire import Connection  # noqa: E402

SKIPPED = 77


class Model:
    """What was acknowledged, by table."""

    def __init__(self):
        self.rows, self.total = 0, 0


def facts(session):
    return session.must("select count(*), coalesce(sum(a), 0) from t").rows[0]


def write(session, random_, model):
    """One transaction; False when it was refused."""
    size = random_.choice((1, 200, 3000, 30000))
    kind = random_.choice(("insert", "insert", "insert", "update", "delete"))
    if kind == "insert":
        sql = (f"insert into t select 1, md5((i * 7919)::varchar) || md5(i::varchar) "
               f"from generate_series(1, {size}) g(i)")
    elif kind == "update":
        sql = f"update t set a = a + 1 where b < '{random_.randrange(16):x}'"
    else:
        sql = f"delete from t where b < '0{random_.randrange(16):x}'"
    answer = session.query(sql, limit=60)
    if answer.error:
        assert answer.error.sqlstate == "53100", answer.error
        return False
    count = int(answer.tags[0].split()[-1])
    if kind == "insert":
        model.rows, model.total = model.rows + count, model.total + count
    elif kind == "update":
        model.total += count
    else:
        model.rows, model.total = (int(value) for value in facts(session))
    return True


def one_round(directory, random_, verbose):
    with Redstart(directory, "--memory-limit", "200MB") as server:
        holder, reader, writer = (Connection(server.port) for _ in range(3))
        writer.must("create table t (a int, b varchar(64))")
        holder.must("create temp table mine as select 7 as a")
        holder.must("create table held (a int)")
        holder.must("begin")
        holder.must("insert into held values (1)")
        reader.must("begin")
        reader.must("select count(*) from held")
        model, refused, done = Model(), 0, 0
        for _ in range(400):
            if write(writer, random_, model):
                done += 1
            else:
                refused += 1
                assert facts(writer) == (str(model.rows), str(model.total)), "what was refused has left something"
            if refused == 5:
                break
        assert holder.status == "T" and holder.value("select count(*) from mine") == "1", "the temporary table"
        assert reader.must("select count(*) from held").rows == [("0",)], "the reader's transaction"
        answer = holder.query("commit")  # a log of a few bytes may find no room either
        assert answer.error is None or answer.error.sqlstate == "53100", answer.error
        held = "0" if answer.error else "1"
        assert holder.value("select count(*) from mine") == "1", "the temporary table behind COMMIT"
        expected = facts(writer)
        assert expected == (str(model.rows), str(model.total)), f"{expected} instead of {model.rows}, {model.total}"
        if verbose:
            print(f"{done} transactions, {refused} refused, {model.rows} rows, held {held}", flush=True)
        server.kill()
        server.start()
        session = Connection(server.port)
        assert facts(session) == expected, f"after kill -9: {facts(session)} instead of {expected}"
        assert session.value("select count(*) from held") == held
        return refused


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    refused = 0
    for number in range(options.rounds):
        random_ = random.Random(f"{options.seed} {number}")
        with tempfile.TemporaryDirectory(prefix="redstart-full.") as place:
            size = random_.randrange(24, 64)
            if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}m", "none", place], check=False).returncode:
                print("skipped: mounting a file system needs root")
                return SKIPPED
            try:
                refused += one_round(pathlib.Path(place) / "data", random_, options.verbose)
            finally:
                subprocess.run(["umount", "-l", place], check=True)
    assert refused > 0, "no disk was full"
    return 0


if __name__ == "__main__":
    sys.exit(main())
