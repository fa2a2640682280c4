#!/usr/bin/env python3
"""Errors in the middle of COPY FROM STDIN: where they say that they happened, and when. The same of PostgreSQL, where
it is installed."""
import contextlib
import pathlib
import struct
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import servers  # noqa: E402
import wire  # noqa: E402

HEAD = b"PGCOPY\n\xff\r\n\0" + struct.pack("!ii", 0, 0)


def binary(*fields):
    """A row of the binary format."""
    row = struct.pack("!h", len(fields))
    for field in fields:
        row += struct.pack("!i", len(field)) + field
    return row


def copy(connection, options, *data):
    connection.send_query(f"copy e from stdin {options}")
    assert connection.wait().status == "copy in"
    for piece in data:
        connection.message(b"d", piece)


def error(connection):
    """SQLSTATE, text and CONTEXT."""
    found = connection.wait(10).error
    assert found, "no error came"
    return found.sqlstate, found.fields["M"], found.fields.get("W", "")


def test_places(connection):
    rows = b"1\tx\n2\ty\n"
    copy(connection, "", rows)
    connection.message(b"f", b"no more\0")
    assert error(connection) == ("57014", "COPY from stdin failed: no more", "COPY e, line 3")
    copy(connection, "binary", HEAD + binary(b"\0\0\0\1", b"x"))
    connection.message(b"f", b"no more\0")
    assert error(connection) == ("57014", "COPY from stdin failed: no more", "COPY e, line 2")
    if DATABASE != "dev":
        return  # PostgreSQL looks for a cancel when more data comes, and ends the connection over a stray message
    copy(connection, "csv", b'1,x\n2,"a\nb"\n')
    time.sleep(0.3)
    connection.cancel_request()
    sqlstate, _, place = error(connection)
    assert (sqlstate, place) == ("57014", "COPY e, line 4"), place
    copy(connection, "", rows[:6])
    connection.message(b"P", b"\0select 1\0\0\0")
    sqlstate, text, place = error(connection)
    assert (sqlstate, place) == ("08P01", "COPY e, line 2"), place
    assert text.startswith("unexpected message type 0x50 during COPY from stdin"), text


def test_an_error_does_not_wait_for_more(connection):
    for options, data, expected in (
            ("", b"1\tx\nz\ty\n", "22P02"), ("csv", b"1,x\n2,y,3\n", "22P04"),
            ("", b"1\ttoo long for ten\n", "22001"),
            ("binary", HEAD + binary(b"\0\0\0", b"x"), "08P01")):
        copy(connection, options, data)
        assert error(connection)[0] == expected, options


def test_binary_fields(connection):
    one = b"\0\0\0\1"
    fine = HEAD + binary(one, b"x")
    for row, expected in (
            (binary(b"\0\0\0", b"x"), ("08P01", "insufficient data left in message", "COPY e, line 2, column a")),
            (binary(one + b"\0", b"x"), ("22P03", "incorrect binary data format", "COPY e, line 2, column a")),
            (binary(one, b"a\xff"), ("22021", 'invalid byte sequence for encoding "UTF8": 0xff',
                                     "COPY e, line 2, column b")),
            # The field in front of the mistake comes first.
            (struct.pack("!hi", 2, 3) + b"\0\0\0" + struct.pack("!i", -2),
             ("08P01", "insufficient data left in message", "COPY e, line 2, column a")),
            (struct.pack("!hi", 2, 4) + one + struct.pack("!i", -2),
             ("22P04", "invalid field size", "COPY e, line 2, column b"))):
        copy(connection, "binary", fine + row)
        assert error(connection) == expected, row


def test_binary_moments(connection):
    connection.must("create temp table moments (d date, t timestamp)")
    day, moment = struct.pack("!i", 0), struct.pack("!q", 0)
    for fields, expected in (
            ((struct.pack("!i", -2451545), moment), None), ((struct.pack("!i", 2145031948), moment), None),
            ((struct.pack("!i", -2451546), moment), "date out of range"),
            ((struct.pack("!i", 2145031949), moment), "date out of range"),
            ((day, struct.pack("!q", -211813488000000000)), None),
            ((day, struct.pack("!q", -211813488000000001)), "timestamp out of range"),
            ((day, struct.pack("!q", 9223371331200000000)), "timestamp out of range")):
        connection.send_query("copy moments from stdin binary")
        assert connection.wait().status == "copy in"
        connection.message(b"d", HEAD + binary(*fields))
        connection.message(b"c")
        failed = connection.wait().error
        assert (failed and (failed.sqlstate, failed.fields["M"])) == (expected and ("22008", expected)), fields


def run(port):
    for test in (test_an_error_does_not_wait_for_more, test_binary_fields, test_binary_moments, test_places):
        print(test.__name__, flush=True)
        with contextlib.closing(wire.Connection(port, database=DATABASE)) as connection:
            connection.must("create temp table e (a int, b varchar(10))")
            test(connection)


if __name__ == "__main__":
    DATABASE = "dev"
    with servers.Redstart() as redstart:
        run(redstart.port)
    if servers.postgresql_path("bin/initdb"):
        print("PostgreSQL", flush=True)
        DATABASE = "postgres"
        with servers.PostgreSQL() as oracle:
            run(oracle.port)
