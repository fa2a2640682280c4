"""A small PostgreSQL wire client for tests that need the socket itself: no driver between the test and the bytes.

One thread per connection. Every wait has a limit; what takes longer raises TimeoutError.
"""
import hashlib
import select
import socket
import struct
import time

PATIENCE = 30.0  # seconds


class ServerError(Exception):
    """An ErrorResponse; `fields` by their one-letter codes."""

    def __init__(self, fields):
        super().__init__(f"{fields.get('S')} {fields.get('C')}: {fields.get('M')}")
        self.fields = fields
        self.sqlstate = fields.get("C", "")


class Lost(Exception):
    """The connection ended without a word."""


class Answer:
    """What came up to ReadyForQuery, to a COPY, or to the end of the connection."""

    def __init__(self):
        self.rows = []  # tuples of str or None
        self.tags = []  # of CommandComplete
        self.notices = []  # their texts
        self.error = None  # the last ServerError
        self.status = ""  # I, T or E of ReadyForQuery; "copy in", "copy out"; "lost" when the connection ended

    def must(self):
        """Itself; raises its error, or Lost."""
        if self.error:
            raise self.error
        if self.status == "lost":
            raise Lost
        return self

    def value(self):
        return self.must().rows[0][0]


def text_fields(body):
    """An ErrorResponse's or NoticeResponse's fields."""
    return {part[:1].decode(): part[1:].decode() for part in body.split(b"\0") if part}


class Connection:
    """Connects at once; logs in unless told otherwise. `receive_buffer` makes a client that soon stops to take rows."""

    def __init__(self, port, user="admin", password="", database="dev", login=True, receive_buffer=None):
        self.port = port
        self.user = user
        self.password = password
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.connect(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.input = b""
        self.pid = self.key = 0
        self.status = ""
        if login:
            self.send_startup(database)
            self.finish_login()

    # Bytes out.
    def send(self, data):
        self.socket.sendall(data)

    def message(self, tag, body=b""):
        self.send(tag + struct.pack("!i", len(body) + 4) + body)

    def startup_packet(self, database="dev"):
        body = struct.pack("!i", 196608) + f"user\0{self.user}\0database\0{database}\0\0".encode()
        return struct.pack("!i", len(body) + 4) + body

    def send_startup(self, database="dev"):
        self.send(self.startup_packet(database))

    def send_md5_password(self, salt):
        inner = hashlib.md5((self.password + self.user).encode()).hexdigest()
        self.message(b"p", b"md5" + hashlib.md5(inner.encode() + salt).hexdigest().encode() + b"\0")

    def send_query(self, sql):
        self.message(b"Q", sql.encode() + b"\0")

    def send_extended(self, sql):
        """Parse, Bind, Describe, Execute and Sync, all at once and without names."""
        self.message(b"P", b"\0" + sql.encode() + b"\0\0\0")
        self.message(b"B", b"\0\0" + b"\0\0" * 3)
        self.message(b"D", b"P\0")
        self.message(b"E", b"\0" + struct.pack("!i", 0))
        self.message(b"S")

    # Bytes in.
    def receive(self, limit=PATIENCE):
        """The next message as (tag, body); (b"", b"") at the end of the connection, however it ended."""
        end = time.monotonic() + limit
        while True:
            if len(self.input) >= 5:
                length = struct.unpack_from("!i", self.input, 1)[0]
                if len(self.input) > length:
                    tag, body = self.input[:1], self.input[5:length + 1]
                    self.input = self.input[length + 1:]
                    return tag, body
            if not select.select([self.socket], [], [], max(0.0, end - time.monotonic()))[0]:
                raise TimeoutError(f"nothing came within {limit} s")
            try:
                more = self.socket.recv(1 << 16)
            except ConnectionError:
                more = b""
            if not more:
                return b"", b""
            self.input += more

    def wait(self, limit=PATIENCE, keep_rows=True):
        answer = Answer()
        end = time.monotonic() + limit
        while not answer.status:
            tag, body = self.receive(max(0.0, end - time.monotonic()))
            if tag == b"D" and keep_rows:
                answer.rows.append(row_from(body))
            elif tag == b"C":
                answer.tags.append(body[:-1].decode())
            elif tag == b"E":
                answer.error = ServerError(text_fields(body))
            elif tag == b"N":
                answer.notices.append(text_fields(body).get("M"))
            elif tag == b"Z":
                answer.status = self.status = body.decode()
            elif tag in (b"G", b"H"):
                answer.status = "copy in" if tag == b"G" else "copy out"
            elif tag == b"":
                answer.status = "lost"
        return answer

    def finish_login(self, limit=PATIENCE):
        end = time.monotonic() + limit
        while True:
            tag, body = self.receive(max(0.0, end - time.monotonic()))
            if tag == b"R" and struct.unpack_from("!i", body)[0] == 5:
                self.send_md5_password(body[4:])
            elif tag == b"K":
                self.pid, self.key = struct.unpack("!ii", body)
            elif tag == b"E":
                raise ServerError(text_fields(body))
            elif tag == b"":
                raise Lost
            elif tag == b"Z":
                self.status = body.decode()
                return

    def query(self, sql, limit=PATIENCE):
        """The whole answer, with its error if there was one."""
        self.send_query(sql)
        return self.wait(limit)

    def value(self, sql):
        """The first value; raises the statement's error."""
        return self.query(sql).value()

    def must(self, sql):
        return self.query(sql).must()

    # What a client may do to its session or to its socket.
    def cancel_request(self):
        """Over a connection of its own; returns when the server has closed that, that is, when it has acted."""
        with socket.create_connection(("127.0.0.1", self.port)) as other:
            other.sendall(struct.pack("!iiii", 16, 80877102, self.pid, self.key))
            other.settimeout(PATIENCE)
            try:
                other.recv(1)
            except ConnectionError:
                pass

    def finish(self):
        """FIN, without Terminate: as a client that exits."""
        self.socket.close()

    def reset(self):
        """RST: as a client whose machine has crashed and came back."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def close(self):
        """Terminate, then FIN: as a client that leaves."""
        try:
            self.message(b"X")
        except OSError:
            pass
        self.socket.close()


def row_from(body):
    count = struct.unpack_from("!h", body)[0]
    values, place = [], 2
    for _ in range(count):
        length = struct.unpack_from("!i", body, place)[0]
        place += 4
        values.append(None if length < 0 else body[place:place + length].decode())
        place += max(length, 0)
    return tuple(values)
