#!/usr/bin/env python3
"""What one session keeps open or sends without an end is refused before it takes the server's memory."""
import struct

import raw
from backpressure_test import resident, value
from raw import Connection, Server

MEGABYTE = 1 << 20
LIMIT = 256
BEYOND = 512


def message(tag, body):
    return tag + struct.pack(">I", len(body) + 4) + body


def within_bounds(server):
    assert resident(server) < (LIMIT + BEYOND) * MEGABYTE, f"{resident(server) >> 20} MB"


def run(connection, sql):
    connection.send(raw.query(sql))
    return raw.error(connection.frames())


def test_suspended_portals(server):
    """Each keeps its rows on disk, and in memory what has to be known of them."""
    with Connection(server) as connection, Connection(server) as neighbour:
        connection.log_in()
        neighbour.log_in()
        assert run(connection, "begin") is None
        connection.send(message(b"P", b"s\0select true from generate_series(1, 1000000)\0\0\0") + message(b"S", b""))
        connection.frames()
        refused = None
        for number in range(4000):
            name = b"c%d\0" % number
            connection.send(message(b"B", name + b"s\0" + bytes(6)) + message(b"E", name + struct.pack(">I", 1))
                            + message(b"S", b""))
            refused = raw.error(connection.frames())
            if number % 100 == 0:
                within_bounds(server)
            if refused:
                break
        assert refused and refused[1] == "53200" and number > 500, (number, refused)
        within_bounds(server)
        assert value(neighbour, "select 1") == "1"
        assert run(connection, "rollback") is None
        assert value(connection, "select count(*) from generate_series(1, 10)") == "10"


def test_cursors_of_wide_rows(server):
    """What was not read of a chunk goes to disk with the rest; the rows come in order, and back by one."""
    with Connection(server) as connection:
        connection.log_in()
        assert run(connection, "begin") is None
        for number in range(60):
            assert run(connection, f"declare c{number} cursor for "
                                   "select i, repeat('x', 60000) from generate_series(1, 300) s(i)") is None
            assert run(connection, f"fetch 2 from c{number}") is None
            within_bounds(server)
        for number in (0, 30, 59):
            connection.send(raw.query(f"fetch 0 from c{number}; fetch 2 from c{number}; fetch 296 from c{number}; "
                                      f"fetch 5 from c{number}"))
            rows = [body for tag, body in connection.frames() if tag == "D"]
            numbers = [int(row[6:6 + struct.unpack(">I", row[2:6])[0]]) for row in rows]
            assert numbers == [2, *range(3, 301)], numbers[:5]
        assert run(connection, "commit") is None


def test_copy_line_without_end(server):
    with Connection(server) as connection:
        connection.log_in()
        assert run(connection, "create table narrow (a varchar(10))") is None
        for sent, sqlstate in ((b"\t" * 1_000_000, "54000"), (b"x" * 1_000_000, "54000")):
            connection.send(raw.query("copy narrow from stdin"))
            connection.frames("G")
            for _ in range(40):
                connection.send(message(b"d", sent))
            connection.send(message(b"d", b"\n") + message(b"c", b""))
            assert raw.error(connection.frames())[1] == sqlstate
            within_bounds(server)
        connection.send(raw.query("copy narrow from stdin"))
        connection.frames("G")
        connection.send(message(b"d", b"\t" * 3_000_000 + b"\n") + message(b"c", b""))
        assert raw.error(connection.frames())[1] == "22P04"
        within_bounds(server)


if __name__ == "__main__":
    with Server("--auth", "trust", "--memory-limit", f"{LIMIT}MB") as server:
        for test in (test_suspended_portals, test_cursors_of_wide_rows, test_copy_line_without_end):
            print(test.__name__, flush=True)
            test(server)
