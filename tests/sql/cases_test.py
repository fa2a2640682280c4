#!/usr/bin/env python3
"""The cases of tests/sql/<family>/*.test: statements and what a client gets for them.

A file is a session in a database of its own. It has blocks, separated by blank lines: the statements, a line `----`,
and the answer. Lines that begin with # are comments. The answer has, in the order of the messages:

    name:type|name:type      the columns of a result; its rows follow, values joined by |, NULL as ∅
    INSERT 0 1               the tag of a statement without rows
    ERROR 42P01: text        an error, INFO 00000: text a notice

Instead of statements a block may be one directive, without an answer:
    %restart                 the server is restarted, and the session begins anew
    %kill                    the same after kill -9
    %connect user            a new session, of that user
    %extended                the statements of the following block go by the extended protocol, one Parse each

Arguments are parts of names of files; --accept writes the answers into the files: read the difference.
"""
import pathlib
import struct
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
import servers  # noqa: E402
import wire  # noqa: E402

NAMES = {16: "bool", 17: "bytea", 18: "char", 19: "name", 20: "int8", 21: "int2", 23: "int4", 24: "regproc", 25: "text",
         26: "oid", 700: "float4", 701: "float8", 702: "abstime", 705: "unknown", 1042: "bpchar", 1043: "varchar",
         1082: "date", 1083: "time", 1114: "timestamp", 1184: "timestamptz", 1186: "interval", 1188: "intervaly2m",
         1190: "intervald2s", 1266: "timetz", 1700: "numeric", 2205: "regclass", 2278: "void", 6551: "varbyte"}


def columns_from(body):
    count, place, columns = struct.unpack_from("!h", body)[0], 2, []
    for _ in range(count):
        end = body.index(b"\0", place)
        oid = struct.unpack_from("!IhI", body, end + 1)[2]
        columns.append(f"{body[place:end].decode()}:{NAMES.get(oid, oid)}")
        place = end + 19
    return "|".join(columns)


def message_text(body):
    fields = wire.text_fields(body)
    return f"{fields['S']} {fields['C']}: {fields['M']}"


def send(connection, sql, extended):
    if not extended:
        return connection.send_query(sql)
    connection.message(b"P", b"\0" + sql.encode() + b"\0\0\0")
    connection.message(b"B", b"\0\0\0\0\0\0\0\0")
    connection.message(b"D", b"P\0")
    connection.message(b"E", b"\0\0\0\0\0")
    connection.message(b"S")


def answer(connection, sql, extended=False):
    """The lines of the answer."""
    send(connection, sql, extended)
    lines, rows = [], False
    while True:
        tag, body = connection.receive()
        if tag == b"T":
            rows = True
            lines.append(columns_from(body))
        elif tag == b"D":
            lines.append("|".join("∅" if value is None else value for value in wire.row_from(body)))
        elif tag == b"C":
            if not rows:
                lines.append(body[:-1].decode())
            rows = False
        elif tag in (b"E", b"N"):
            lines.append(message_text(body))
        elif tag == b"":
            return [*lines, "LOST"]
        elif tag == b"Z":
            return [line for text in lines for line in text.split("\n")]


class File:
    """Runs one file; `lines` are what it would say if every answer were right."""

    def __init__(self, path, server):
        self.path = path
        self.server = server
        self.user = "admin"
        self.extended = False
        self.database = f"{path.parent.name}_{path.stem}"
        self.session = None
        self.blocks = 0
        self.wrong = []

    def connect(self):
        if self.session:
            self.session.close()
        self.session = wire.Connection(self.server.port, user=self.user, database=self.database)

    def direct(self, directive):
        word, *arguments = directive[1:].split()
        if word in ("restart", "kill"):
            self.session.close()
            self.session = None
            self.server.terminate() if word == "restart" else self.server.kill()
            self.server.start()
        elif word == "connect":
            self.user = arguments[0]
        elif word == "extended":
            self.extended = True
            return
        else:
            raise ValueError(f"{self.path}: {directive}")
        self.connect()

    def block(self, lines):
        """The block as it should be."""
        body = [line for line in lines if not line.startswith("#")]
        if not body:
            return lines
        if body[0].startswith("%"):
            self.direct(body[0])
            return lines
        cut = lines.index("----") if "----" in lines else len(lines)
        statement = lines[:cut]
        got = answer(self.session, "\n".join(line for line in statement if not line.startswith("#")), self.extended)
        self.extended = False
        got = [line or "(empty)" for line in got]
        self.blocks += 1
        if got != lines[cut + 1:]:
            self.wrong.append((statement, lines[cut + 1:], got))
        return [*statement, "----", *got]

    def run(self):
        setup = wire.Connection(self.server.port)
        setup.must(f'create database "{self.database}"')
        setup.close()
        self.connect()
        written = []
        for text in self.path.read_text(encoding="utf-8").strip("\n").split("\n\n"):
            written.append("\n".join(self.block(text.strip("\n").split("\n"))))
        self.session.close()
        setup = wire.Connection(self.server.port)
        setup.must(f'drop database "{self.database}"')  # a server has 60 at most, and there are more files
        setup.close()
        return "\n\n".join(written) + "\n"


def main(arguments):
    accept = "--accept" in arguments
    wanted = [argument for argument in arguments if not argument.startswith("-")]
    failed = total = 0
    with tempfile.TemporaryDirectory() as directory, servers.Redstart(directory, "--cluster-rules", "on") as server:
        for path in sorted(HERE.glob("*/*.test")):
            if wanted and not any(word in str(path.relative_to(HERE)) for word in wanted):
                continue
            file = File(path, server)
            text = file.run()
            total += file.blocks
            if accept:
                path.write_text(text, encoding="utf-8")
                continue
            for statement, expected, got in file.wrong:
                failed += 1
                print(f"{path.relative_to(HERE)}:", *statement, "-- expected", *expected, "-- got", *got, "",
                      sep="\n")
    print(f"{total} cases, {failed} wrong")
    return 1 if failed or not total else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
