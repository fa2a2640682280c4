"""A relay to a PostgreSQL server that changes the text of simple queries on their way: so a program that asks catalogs
is told of less than there is.
"""
import re
import socket
import struct
import threading

SSL_REQUEST_SIZE = 8


def _received(source, size):
    data = b""
    while len(data) < size:
        if not (more := source.recv(size - len(data))):
            raise OSError("the client has gone")
        data += more
    return data


class Relay:
    """Listens on `port` of the loopback; `changes` are pairs of a regular expression and what takes its place."""

    def __init__(self, target_port, changes):
        self.target_port = target_port
        self.changes = [(re.compile(pattern.encode()), text.encode()) for pattern, text in changes]
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.target_port))
            threading.Thread(target=self._up, args=(client, server), daemon=True).start()
            threading.Thread(target=self._down, args=(server, client), daemon=True).start()

    def _up(self, client, server):
        try:
            while (size := struct.unpack("!I", head := _received(client, 4))[0]) == SSL_REQUEST_SIZE:
                _received(client, 4)
                client.sendall(b"N")
            server.sendall(head + _received(client, size - 4))
            while True:
                tag, size = struct.unpack("!cI", _received(client, 5))
                body = _received(client, size - 4)
                if tag == b"Q":
                    for pattern, text in self.changes:
                        body = pattern.sub(text, body)
                server.sendall(tag + struct.pack("!I", len(body) + 4) + body)
        except OSError:
            server.close()

    @staticmethod
    def _down(server, client):
        try:
            while data := server.recv(65536):
                client.sendall(data)
        except OSError:
            pass
        client.close()

    def close(self):
        self.listener.close()
