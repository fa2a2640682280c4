#!/usr/bin/env python3
"""Questions about the sample database TICKIT, answered by the server and reckoned in Python from the same rows.

    tests/tickit/answers_test.py [NAME...]     # those whose names contain one of them
"""
import datetime
import decimal
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
import counts_and_sums  # noqa: E402,F401
import joins_and_sets  # noqa: E402,F401
import sample  # noqa: E402
import servers  # noqa: E402
import windows_and_values  # noqa: E402,F401
import wire  # noqa: E402

AT_LEAST = 60


def copied(connection, statement):
    """The bytes of a COPY TO STDOUT."""
    connection.send_query(statement)
    data = []
    while True:
        tag, body = connection.receive()
        if tag == b"d":
            data.append(body)
        elif tag == b"E":
            raise AssertionError(wire.text_fields(body)["M"])
        elif tag == b"Z":
            return b"".join(data)


def answer(connection, sql):
    connection.send_query(sql)
    rows = []
    while True:
        tag, body = connection.receive()
        if tag == b"D":
            rows.append(tuple(wire.row_from(body)))
        elif tag == b"E":
            raise AssertionError(f"{sql}: {wire.text_fields(body)['M']}")
        elif tag == b"Z":
            return rows


def is_same(text, value):
    """Whether the server's text is that value."""
    if value is None or text is None:
        return text is None and value is None
    if isinstance(value, bool):
        return text == ("t" if value else "f")
    if isinstance(value, float):
        return abs(float(text) - value) <= 1e-4 * max(1.0, abs(value))
    if isinstance(value, decimal.Decimal):
        return decimal.Decimal(text) == value
    if isinstance(value, datetime.datetime):
        return datetime.datetime.fromisoformat(text) == value
    return text == str(value)


def are_same(got, wanted):
    return len(got) == len(wanted) and all(
        len(row) == len(values) and all(is_same(text, value) for text, value in zip(row, values))
        for row, values in zip(got, wanted))


def main(wanted):
    failed = asked = 0
    with servers.Redstart(":memory:", "--sample", "tickit", "--cluster-rules", "on") as server:
        connection = wire.Connection(server.port, user="admin", database="tickit")
        rows = sample.Sample(lambda statement: copied(connection, statement))
        for question in sample.QUESTIONS:
            if wanted and not any(word in question.name for word in wanted):
                continue
            asked += 1
            got, right = answer(connection, question.sql), question.reckon(rows)
            if not question.ordered:
                got, right = sorted(got), sorted(right)
            if not right or not are_same(got, right):
                failed += 1
                print(f"WRONG {question.name}: {question.sql}\n  {len(got)} rows, reckoned {len(right)}")
                for pair in [pair for pair in zip(got, right) if not are_same([pair[0]], [pair[1]])][:3]:
                    print("  got", pair[0], "reckoned", pair[1])
        connection.close()
    print(f"{asked - failed} of {asked} questions answered right")
    return 1 if failed or (not wanted and asked < AT_LEAST) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
