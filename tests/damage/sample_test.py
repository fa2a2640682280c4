#!/usr/bin/env python3
"""The sample is whole or not there: kill -9 and a write that fails while it loads, then a start that loads it."""
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from servers import PATIENCE, Redstart, eventually  # noqa: E402
from wire import Connection  # noqa: E402

ROWS = {"users": 49990, "venue": 202, "category": 11, "date": 365, "event": 8798, "listing": 192497, "sales": 172456}
# Of the load's time. The last is after it, when the server is ready.
MOMENTS = (0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 1.0)


def start_loading(directory, prepare=None):
    command = [os.environ["REDSTART_BINARY"], "--data-dir", str(directory), "--auth", "trust", "--port", "0",
               "--sample", "tickit", "--log-level", "off"]
    return subprocess.Popen(command, preexec_fn=prepare, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT)


def has_sample_file(directory):
    return directory.exists() and any(path.name.startswith("tickit") for path in directory.iterdir())


def counts(server):
    session = Connection(server.port, database="tickit")
    return {table: int(session.value(f"select count(*) from {table}")) for table in ROWS}


def databases(server):
    return [row[0] for row in Connection(server.port).must("select datname from pg_database order by 1").rows]


def check_after(directory, moment):
    """Without --sample the half of it is gone; with it the whole is there."""
    with Redstart(directory) as server:
        whole = "tickit" in databases(server)
        if whole and counts(server) != ROWS:
            return f"{moment}: there is a part of the sample: {counts(server)}"
        if not whole and has_sample_file(directory):
            return f"{moment}: its file is left behind"
        server.kill()
    with Redstart(directory, "--sample", "tickit") as server:
        found = counts(server)
        if found != ROWS:
            return f"{moment}: the next start has {found}"
    return None


def kill_at(moment, load_time):
    with tempfile.TemporaryDirectory(prefix="redstart-sample.") as place:
        directory = pathlib.Path(place) / "data"
        process = start_loading(directory)
        eventually(lambda: has_sample_file(directory))
        time.sleep(moment * load_time)
        process.kill()
        process.wait()
        process.stdout.close()
        return check_after(directory, f"kill -9 at {moment}")


def limited():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # the write fails instead
    resource.setrlimit(resource.RLIMIT_FSIZE, (3 << 20, resource.RLIM_INFINITY))


def fail_writes():
    with tempfile.TemporaryDirectory(prefix="redstart-sample.") as place:
        directory = pathlib.Path(place) / "data"
        process = start_loading(directory, limited)
        output = process.communicate(timeout=PATIENCE)[0]
        if process.returncode != 1 or output.count(b"\n") > 3:
            return f"a failed write: status {process.returncode}, {output!r}"
        return check_after(directory, "a failed write")


def load_time():
    """From the sample's first file to the end of the load."""
    with tempfile.TemporaryDirectory(prefix="redstart-sample.") as place:
        directory = pathlib.Path(place) / "data"
        process = start_loading(directory)
        eventually(lambda: has_sample_file(directory))
        begin = time.monotonic()
        for line in process.stdout:
            if line.startswith(b"redstart ready"):
                break
        seconds = time.monotonic() - begin
        process.kill()
        process.wait()
        process.stdout.close()
        return seconds


def main():
    seconds = load_time()
    faults = [fault for moment in MOMENTS if (fault := kill_at(moment, seconds))]
    if fault := fail_writes():
        faults.append(fault)
    print(f"the load takes {seconds:.1f} s; {len(MOMENTS)} kills and a failed write: "
          + ("\n".join(faults) or "whole or not at all"))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
