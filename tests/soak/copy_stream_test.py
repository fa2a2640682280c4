#!/usr/bin/env python3
"""COPY FROM STDIN and COPY TO STDOUT of any size in bounded memory: what the server needs beyond the engine's limit.

Streams generated rows in and reads them out again, in text and csv, over a raw socket, while the server's resident
memory is sampled. It may never exceed what it was at first by more than the engine's --memory-limit and ALLOWED. The
long form is --gigabytes 10.
"""
import argparse
import pathlib
import struct
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from servers import Redstart
from wire import Connection

LIMIT = 256  # MB for the engine
ALLOWED = 64 << 20  # bytes beyond it
PATIENCE = 3600.0
FRAME = 64 * 1024
FORMATS = {"text": ("", "\t"), "csv": ("csv", ",")}
NOTE = "the quick brown fox jumps over the lazy dog; "


def resident(server):
    status = pathlib.Path(f"/proc/{server.pid}/status").read_text()
    return 1024 * next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))


class Watch:
    """The most resident memory while it runs."""

    def __init__(self, server):
        self.server = server
        self.most = resident(server)
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def run(self):
        while not self.stopping.wait(0.02):
            self.most = max(self.most, resident(self.server))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        self.thread.join()


def block(delimiter, width):
    """About a megabyte of rows, and how many: a number, a date, a decimal, and text up to `width` bytes."""
    note = (NOTE * (width // len(NOTE) + 1))[:width - 40]
    rows = [delimiter.join((str(i), f"2024-{i % 12 + 1:02}-{i % 28 + 1:02}", f"{i % 997}.{i % 100:02}", note))
            for i in range(max(1, (1 << 20) // width))]
    return ("\n".join(rows) + "\n").encode(), len(rows)


def frames(data):
    """As CopyData messages that begin and end anywhere in a row."""
    parts = (data[at:at + FRAME] for at in range(0, len(data), FRAME))
    return b"".join(b"d" + struct.pack("!i", len(part) + 4) + part for part in parts)


def copy_in(connection, options, delimiter, size, width):
    """Rows and bytes that went in."""
    data, rows = block(delimiter, width)
    message = frames(data)
    connection.send_query(f"copy t from stdin {options}")
    assert connection.wait().status == "copy in"
    times = max(1, size // len(data))
    for _ in range(times):
        connection.send(message)
    connection.message(b"c")
    answer = connection.wait(PATIENCE).must()
    assert answer.tags == [f"COPY {rows * times}"], answer.tags
    return rows * times, len(data) * times


def copy_out(connection, options):
    """Lines and bytes that came out; the frames are walked through, not kept."""
    connection.send_query(f"copy (select * from t) to stdout {options}")
    assert connection.wait().status == "copy out"
    pending, connection.input = bytearray(connection.input), b""
    lines = size = 0
    while True:
        at = 0
        while len(pending) - at >= 5:
            length = struct.unpack_from("!i", pending, at + 1)[0]
            if len(pending) - at < length + 1:
                break
            if pending[at] != ord("d"):
                connection.input = bytes(pending[at:])
                answer = connection.wait(PATIENCE).must()
                assert answer.tags == ([f"COPY {lines}"] if answer.tags else []), (answer.tags, lines)
                return lines, size
            lines += 1
            size += length - 4
            at += length + 1
        del pending[:at]
        more = connection.socket.recv(1 << 20)
        assert more, "the connection ended"
        pending += more


def measure(server, what, base, work):
    began = time.monotonic()
    with Watch(server) as watch:
        count, size = work()
    seconds = time.monotonic() - began
    beyond = watch.most - base - LIMIT * 1_000_000
    print(f"{what}: {count} rows, {size / 1e9:.2f} GB in {seconds:.0f} s, {size / 1e6 / seconds:.0f} MB/s; resident "
          f"{base >> 20} MiB at first, {watch.most >> 20} MiB at most, {beyond / (1 << 20):+.0f} MiB beyond the "
          "engine's limit", flush=True)
    assert beyond <= ALLOWED, f"{beyond >> 20} MiB beyond the limit"
    return count


def run(name, size, width):
    """Each format has a server of its own: what deleted rows leave behind is not COPY's."""
    options, delimiter = FORMATS[name]
    with tempfile.TemporaryDirectory(prefix="redstart-copy.") as folder, \
            Redstart(f"{folder}/data", "--memory-limit", f"{LIMIT}MB", "--threads", "2") as server:
        connection = Connection(server.port)
        base = resident(server)
        connection.must("create table t (a bigint, b date, c decimal(10,2), d varchar(60000))")
        sent = measure(server, f"{name} in", base, lambda: copy_in(connection, options, delimiter, size, width))
        assert connection.value("select count(*) from t") == str(sent)
        assert measure(server, f"{name} out", base, lambda: copy_out(connection, options)) == sent
        connection.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--gigabytes", type=float, default=0.2, help="in each direction, half of it in each format")
    parser.add_argument("--width", type=int, default=500, help="bytes of a row, about")
    parser.add_argument("--format", choices=list(FORMATS), help="only this one")
    arguments = parser.parse_args()
    for name in FORMATS if arguments.format is None else [arguments.format]:
        run(name, int(arguments.gigabytes * 1e9 / len(FORMATS)), arguments.width)


if __name__ == "__main__":
    main()
