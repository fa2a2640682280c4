#!/usr/bin/env python3
"""No statement takes the server or its neighbours down: each bomb of bombs.py in a fresh session, and beside it a
watcher of the server's memory and two neighbours who ask `select 1` and for one row.

usage: bombs_test.py [--long] [--only TEXT] [--memory-limit MB] [--slack FACTOR] [--verbose]

Bombs go through the simple and the extended protocol in turn (--long: through both).
A bomb may succeed, or be refused with one of the SQLSTATEs of its row. One that is still running after a moment is
stopped in one of three ways in turn (cancel, statement_timeout, terminate), and must hear it within a second.
Resident memory stays below the memory limit and 512 MB; `select 1` answers within 100 ms, and the row within 500 ms.
These times are of an idle machine; the factor (--slack, REDSTART_BOMBS_SLACK, 5) is for one that is not.
"""
import argparse
import os
import pathlib
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
from bombs import SETUPS, all_bombs  # noqa: E402
from servers import Redstart  # noqa: E402
from wire import Connection, Lost  # noqa: E402

HEARD = 1.0  # seconds
SELECT_ONE, ONE_ROW = 0.1, 0.5
ALONE = 20.0  # seconds until one that is left alone is stopped all the same
BEYOND = 512 << 20  # bytes above the memory limit
PROTOCOLS = ("simple", "extended")
STOPPED = {"cancel": "57014", "timeout": "57014", "terminate": "57P01"}


class Neighbour(threading.Thread):
    """Asks the same again and again; remembers the longest answer."""

    def __init__(self, port, sql):
        super().__init__(daemon=True)
        self.connection, self.sql = Connection(port), sql
        self.longest, self.fault, self.ends = 0.0, None, False

    def run(self):
        try:
            while not self.ends:
                begin = time.monotonic()
                self.connection.must(self.sql)
                self.longest = max(self.longest, time.monotonic() - begin)
                time.sleep(0.01)
        except Exception as error:  # whatever it is, a neighbour must not notice
            self.fault = repr(error)

    def take(self):
        longest, self.longest = self.longest, 0.0
        return longest


class Memory(threading.Thread):
    def __init__(self, pid):
        super().__init__(daemon=True)
        self.path, self.highest, self.ends = f"/proc/{pid}/statm", 0, False

    def now(self):
        with open(self.path, encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def run(self):
        while not self.ends:
            try:
                self.highest = max(self.highest, self.now())
            except (OSError, IndexError):
                return
            time.sleep(0.005)

    def take(self):
        highest, self.highest = self.highest, 0
        return highest


class Stopper(threading.Thread):
    """Stops the session's statement when it has run for a while; remembers when."""

    def __init__(self, session, observer, way, after):
        super().__init__(daemon=True)
        self.session, self.observer, self.way = session, observer, way
        self.done = threading.Event()
        self.after, self.asked = after, None

    def run(self):
        if self.done.wait(self.after):
            return
        self.asked = time.monotonic()
        if self.way == "cancel":
            self.session.cancel_request()
        else:
            self.observer.must(f"select pg_terminate_backend({self.session.pid})")


def explode(server, observer, bomb, way, protocol, after, limit):
    """Runs it in a session of its own. Returns what is wrong, or None, and a word on what came."""
    session = Connection(server.port)
    *before, sql = bomb.statements()
    for statement in before:
        session.must(statement)
    if way == "timeout":
        session.must(f"set statement_timeout to {int(after * 1000)}")
    stopper = Stopper(session, observer, way, after)
    begin = time.monotonic()
    if way != "timeout":
        stopper.start()
    (session.send_extended if protocol == "extended" else session.send_query)(sql)
    sent = time.monotonic()
    try:
        answer = session.wait(limit + after + 20, keep_rows=False)
    except (TimeoutError, Lost, OSError) as error:
        return f"no answer: {error!r}", ""
    finally:
        stopper.done.set()
    end = time.monotonic()
    if way != "timeout" and stopper.is_alive():
        stopper.join()
    session.reset()
    code = answer.error.sqlstate if answer.error else "ok"
    # A timeout may have begun before this thread has seen that everything is sent.
    asked = begin + after if way == "timeout" else stopper.asked
    heard = sent + after if way == "timeout" else asked
    late = max(end - max(heard, sent), 0.0) if asked and end > asked else 0.0
    word = f"{code} after {end - begin:.2f} s" + (f", {late:.2f} s after {way}" if late else "")
    if late > limit:
        return f"{way} heard after {late:.2f} s", word
    stopped = asked and end > asked and code == STOPPED[way]
    if code != "ok" and not stopped and code not in bomb.accepts:
        return f"answers {answer.error}", word
    if answer.error and "max_expression_depth" in str(answer.error):
        return f"the engine's text: {answer.error}", word
    return None, word


def check(server, observer, neighbours, memory, bomb, way, protocol, options, bounds):
    memory.take()
    for neighbour in neighbours:
        neighbour.take()
    after = ALONE if bomb.left_alone else options.after
    fault, word = explode(server, observer, bomb, way, protocol, after, HEARD * options.slack)
    highest, one, row = memory.take(), neighbours[0].take(), neighbours[1].take()
    faults = [fault] if fault else []
    if highest > bounds["memory"]:
        faults.append(f"{highest >> 20} MB resident, {bounds['memory'] >> 20} allowed")
    for name, took, limit in (("select 1", one, SELECT_ONE), ("one row", row, ONE_ROW)):
        if took > limit * options.slack:
            faults.append(f"a neighbour's {name} took {took * 1000:.0f} ms")
    faults += [f"a neighbour was told {neighbour.fault}" for neighbour in neighbours if neighbour.fault]
    if options.verbose or faults:
        print(f"{bomb.name} ({protocol}): {word}; {highest >> 20} MB, "
              f"neighbours {one * 1000:.0f} and {row * 1000:.0f} ms", flush=True)
    return [f"{bomb.name} ({protocol}): {fault}" for fault in faults]


def run(server, options):
    observer = Connection(server.port)
    for sql in ("create table one (a int, b varchar(100))", "insert into one values (1, 'x')",
                "create table many (a int, b varchar(100))"):
        observer.must(sql)
    bombs = [bomb for bomb in all_bombs() if options.only in bomb.name and (options.long or not bomb.long_only)]
    prepared = set()
    memory = Memory(server.pid)
    neighbours = [Neighbour(server.port, "select 1"), Neighbour(server.port, "select b from one where a = 1")]
    bounds = {"memory": (options.memory_limit << 20) + BEYOND}
    for thread in (memory, *neighbours):
        thread.start()
    faults = []
    for number, bomb in enumerate(bombs):
        if bomb.setup and bomb.setup not in prepared:
            prepared.add(bomb.setup)
            for sql in SETUPS[bomb.setup]():
                observer.must(sql)
        # Each group of a kind has sizes one after the other, so that both protocols and all ways get large ones.
        pairs = [(way, protocol) for way in STOPPED for protocol in PROTOCOLS]
        for way, protocol in pairs if options.long else [pairs[number * 5 % len(pairs)]]:
            faults += check(server, observer, neighbours, memory, bomb, way, protocol, options, bounds)
            if server.process.poll() is not None:
                return len(bombs), faults + [f"{bomb.name}: the server has ended"]
    for neighbour in neighbours:
        neighbour.ends = True
    for neighbour in neighbours:
        neighbour.join(30)
    if observer.value("select count(*) from one") != "1":
        faults.append("the table is another one")
    return len(bombs), faults


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--long", action="store_true",
                        help="every bomb in both protocols, each stopped in all three ways")
    parser.add_argument("--only", default="", help="bombs whose name contains this")
    parser.add_argument("--memory-limit", type=int, default=256)
    parser.add_argument("--after", type=float, default=0.2, help="seconds until a bomb is stopped")
    parser.add_argument("--slack", type=float, default=float(os.environ.get("REDSTART_BOMBS_SLACK", "5")))
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as directory, \
            Redstart(directory, "--memory-limit", f"{options.memory_limit}MB") as server:
        count, faults = run(server, options)
    print("\n".join(faults) if faults else "all of them bounded and heard")
    print(f"{count} bombs in {time.monotonic() - begin:.0f} s, {len(faults)} faults")
    return 1 if faults or not count else 0


if __name__ == "__main__":
    sys.exit(main())
