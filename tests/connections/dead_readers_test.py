#!/usr/bin/env python3
"""Clients that do not read, or hardly, beside sessions that work: memory stays bounded, nobody waits, and everything is
given back.

REDSTART_DEAD_READERS is how many there are (60; the proof's long form: 200) and REDSTART_DEAD_READERS_SECONDS how long
(6 with each memory limit; long form: 60).
"""
import os
import pathlib
import socket
import statistics
import threading
import time

import raw
from backpressure_test import resident, value
from raw import Connection, Server

READERS = int(os.environ.get("REDSTART_DEAD_READERS", "60"))
SECONDS = float(os.environ.get("REDSTART_DEAD_READERS_SECONDS", "6"))
WORKERS = 50
MEGABYTE = 1 << 20
SESSION = 40 * 1024
BEYOND_LIMIT = 512 * MEGABYTE

FLOODS = (
    "select repeat('x', 60000) from numbers a, numbers b",
    "select repeat(chr(65 + a.i % 26), 60000) from numbers a, numbers b",
    "select upper(repeat('x', 60000) || a.i) from numbers a, numbers b",
    "select a.i, " + ", ".join(f"repeat(chr(65 + (a.i + {n}) % 26), 60000)" for n in range(20))
    + " from numbers a, numbers b",
    "select w from wide a, numbers b",
    "select a.w, b.w from wide a, wide b",
    "select w from wide order by w, i",
    "select lpad(a.i::varchar, 40000, 'ab') from numbers a, numbers b order by a.i + b.i limit 100000",
    "select i, listagg(w) within group (order by i) from (select i, left(w, 5000) as w from wide) group by i",
    "copy (select repeat('x', 60000) from numbers a, numbers b) to stdout",
)


def peak(server):
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return 1024 * next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))


def set_up(connection):
    for sql in ("create table numbers (i int)",
                "insert into numbers select i from generate_series(1, 20000) s(i)",
                "create table wide (i int, w varchar(65535))",
                "insert into wide select i, repeat(chr(65 + i % 26), 20000) from numbers where i <= 3000",
                "create table one (k int, v varchar(10))",
                "insert into one select i, 'v' || i from numbers where i <= 1000"):
        connection.send(raw.query(sql))
        frames = connection.frames()
        assert not raw.error(frames), (sql, raw.error(frames))


class DeadReaders:
    """Each asks for one of FLOODS; every fourth takes a few bytes now and then."""

    def __init__(self, server, count):
        self.members = []
        for number in range(count):
            member = Connection(server)
            member.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
            member.pid, _ = member.log_in()
            member.send(raw.query(FLOODS[number % len(FLOODS)]))
            self.members.append(member)
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.sip)
        self.thread.start()

    def sip(self):
        while not self.stopping.wait(0.2):
            for member in self.members[::4]:
                try:
                    member.socket.setblocking(False)
                    member.socket.recv(2000)
                except (BlockingIOError, ConnectionError):
                    pass

    def stop(self):
        self.stopping.set()
        self.thread.join()


class Workers:
    """Sessions that ask short questions, a few times a second each, and note how long the answers took."""

    def __init__(self, server, count):
        self.times = {"one": [], "row": []}
        self.failures = []
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self.work, args=(server, number)) for number in range(count)]
        for thread in self.threads:
            thread.start()

    def work(self, server, number):
        try:
            with Connection(server) as connection:
                connection.log_in()
                while not self.stopping.wait(0.5):
                    self.ask(connection, "one", "select 1", "1")
                    self.ask(connection, "row", f"select v from one where k = {number + 1}", f"v{number + 1}")
        except Exception as error:
            self.failures.append(repr(error))

    def ask(self, connection, kind, sql, answer):
        started = time.monotonic()
        got = value(connection, sql)
        self.times[kind].append(time.monotonic() - started)
        assert got == answer, (sql, got)

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join()


def latencies(times):
    ordered = sorted(times)
    return statistics.median(ordered), ordered[int(0.95 * len(ordered))], ordered[-1]


def check_signals(observer, readers):
    """Cancel and terminate reach sessions that wait for their client."""
    for member in readers.members[1:4]:
        assert value(observer, f"select pg_terminate_backend({member.pid})") == "1"
        raw.until(lambda: value(observer, f"select count(*) from stv_sessions where process = {member.pid}") == "0",
                  "terminated", 1)
    for member in readers.members[5:8]:
        assert value(observer, f"select pg_cancel_backend({member.pid})") == "1"
        raw.until(lambda: value(observer, f"select count(*) from stv_inflight where pid = {member.pid}") == "0",
                  "cancelled", 1)


def test_dead_readers(limit_megabytes):
    with Server("--auth", "trust", "--memory-limit", f"{limit_megabytes}MB") as server, \
            Connection(server) as observer:
        observer.log_in()
        set_up(observer)
        workers = Workers(server, WORKERS)
        time.sleep(1)
        alone = {kind: latencies(times) for kind, times in workers.times.items()}
        for times in workers.times.values():
            times.clear()
        before = resident(server)
        readers = DeadReaders(server, READERS)
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            time.sleep(0.5)
            allowed = limit_megabytes * MEGABYTE + BEYOND_LIMIT + (READERS + WORKERS + 1) * SESSION
            assert peak(server) < allowed, f"{peak(server) >> 20} MB, allowed are {allowed >> 20} MB"
        check_signals(observer, readers)
        readers.stop()
        workers.stop()
        with_floods = {kind: latencies(times) for kind, times in workers.times.items()}
        for kind in ("one", "row"):
            print(f"  {kind}: median, 95 %, most " + ", ".join(f"{1000 * t:.0f}" for t in alone[kind]) + " ms alone, "
                  + ", ".join(f"{1000 * t:.0f}" for t in with_floods[kind]) + f" ms with {READERS} dead readers")
        assert not workers.failures, workers.failures[:3]
        for member in readers.members:
            member.socket.close()
        raw.until(lambda: value(observer, "select count(*) from stv_sessions") == "1", "the readers are gone")
        raw.until(lambda: resident(server) < before + 150 * MEGABYTE,
                  "the memory is given back", 10)
        print(f"  limit {limit_megabytes} MB: before {before >> 20} MB, at most {peak(server) >> 20} MB, "
              f"afterwards {resident(server) >> 20} MB")
        for kind, allowed in (("one", 0.1), ("row", 0.5)):
            assert with_floods[kind][0] < allowed, (kind, with_floods[kind])
            assert with_floods[kind][2] < 10 * allowed + 1, (kind, with_floods[kind])


if __name__ == "__main__":
    for megabytes in (256, 1024):
        print(f"test_dead_readers({megabytes})", flush=True)
        test_dead_readers(megabytes)
