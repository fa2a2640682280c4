"""One statement's answer, as it came over the wire, in a form that two servers' answers can be compared in."""
import struct
import sys
import pathlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import wire  # noqa: E402

NAMES = {16: "bool", 17: "bytea", 20: "int8", 21: "int2", 23: "int4", 25: "text", 700: "float4", 701: "float8",
         705: "unknown", 1042: "bpchar", 1043: "varchar", 1082: "date", 1083: "time", 1114: "timestamp",
         1184: "timestamptz", 1186: "interval", 1266: "timetz", 1700: "numeric", 19: "name"}


class Answer:
    """What one message brought: columns as (name, type, whether it has a modifier), rows, tags, the error."""

    def __init__(self):
        self.columns, self.rows, self.tags, self.sqlstate, self.text, self.status = [], [], [], "", "", ""

    def lines(self):
        """It as text, for people."""
        if self.columns:
            yield "|".join(f"{name}:{kind}" for name, kind, _ in self.columns)
        for row in self.rows[:12]:
            yield "|".join("∅" if value is None else value for value in row)
        if self.sqlstate:
            yield f"ERROR {self.sqlstate}: {self.text}"
        yield " ".join([*self.tags, self.status])


def columns_from(body):
    place, columns = 2, []
    for _ in range(struct.unpack_from("!h", body)[0]):
        end = body.index(b"\0", place)
        oid, _, modifier = struct.unpack_from("!Ihi", body, end + 7)
        columns.append((body[place:end].decode(), NAMES.get(oid, str(oid)), modifier != -1))
        place = end + 19
    return columns


def ask(connection, sql):
    connection.send_query(sql)
    answer = Answer()
    while True:
        tag, body = connection.receive()
        if tag == b"T":
            answer.columns += columns_from(body)
        elif tag == b"D":
            answer.rows.append(wire.row_from(body))
        elif tag == b"C":
            answer.tags.append(body[:-1].decode())
        elif tag == b"I":
            answer.tags.append("(empty)")
        elif tag == b"E":
            fields = wire.text_fields(body)
            answer.sqlstate, answer.text = fields["C"], fields["M"]
        elif tag in (b"Z", b""):
            answer.status = body.decode() if tag else "lost"
            return answer
