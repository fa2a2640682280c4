#!/usr/bin/env python3
"""kill -9 while writers commit: the next start recovers by itself, every acknowledged commit is there, none is half.

usage: crash_test.py [--rounds N] [--writers N]

Prints how long each recovery took, from the start of the process until it accepts sessions.
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
from bank import Outcomes, Reader, Writer, check, create  # noqa: E402
from servers import Redstart  # noqa: E402
from wire import Connection  # noqa: E402


def work_and_crash(server, round_number, options, outcomes):
    """Writers at work, then kill -9 in the middle of it."""
    stop = threading.Event()
    first = (round_number + 1) * 10000
    clients = [Writer(first + number, server.port, outcomes, stop) for number in range(options.writers)]
    clients.append(Reader(first + 9999, server.port, outcomes, stop))
    for client in clients:
        client.start()
    time.sleep(0.3 + 1.5 * random.Random(round_number).random())
    stop.set()  # first, so that nobody tries to connect again; they are in the middle of a transaction
    server.kill()
    for client in clients:
        client.join(60)
        if client.is_alive():
            outcomes.fault(f"{client.name} hangs after the crash")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--writers", type=int, default=16)
    options = parser.parse_args()
    outcomes, faults, recoveries = Outcomes(), [], []
    with tempfile.TemporaryDirectory(prefix="redstart-crash.") as directory, Redstart(directory) as server:
        create(Connection(server.port))
        for number in range(options.rounds):
            work_and_crash(server, number, options, outcomes)
            recoveries.append(server.start())
            found = outcomes.faults + check(Connection(server.port), outcomes)
            faults += [f"round {number}: {fault}" for fault in found]
            if faults:
                break
    print(f"{len(recoveries)} crashes: {len(outcomes.committed)} transactions acknowledged, "
          f"{len(outcomes.unknown)} left open by the crash")
    print(f"recovery: {min(recoveries):.2f} s to {max(recoveries):.2f} s")
    if not outcomes.committed:
        faults.append("nothing was committed: there was nothing to lose")
    print("\n".join(faults) if faults else "nothing lost, nothing half applied")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
