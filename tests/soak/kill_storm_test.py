#!/usr/bin/env python3
"""Writers and readers at work while killers cancel and terminate their sessions: nothing is lost, nothing is left.

usage: kill_storm_test.py [--seconds N] [--kills N] [--writers N] [--rate N]

Ends after N seconds, or with --kills after as many kills. Demands: exact totals, every acknowledged commit, every other
transaction whole or absent, an answer to every kill, no hang, and sessions, locks, threads and descriptors as before.
"""
import argparse
import pathlib
import random
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
from bank import (Carrier, Outcomes, Reader, Writer, check, check_cargo, create,  # noqa: E402
                  create_cargo)
from servers import Redstart, eventually  # noqa: E402
from wire import Connection, ServerError  # noqa: E402

READERS, CARRIERS, KILLERS = 4, 4, 2
ANSWERED_WITHIN = 10.0  # seconds, a kill on a machine where every core is busy
# A kill of a session that has just ended: CANCEL says so as an error, the functions with 0.
ALREADY_GONE = "22023"


class Killer(threading.Thread):
    def __init__(self, number, port, clients, outcomes, stop, pause):
        super().__init__(daemon=True)
        self.random = random.Random(-number)
        self.connection = Connection(port)
        self.clients, self.outcomes, self.stop, self.pause = clients, outcomes, stop, pause
        self.kills = {}
        self.slowest = 0.0

    def run(self):
        ways = [self.pg_cancel_backend, self.cancel, self.cancel_request, self.pg_terminate_backend]
        while not self.stop.is_set():
            session = self.random.choice(self.clients).session
            way = self.random.choice(ways)
            if session is not None and session.pid:
                begin = time.monotonic()
                try:
                    way(session)
                except Exception as error:  # an unanswered kill, whatever the reason
                    self.outcomes.fault(f"{way.__name__}: {error!r}")
                    return
                self.kills[way.__name__] = self.kills.get(way.__name__, 0) + 1
                self.slowest = max(self.slowest, time.monotonic() - begin)
            time.sleep(self.random.random() * 2 * self.pause)
        self.connection.close()

    def pg_cancel_backend(self, session):
        assert self.connection.query(f"select pg_cancel_backend({session.pid})", ANSWERED_WITHIN).value() in "01"

    def pg_terminate_backend(self, session):
        assert self.connection.query(f"select pg_terminate_backend({session.pid})", ANSWERED_WITHIN).value() in "01"

    def cancel(self, session):
        try:
            self.connection.query(f"cancel {session.pid}", ANSWERED_WITHIN).must()
        except ServerError as error:
            if error.sqlstate != ALREADY_GONE:
                raise

    def cancel_request(self, session):
        session.cancel_request()


def leaks(server, observer, before):
    """What is left of the sessions, which have all been closed."""
    views = "select (select count(*) from stv_sessions), (select count(*) from pg_locks where pid <> {0}), " \
            "(select count(*) from svv_transactions where pid <> {0})".format(observer.pid)
    alone = ("1", "0", "0")
    found = []
    if not eventually(lambda: observer.must(views).rows[0] == alone):
        found.append(f"sessions, locks, transactions: {observer.must(views).rows[0]}, not {alone}")
    if not eventually(lambda: (server.threads(), server.descriptors()) == before):
        found.append(f"threads, descriptors: {server.threads(), server.descriptors()}, before {before}")
    return found


def storm(server, options, bucket):
    observer = Connection(server.port)
    create(observer)
    create_cargo(observer)
    observer.must("unload ('select 1') to 's3://b/first/'")  # the first one opens a file that the process keeps
    outcomes, stop = Outcomes(), threading.Event()
    before = server.threads(), server.descriptors()
    clients = [Writer(number, server.port, outcomes, stop) for number in range(options.writers)]
    clients += [Reader(1000 + number, server.port, outcomes, stop) for number in range(READERS)]
    clients += [Carrier(2000 + number, server.port, outcomes, stop) for number in range(CARRIERS)]
    killers = [Killer(number, server.port, clients, outcomes, stop, KILLERS / options.rate)
               for number in range(1, KILLERS + 1)]
    begin = time.monotonic()
    for thread in clients + killers:
        thread.start()

    def kills():
        return sum(sum(killer.kills.values()) for killer in killers)

    while not outcomes.faults and (kills() < options.kills if options.kills else
                                   time.monotonic() - begin < options.seconds):
        time.sleep(0.1)
    seconds = time.monotonic() - begin
    stop.set()
    for thread in clients + killers:
        thread.join(60)
        if thread.is_alive():
            outcomes.fault(f"{thread.name} does not end")
    faults = outcomes.faults + check(observer, outcomes) + check_cargo(observer, outcomes, bucket)
    faults += leaks(server, observer, before)
    print(f"{kills()} kills in {seconds:.0f} s: " + ", ".join(
        f"{sum(killer.kills.get(way, 0) for killer in killers)} {way}" for way in sorted(killers[0].kills)))
    print(f"slowest answer to a kill: {max(killer.slowest for killer in killers) * 1000:.0f} ms")
    print(f"{len(outcomes.committed)} transactions acknowledged, {len(outcomes.refused)} refused, "
          f"{len(outcomes.unknown)} left open; {outcomes.reads} totals read; "
          f"{outcomes.carried} loads; told {outcomes.told}")
    return faults, kills()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--writers", type=int, default=32)
    parser.add_argument("--rate", type=float, default=60, help="kills per second, about")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="redstart-soak.") as directory, \
            tempfile.TemporaryDirectory(prefix="redstart-soak-buckets.") as buckets:
        bucket = pathlib.Path(buckets) / "b"
        bucket.mkdir()
        with Redstart(directory, "--s3-local", buckets) as server:
            faults, kills = storm(server, options, bucket)
            if server.process.poll() is not None:
                faults.append("the server has ended")
            elif server.terminate() != 0:
                faults.append("the server did not end well")
    if kills == 0:
        faults.append("no kill")
    print("\n".join(faults) if faults else "nothing lost, nothing left")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
