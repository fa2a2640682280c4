"""A server under test and connections to it that send whatever bytes a test likes, plain or TLS."""
import os
import pathlib
import re
import signal
import socket
import ssl
import struct
import subprocess
import tempfile
import time

# Most suites ask what a cluster refuses, beside PostgreSQL; those about that say so themselves.
os.environ.setdefault("REDSTART_CLUSTER_RULES", "off")

PATIENCE = 20


class Server:
    """Runs REDSTART_BINARY on a free loopback port with a data directory of its own until the end of the `with`."""

    def __init__(self, *options, stdin=None):
        self.folder = tempfile.TemporaryDirectory(prefix="redstart-connections.")
        self.path = pathlib.Path(self.folder.name)
        self.options = options
        self.stdin = stdin

    def __enter__(self):
        self.log = open(self.path / "log", "w+")
        self.process = subprocess.Popen(
            [os.environ["REDSTART_BINARY"], "--data-dir", str(self.path / "data"), "--port", "0", *self.options],
            stdin=self.stdin, stdout=subprocess.PIPE, stderr=self.log, text=True, start_new_session=True)
        line = self.process.stdout.readline()
        ready = re.match(r"redstart ready on .*:(\d+)$", line)
        if not ready:
            self.process.wait(PATIENCE)
            raise AssertionError("the server did not start: " + self.logged())
        self.port = int(ready.group(1))
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(PATIENCE)
        self.folder.cleanup()

    def logged(self):
        return (self.path / "log").read_text()

    def hang_up(self, wanted):
        """SIGHUP, and waits until the log says what came of it."""
        before = self.logged().count(wanted)
        self.process.send_signal(signal.SIGHUP)
        until(lambda: self.logged().count(wanted) > before, f"{wanted} in the log")

    def password(self):
        return (self.path / "data" / "superuser.password").read_text().strip()


def until(condition, what, limit=PATIENCE):
    end = time.monotonic() + limit
    while not condition():
        assert time.monotonic() < end, f"never: {what}"
        time.sleep(0.02)


def packet(body):
    return struct.pack("!i", len(body) + 4) + body


def startup(**parameters):
    return packet(struct.pack("!i", 3 << 16) + b"".join(
        f"{name}\0{value}\0".encode() for name, value in parameters.items()) + b"\0")


ADMIN = {"user": "admin", "database": "dev"}
SSL_REQUEST = packet(struct.pack("!HH", 1234, 5679))


def cancel_request(pid, secret):
    return packet(struct.pack("!HHii", 1234, 5678, pid, secret))


def message(tag, body=b""):
    return tag.encode() + packet(body)


def query(sql):
    return message("Q", sql.encode() + b"\0")


def tls_context(version=None, alpn=None, ciphers=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    if version:
        context.minimum_version = context.maximum_version = version
    if alpn:
        context.set_alpn_protocols([alpn])
    if ciphers:
        context.set_ciphers(ciphers)
    return context


class Connection:
    def __init__(self, server, source=None):
        self.socket = socket.create_connection(("127.0.0.1", server.port), PATIENCE,
                                               source_address=(source, 0) if source else None)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.pending = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def take(self, size):
        """`size` bytes, fewer at the end of the connection."""
        while len(self.pending) < size:
            try:
                data = self.socket.recv(65536)
            except (ConnectionResetError, ssl.SSLError):
                data = b""
            if not data:
                break
            self.pending += data
        taken, self.pending = self.pending[:size], self.pending[size:]
        return taken

    def frame(self):
        """Tag and body of the next message; (None, b"") at the end."""
        head = self.take(5)
        if len(head) < 5:
            assert not head, head
            return None, b""
        return head[:1].decode(), self.take(struct.unpack("!i", head[1:])[0] - 4)

    def frames(self, last="Z"):
        """Messages up to one of the tags `last`, or to the end of the connection."""
        taken = []
        while not taken or (taken[-1][0] is not None and taken[-1][0] not in last):
            taken.append(self.frame())
        return taken

    def wrap(self, context):
        assert not self.pending
        self.socket = context.wrap_socket(self.socket)
        return self

    def ask_for_tls(self, context):
        self.send(SSL_REQUEST)
        assert self.take(1) == b"S"
        return self.wrap(context)

    def log_in(self, **parameters):
        """Expects to be trusted; pid and secret of the session."""
        self.send(startup(**(parameters or ADMIN)))
        frames = self.frames("ZE")
        assert frames[-1][0] == "Z", error(frames)
        return struct.unpack("!ii", dict(frames)["K"])


def error(frames):
    """(severity, sqlstate, message, detail) of the first error; None without one."""
    for tag, body in frames:
        if tag == "E":
            fields = {field[:1]: field[1:].decode() for field in body.split(b"\0") if field}
            return tuple(fields.get(name, "") for name in (b"S", b"C", b"M", b"D"))
    return None


def run_all(tests):
    for test in tests:
        print(test.__name__, flush=True)
        test()
