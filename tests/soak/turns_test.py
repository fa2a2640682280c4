#!/usr/bin/env python3
"""Writers of one table take turns: each sees what the one before committed, so none of them ever meets a conflict.

usage: turns_test.py [--seconds N] [--clients N]

Half of the clients add one in autocommit, half in a block that begins with LOCK. An error of any kind is a fault, and
the sum is the number of acknowledged additions: a lock that ends before the commit, or a snapshot that is older than
the lock, shows as a conflict or as a lost addition.
"""
import argparse
import pathlib
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support")]
from servers import Redstart  # noqa: E402
from wire import Connection  # noqa: E402

ADD = "update counter set n = n + 1"


class Adder(threading.Thread):
    def __init__(self, port, statements, end):
        super().__init__(daemon=True)
        self.connection = Connection(port)
        self.statements, self.end = statements, end
        self.done, self.fault = 0, None

    def run(self):
        try:
            while time.monotonic() < self.end:
                for statement in self.statements:
                    self.connection.must(statement)
                self.done += 1
        except Exception as error:  # whatever it is, nothing of the kind may come
            self.fault = repr(error)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--clients", type=int, default=8)
    options = parser.parse_args()
    with Redstart() as server:
        observer = Connection(server.port)
        observer.must("create table counter (n bigint)")
        observer.must("insert into counter values (0)")
        end = time.monotonic() + options.seconds
        adders = [Adder(server.port, [ADD] if number % 2 else ["begin", "lock counter", ADD, "commit"], end)
                  for number in range(options.clients)]
        for adder in adders:
            adder.start()
        for adder in adders:
            adder.join(options.seconds + 60)
        faults = [adder.fault for adder in adders if adder.fault]
        faults += ["an adder hangs" for adder in adders if adder.is_alive()]
        done = sum(adder.done for adder in adders)
        stored = int(observer.value("select n from counter"))
        if stored != done and not faults:
            faults.append(f"{done} additions acknowledged, {stored} stored")
        if not done:
            faults.append("nothing was added")
    print(f"{done} additions by {options.clients} clients, the sum is {stored}")
    print("\n".join(faults) if faults else "no conflict, nothing lost")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
