#!/usr/bin/env python3
"""Files in the wrong place: a database's file or log under another's name, an older copy of one, a record that is
missing.
Each start tells it by the file's name, or, where it is the system's, refuses; a directory copied whole is good.
"""
import pathlib
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from servers import Redstart  # noqa: E402
from wire import Connection, ServerError  # noqa: E402

faults = []


def expect(holds, what):
    if not holds:
        faults.append(what)
        print("FAULT", what)


def count(server, database):
    return int(Connection(server.port, database=database).value("select count(*) from t"))


def told(server, database):
    """The text of the refusal of that database; empty when it is served."""
    try:
        Connection(server.port, database=database).close()
    except ServerError as error:
        expect(error.sqlstate == "58000", f"{database}: {error}")
        return error.fields["M"]
    return ""


def refusal(directory, *options):
    """What a start that is refused prints; empty when it starts."""
    try:
        with Redstart(directory, *options):
            return ""
    except AssertionError as error:
        return str(error)


def fill(directory, rows):
    with Redstart(directory) as server:
        for database in ("dev", "other"):
            session = Connection(server.port, database=database)
            session.must(f"insert into t select i from generate_series(1, {rows}) g(i)")
        expect(server.terminate(30) == 0, "it does not stop")


def make(directory):
    with Redstart(directory) as server:
        Connection(server.port).must("create database other")
        for database in ("dev", "other"):
            Connection(server.port, database=database).must("create table t (i int)")
        expect(server.terminate(30) == 0, "it does not stop")


class Directories:
    """Copies of a data directory that has been stopped, and of an earlier state of it."""

    def __init__(self, place):
        self.place, self.number = place, 0
        make(place / "base")
        fill(place / "base", 1000)
        shutil.copytree(place / "base", place / "older")
        fill(place / "base", 500)
        self.other = next(path.name for path in (place / "base").glob("other-*.duckdb"))

    def copy(self):
        self.number += 1
        return pathlib.Path(shutil.copytree(self.place / "base", self.place / f"data{self.number}"))

    def put_older(self, data, name):
        shutil.copy(self.place / "older" / name, data / name)


def test_swapped(directories):
    with Redstart(directories.copy()) as server:
        expect(count(server, "dev") == 1500 and count(server, "other") == 1500, "a copied directory")
    data = directories.copy()
    shutil.move(data / "dev.duckdb", data / "away")
    shutil.move(data / directories.other, data / "dev.duckdb")
    shutil.move(data / "away", data / directories.other)
    answer = refusal(data)
    expect("dev.duckdb is the file of another database" in answer, f"swapped: {answer}")
    data = directories.copy()
    shutil.copy(data / directories.other, data / "dev.duckdb")
    with Redstart(data) as server:
        answer = told(server, "dev")
        expect(answer.endswith("dev.duckdb is the file of another database"), f"doubled: {answer}")
        expect(count(server, "other") == 1500, "doubled: the other")


def test_older(directories):
    data = directories.copy()
    directories.put_older(data, "dev.duckdb")
    with Redstart(data) as server:
        answer = told(server, "dev")
        expect(answer.endswith("dev.duckdb is an older copy of what was there"), f"older: {answer}")
        expect(count(server, "other") == 1500, "older: the other")
    with Redstart(data, "--salvage") as server:
        expect(count(server, "dev") == 1000, "older, salvaged")
        Connection(server.port).must("insert into t values (1)")
        expect(server.terminate(30) == 0, "older, salvaged: it does not stop")
    with Redstart(data) as server:
        expect(count(server, "dev") == 1001, "older, salvaged, started again")
    data = directories.copy()
    directories.put_older(data, "redstart_system.duckdb")
    answer = refusal(data)  # it may be the same: nothing was changed in it
    expect(answer == "" or "redstart_system.duckdb is an older copy" in answer, f"older system: {answer}")


def with_logs(directories, rows):
    """A copy whose server was killed: what was written last stands in the logs, as much in both."""
    data = directories.copy()
    with Redstart(data) as server:
        for database, first in (("dev", rows), ("other", 1_000_000)):  # no two logs are the same
            session = Connection(server.port, database=database)
            for start in range(first, first + rows, 100):
                session.must(f"insert into t select i from generate_series({start + 1}, {start + 100}) g(i)")
        server.kill()
    return data


def test_logs(directories):
    data = with_logs(directories, 300)
    dev, other = data / "dev.duckdb.wal", data / f"{directories.other}.wal"
    with Redstart(pathlib.Path(shutil.copytree(data, directories.place / "logs"))) as server:
        expect(count(server, "dev") == 1800 and count(server, "other") == 1800, "a copy with logs")
    longer = with_logs(directories, 600) / dev.name  # of the same database, and with all that is expected, and more
    for name, log in (("another's", other), ("another history's", longer)):
        expect(log.stat().st_size >= dev.stat().st_size, f"{name} log is too short to tell")
        swapped = pathlib.Path(shutil.copytree(data, directories.place / f"swapped {name}"))
        with Redstart(swapped) as server:  # once more: the logs are appended to, or written anew
            Connection(server.port).must("insert into t values (1)")
            server.kill()
        shutil.copytree(data, swapped, dirs_exist_ok=True)
        shutil.copy(log, swapped / dev.name)
        with Redstart(swapped) as server:
            answer = told(server, "dev")
            expect(answer.endswith("dev.duckdb.wal is the log of another database, or an older copy"),
                   f"{name}: {answer}")
            expect(count(server, "other") == 1800, f"{name}: the other")
            server.kill()
        with Redstart(swapped, "--salvage") as server:
            expect(count(server, "dev") == 1500, f"{name}, salvaged")
            expect((swapped / f"{dev.name}.damaged-1").read_bytes() == log.read_bytes(), f"{name}, kept")
        with Redstart(swapped) as server:
            expect(count(server, "dev") == 1500, f"{name}, started again")


def test_record(directories, how):
    data = directories.copy()
    (data / "redstart.logs").unlink()
    if how == "empty":
        (data / "redstart.logs").touch()
    answer = refusal(data)
    expect(f"redstart.logs is {how}" in answer and "did not start" in answer, f"record {how}: {answer}")
    expect((data / "redstart.logs").exists() == (how == "empty"), f"record {how}: made by a refused start")
    with Redstart(data, "--salvage") as server:
        expect(count(server, "dev") == 1500, f"record {how}, salvaged")
    with Redstart(data) as server:
        expect(count(server, "dev") == 1500, f"record {how}, started again")


def test_changed_databases(directories):
    data = directories.copy()
    with Redstart(data) as server:
        session = Connection(server.port)
        session.must("alter database other rename to another")
        session.must("create database third")
        Connection(server.port, database="third").close()
        session.must("create database fourth")
        session.must("drop database fourth")
        server.kill()
    for when in ("behind kill -9", "stopped before"):
        with Redstart(data) as server:
            expect(count(server, "another") == 1500 and told(server, "third") == "", f"changed databases, {when}")
            expect(server.terminate(30) == 0, "it does not stop")


def main():
    with tempfile.TemporaryDirectory(prefix="redstart-swapped.") as place:
        directories = Directories(pathlib.Path(place))
        test_swapped(directories)
        test_older(directories)
        test_logs(directories)
        test_record(directories, "missing")
        test_record(directories, "empty")
        test_changed_databases(directories)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
