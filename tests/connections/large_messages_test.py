#!/usr/bin/env python3
"""Messages, prepared statements and settings of any size: memory stays bounded and comes back, small messages never
wait, and what is too much is refused with a text that says so."""
import os
import struct
import subprocess
import threading
import time

import raw
from backpressure_test import resident, value
from dead_readers_test import peak
from raw import Connection, Server

MEGABYTE = 1 << 20


def answer(connection, *messages):
    """The error of the answer, or None."""
    for sent in messages:
        connection.send(sent)
    return raw.error(connection.frames())


def first_column(connection, sql):
    connection.send(raw.query(sql))
    frames = connection.frames()
    assert not raw.error(frames), raw.error(frames)
    row = next(body for tag, body in frames if tag == "D")
    return row[6:6 + struct.unpack("!i", row[2:6])[0]].decode()


def announced(tag, length):
    return tag + struct.pack("!i", length)


def settled(server, most, what):
    try:
        raw.until(lambda: resident(server) < most, what, 10)
    except AssertionError as never:
        raise AssertionError(f"{never}: {resident(server) >> 20} MB, wanted {most >> 20} MB") from None


class Stopwatch:
    """How long a session beside the others waits for `select 1`."""

    def __init__(self, server):
        self.connection = Connection(server)
        self.connection.log_in()
        self.worst = 0
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def __enter__(self):
        self.thread.start()
        return self

    def run(self):
        while not self.stopping.wait(0.05):
            started = time.monotonic()
            assert value(self.connection, "select 1") == "1"
            self.worst = max(self.worst, time.monotonic() - started)

    def __exit__(self, *_):
        self.stopping.set()
        self.thread.join()
        self.connection.socket.close()


def test_messages_that_were_announced(server):
    """A gigabyte is promised, 20 MB come."""
    before = resident(server)
    with Stopwatch(server) as beside:
        clients = []
        for number in range(20):
            client = Connection(server)
            client.log_in()
            client.socket.settimeout(5)
            client.send(announced(b"QPBd"[number % 4:number % 4 + 1], 1 << 30))
            clients.append(client)
        for _ in range(20):
            for client in clients:
                client.send(b"x" * MEGABYTE)
        time.sleep(0.5)
        now = resident(server)
    for client in clients:
        client.socket.close()
    print(f"  {before >> 20} MB before, {now >> 20} MB with 20 messages of 20 MB, select 1 within {beside.worst:.3f} s")
    assert now < before + 64 * MEGABYTE


def test_strangers(server):
    """Before the login nothing large is taken at all."""
    before = resident(server)
    for first in (announced(b"", 1 << 30), announced(b"", 10001), raw.startup(user="nobody")[:4] + b"\0" * 4):
        with Connection(server) as stranger:
            try:
                stranger.send(first)
                for _ in range(20):
                    stranger.send(b"x" * MEGABYTE)
            except ConnectionError:
                pass
    assert resident(server) < before + 16 * MEGABYTE


def test_statements_that_are_too_large(server):
    with Connection(server) as client:
        client.log_in()
        for size in (16 * MEGABYTE + 1, 17 * MEGABYTE, 100 * MEGABYTE):
            text = "select 1 --" + "x" * (size - 11)
            severity, sqlstate, message, _ = answer(client, raw.query(text))
            assert (severity, sqlstate) == ("ERROR", "54000"), (severity, sqlstate, message)
            assert message.startswith("Statement is too large. Statement Size: "), message
            assert message.endswith("Maximum Allowed: 16777216 bytes"), message
            assert value(client, "select 1") == "1"
        parse = raw.message("P", b"\0" + b"select 1 --" + b"x" * (17 * MEGABYTE) + b"\0\0\0")
        assert answer(client, parse, raw.message("S"))[1] == "54000"
        bind = raw.message("B", b"\0\0" + b"x" * (40 * MEGABYTE))
        assert answer(client, bind, raw.message("S"))[1] == "54000"
        assert value(client, "select 1") == "1"
        assert answer(client, raw.query("select 1 --" + "x" * (16 * MEGABYTE - 11))) is None
        client.send(raw.message("D", b"S" + b"x" * 20000 + b"\0"))
        assert raw.error(client.frames("E"))[:3] == ("FATAL", "08P01", "invalid message length")


def test_many_large_statements(server):
    """Each is taken in its turn or refused; none is lost, small ones do not wait, the memory comes back."""
    before = resident(server)
    text = raw.query("select 1 /*" + "x" * (12 * MEGABYTE) + "*/")
    results = []

    def send():
        with Connection(server) as client:
            client.socket.settimeout(60)
            client.log_in()
            results.append(answer(client, text))

    with Stopwatch(server) as beside:
        threads = [threading.Thread(target=send) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    refused = [error for error in results if error]
    print(f"  {len(results)} statements of 12 MB, {len(refused)} refused, {before >> 20} MB before, "
          f"at most {peak(server) >> 20} MB, select 1 within {beside.worst:.3f} s")
    assert len(results) == 20
    assert all(error[1] == "53200" and "64 MB together" in error[3] for error in refused), refused
    settled(server, before + 48 * MEGABYTE, "the memory is given back")


def test_a_large_message_that_waits_can_be_ended(server):
    """Others hold the room: 16 MB of messages that never end."""
    with Connection(server) as observer, Connection(server) as waiting:
        observer.log_in()
        holders = [Connection(server) for _ in range(2)]
        for holder in holders:
            holder.log_in()
            holder.send(announced(b"Q", 16 * MEGABYTE) + b"x" * (200 * 1024))
        time.sleep(0.3)
        pid, _ = waiting.log_in()
        waiting.send(announced(b"Q", 16 * MEGABYTE) + b"x" * (200 * 1024))
        time.sleep(0.3)
        assert value(observer, "select 1") == "1"
        assert value(observer, f"select pg_terminate_backend({pid})") == "1"
        raw.until(lambda: value(observer, f"select count(*) from stv_sessions where process = {pid}") == "0",
                  "terminated", 1)
        for holder in holders:
            holder.socket.close()


def test_prepared_statements(server):
    before = resident(server)
    with Connection(server) as client:
        client.log_in()
        assert answer(client, raw.query("create table p (i int); insert into p values (1)")) is None
        columns = ", ".join(f"i + {n} as column_{n}_{'x' * 88}" for n in range(1, 1000))
        for number in range(120):
            text = f"prepare p{number} as select {number}, {columns} from p"
            assert answer(client, raw.query(text)) is None
        now = resident(server)
        print(f"  120 of 110 kB: {before >> 20} MB before, {now >> 20} MB with them")
        assert now < before + 150 * MEGABYTE
        for number in (0, 1, 60, 118, 119):
            assert first_column(client, f"execute p{number}") == str(number)
        assert answer(client, raw.query("deallocate all")) is None
        errors = []
        for number in range(12):
            errors.append(answer(client, raw.query(f"prepare q{number} as select /*{'x' * 8_000_000}*/ 1 from p")))
        refused = [error for error in errors if error]
        assert refused and len(refused) < 6, errors
        assert all(error[1] == "53200" and "64 MB" in error[3] for error in refused), refused
        assert value(client, "execute q0") == "1"
    settled(server, before + 64 * MEGABYTE, "the memory is given back")


def test_settings(server):
    long = "x" * 5_000_000
    with Connection(server) as client:
        client.log_in()
        frames = None
        client.send(raw.query(f"set application_name to '{long}'"))
        frames = client.frames()
        assert not raw.error(frames)
        status = next(body for tag, body in frames if tag == "S" and body.startswith(b"application_name"))
        assert len(status) < 300, len(status)
        for sql in ("set query_group to '{}'", "set search_path to '{}'", "set app.x to '{}'",
                    "alter user admin set application_name to '{}'", "alter user admin set query_group to '{}'",
                    "alter database dev set search_path to '{}'", "select set_config('app.x', '{}', false)",
                    "set \"{}\" to 1", "set app.{} to 1", "set timezone to '{}'"):
            error = answer(client, raw.query(sql.format(long)))
            assert error is None or (error[1] in ("22023", "42602", "42704", "54000") and len(error[2]) < 1000), \
                (sql, error and (error[1], error[2][:200]))
        assert "application_name" in sql or True
    libpq = subprocess.run(["psql", "-X", "-At", "-h", "127.0.0.1", "-p", str(server.port), "-U", "admin", "-d", "dev",
                            "-c", "show application_name"], capture_output=True, text=True, timeout=20,
                           env={**os.environ, "PGAPPNAME": "y" * 6000})
    assert libpq.returncode == 0, libpq.stderr
    assert len(libpq.stdout) < 300, libpq.stdout
    with Connection(server) as client:
        client.log_in()
        assert value(client, "select max(length(application_name)) <= 250 from stl_connection_log") == "t"


if __name__ == "__main__":
    with Server("--auth", "trust", "--memory-limit", "256MB") as shared:
        for test in (test_strangers, test_messages_that_were_announced, test_statements_that_are_too_large,
                     test_many_large_statements, test_a_large_message_that_waits_can_be_ended,
                     test_prepared_statements, test_settings):
            print(test.__name__, flush=True)
            test(shared)
