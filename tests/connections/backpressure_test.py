#!/usr/bin/env python3
"""Clients that do not read, stall in a message, or vanish while their query runs: none of them costs the others."""
import pathlib
import socket
import struct
import time

import raw
from raw import Connection, Server, tls_context

FLOOD = "select i, repeat('x', 1000) from generate_series(1, 1000000000) t(i)"
ENDLESS = "select count(*) from generate_series(1, 1000000) a, generate_series(1, 1000000) b"


def resident(server):
    """Bytes of the server's memory."""
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return 1024 * next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))


def value(connection, sql):
    connection.send(raw.query(sql))
    frames = connection.frames()
    assert not raw.error(frames), raw.error(frames)
    row = next(body for tag, body in frames if tag == "D")
    return row[6:].decode()


def test_clients_that_do_not_read(server):
    with Connection(server) as observer:
        observer.log_in()
        value(observer, "select count(*) from generate_series(1, 1000000)")
        clients = [Connection(server) for _ in range(8)]
        for client in clients:
            client.log_in()
        before = resident(server)
        for client in clients[:6]:
            client.send(raw.query(FLOOD))
        for client in clients[6:]:  # questions without end, and nobody takes the answers
            client.socket.settimeout(0.5)
            try:
                for _ in range(2000):
                    client.send(raw.query("select repeat('x', 60000)") * 10)
            except TimeoutError:
                pass
        time.sleep(3)
        first = resident(server)
        time.sleep(3)
        second = resident(server)
        print(f"  resident: {before >> 20} MiB, with 8 floods {first >> 20} MiB, 3 s later {second >> 20} MiB")
        assert second - before < 8 * 48 << 20, (before, second)  # what the engine keeps ready for a query
        assert second - first < 16 << 20, (first, second)
        assert value(observer, "select 1") == "1"
        for client in clients:
            client.socket.close()
        raw.until(lambda: value(observer, "select count(*) from stv_sessions") == "1", "the floods are gone")


def test_clients_that_vanish(server):
    """Within two seconds, by FIN and by RST, plain and TLS, in the engine and in the queue for a lock."""
    with Connection(server) as observer:
        observer.log_in()
        value_of = lambda sql: value(observer, sql)
        for setup in ("create table kept (i int)", "begin", "lock table kept"):
            observer.send(raw.query(setup))
            assert not raw.error(observer.frames())
        for sql in (ENDLESS, FLOOD, "insert into kept values (1)"):
            for encrypted in (False, True):
                for reset in (False, True):
                    victim = Connection(server)
                    if encrypted:
                        victim.ask_for_tls(tls_context())
                    pid, _ = victim.log_in()
                    victim.send(raw.query(sql))
                    time.sleep(0.3)
                    assert value_of(f"select count(*) from stv_sessions where process = {pid}") == "1"
                    linger = struct.pack("ii", 1, 0)
                    if reset:
                        victim.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                    started = time.monotonic()
                    victim.socket.close()
                    raw.until(lambda: value_of(f"select count(*) from stv_sessions where process = {pid}") == "0",
                              f"{sql}, TLS {encrypted}, RST {reset}", 2)
                    print(f"  {sql[:20]}... TLS {encrypted}, RST {reset}: {time.monotonic() - started:.2f} s")


def test_clients_that_vanish_behind_what_they_sent(server):
    """More than the receive buffer takes stands before the end of the connection."""
    with Connection(server) as observer:
        observer.log_in()
        for encrypted in (False, True):
            for size in (200_000, 1_000_000):
                victim = Connection(server)
                if encrypted:
                    victim.ask_for_tls(tls_context())
                pid, _ = victim.log_in()
                victim.send(raw.query(ENDLESS))
                victim.send(raw.query("select 1") * (size // 14))
                time.sleep(0.3)
                assert value(observer, f"select count(*) from stv_sessions where process = {pid}") == "1"
                victim.socket.close()
                raw.until(lambda: value(observer, f"select count(*) from stv_sessions where process = {pid}") == "0",
                          f"{size} bytes, TLS {encrypted}", 2)


def test_memory_of_a_result_that_was_spooled(server):
    """It goes back to the system with the result."""
    with Connection(server) as reader, Connection(server) as observer:
        observer.log_in()
        value(observer, "select count(*) from generate_series(1, 100000) t(i)")
        reader.log_in()
        reader.send(raw.query("begin"))
        reader.frames()
        before = resident(server)
        reader.send(raw.query("declare c cursor for select i, md5(i::varchar) from generate_series(1, 3000000) s(i)"))
        reader.frames()
        reader.send(raw.query("fetch 1 from c"))
        assert not raw.error(reader.frames())
        spooled = resident(server)
        assert spooled > before + (80 << 20), f"{(spooled - before) >> 20} MB"
        reader.send(raw.query("rollback"))
        reader.frames()
        raw.until(lambda: resident(server) < before + (40 << 20), "the memory is given back", 5)
        print(f"  {before >> 20} MB, spooled {spooled >> 20} MB, then {resident(server) >> 20} MB")


def test_message_that_does_not_end():
    with Server("--auth", "trust", "--message-timeout", "1") as server:
        with Connection(server) as stalled, Connection(server) as idle:
            stalled.log_in()
            idle.log_in()
            stalled.send(raw.query("select 1")[:9])
            started = time.monotonic()
            frames = stalled.frames("E")
            assert raw.error(frames)[:3] == ("FATAL", "08P01", "the rest of a message did not come in time")
            assert 0.9 < time.monotonic() - started < 3
            assert value(idle, "select 1") == "1"
        with Connection(server) as trickling:
            trickling.log_in()
            trickling.send(raw.message("Q", b"x" * 100)[:-50])
            started = time.monotonic()
            try:
                while time.monotonic() - started < 5:
                    trickling.send(b"x")
                    time.sleep(0.2)
                    trickling.socket.setblocking(False)
                    try:
                        if trickling.socket.recv(1):
                            break
                    except BlockingIOError:
                        pass
                    trickling.socket.setblocking(True)
            except ConnectionError:
                pass
            assert time.monotonic() - started < 4, "a byte now and then kept the message open"


if __name__ == "__main__":
    with Server("--auth", "trust", "--memory-limit", "512MB") as shared:
        for test in (test_clients_that_do_not_read, test_clients_that_vanish,
                     test_clients_that_vanish_behind_what_they_sent, test_memory_of_a_result_that_was_spooled):
            print(test.__name__, flush=True)
            test(shared)
    raw.run_all([test_message_that_does_not_end])
