"""What Describe says of a statement's parameters and columns, for the table in descriptions.txt.

Redstart is held to the table; so is PostgreSQL, where it is installed. --accept writes what both say into the table:
read the difference before you keep it.
"""
import pathlib
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import servers  # noqa: E402
import wire  # noqa: E402

TABLE = pathlib.Path(__file__).resolve().parent / "descriptions.txt"
# A string without a length is text to PostgreSQL and varchar to a cluster (tests/wire/README.md).
NAMES = {16: "bool", 17: "bytea", 18: '"char"', 19: "name", 20: "int8", 21: "int2", 23: "int4", 25: "string",
         26: "oid", 700: "float4", 701: "float8", 1007: "int4[]", 1009: "string[]", 1014: "bpchar[]",
         1015: "string[]", 1042: "bpchar", 1043: "string", 1082: "date", 1083: "time", 1114: "timestamp",
         1182: "date[]", 1184: "timestamptz", 1186: "interval", 1231: "numeric[]", 1700: "numeric",
         2205: "regclass"}


def type_name(oid):
    return NAMES.get(oid, str(oid))


def column_types(body):
    """The types' names of a RowDescription."""
    count, place, names = struct.unpack_from("!h", body)[0], 2, []
    for _ in range(count):
        place = body.index(b"\0", place) + 1
        oid = struct.unpack_from("!IhI", body, place)[2]
        names.append(type_name(oid))
        place += 18
    return names


def describe(connection, statement):
    """One line: parameters -> columns, or the SQLSTATE."""
    connection.message(b"P", b"\0" + statement.encode() + b"\0\0\0")
    connection.message(b"D", b"S\0")
    connection.message(b"S")
    parameters, columns, error = [], [], None
    while True:
        tag, body = connection.receive()
        if tag == b"t":
            count = struct.unpack_from("!h", body)[0]
            parameters = [type_name(oid) for oid in struct.unpack_from(f"!{count}I", body, 2)]
        elif tag == b"T":
            columns = column_types(body)
        elif tag == b"E":
            error = wire.text_fields(body)["C"]
        elif tag == b"":
            raise wire.Lost
        elif tag == b"Z":
            return error or f"{' '.join(parameters)} -> {' '.join(columns)}".strip()


def read_table():
    """Set-up statements, and [statement, {server: answer}] in order."""
    setup, rows = [], []
    for line in TABLE.read_text().splitlines():
        if line.startswith("!"):
            setup.append(line[1:])
        elif line.startswith("    "):
            server, colon, answer = line.strip().partition(": ")
            both = {"redstart": line.strip(), "postgres": line.strip()}
            rows[-1][1].update({server: answer} if colon else both)
        elif line and not line.startswith("#"):
            rows.append([line, {}])
    return setup, rows


def written(answers):
    if len(set(answers.values())) == 1:
        return [f"    {answers['redstart']}"]
    return [f"    {server}: {answers[server]}" for server in ("redstart", "postgres")]


def accept(rows):
    answers = {statement: found for statement, found in rows}
    lines = []
    for line in TABLE.read_text().splitlines():
        if line.startswith("    "):
            continue
        lines.append(line)
        if line in answers:
            lines += written(answers[line])
    TABLE.write_text("\n".join(lines) + "\n")


def answers_of(port, database, setup, rows):
    connection = wire.Connection(port, database=database)
    for statement in setup:
        connection.must(statement)
    found = [describe(connection, statement) for statement, _ in rows]
    connection.close()
    return found


def main():
    setup, rows = read_table()
    found = {}
    with servers.Redstart() as redstart:
        found["redstart"] = answers_of(redstart.port, "dev", setup, rows)
    if servers.postgresql_path("bin/initdb"):
        with servers.PostgreSQL() as postgres:
            found["postgres"] = answers_of(postgres.port, "postgres", setup, rows)
    if "--accept" in sys.argv:
        if len(found) < 2:
            sys.exit("PostgreSQL is not installed")
        accept([(row[0], {server: answers[i] for server, answers in found.items()}) for i, row in enumerate(rows)])
        return
    failures = 0
    for server, answers in found.items():
        for (statement, expected), answer in zip(rows, answers):
            if expected.get(server) == answer:
                continue
            failures += 1
            print(f"{server}: {statement}\n    expected {expected.get(server)}\n    answered {answer}")
    print(f"{len(rows)} statements, {', '.join(found)}, {failures} failures")
    sys.exit(1 if failures or not rows else 0)


if __name__ == "__main__":
    main()
