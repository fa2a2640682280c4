#!/usr/bin/env python3
"""psycopg 3: README.md's checklist in text and binary, prepared statements, a pipeline, COPY."""
from dbapi import Checklist
from harness import DIFFERENCES, ROWS, check_rows, need, serve

psycopg = need("psycopg")


def prepared(connection):
    with connection.cursor() as cursor:
        for i in range(12):  # past prepare_threshold: from the sixth on it is a named statement
            cursor.execute("select %s::bigint + i, v from driver_types where i = %s", (i, 2**31 - 1 - i % 2))
            assert cursor.fetchall() == ([] if i % 2 else [(2**31 - 1 + i, "")])
        cursor.execute("select %s::numeric(38, 37), %s::varchar, %s::bool", (ROWS[1][7], "漢", None), prepare=True)
        assert cursor.fetchone() == (ROWS[1][7], "漢", None)


def copy(cursor, form):
    cursor.execute("truncate driver_copy")
    with cursor.copy(f"copy driver_types to stdout (format {form})") as out:
        data = b"".join(out)
    with cursor.copy(f"copy driver_copy from stdin (format {form})") as into:
        into.write(data)
    assert cursor.rowcount == len(ROWS)
    cursor.execute(DIFFERENCES)
    assert cursor.fetchall() == [(0,), (0,)]


def main():
    with serve() as server:
        ended = "terminating connection due to administrator command"
        checklist = Checklist(server, psycopg, lambda error: error.sqlstate, ended)
        checklist.run()
        with checklist.connect() as connection:
            for binary, placeholder in ((False, "%t"), (True, "%b"), (True, "%s")):
                with connection.cursor(binary=binary) as cursor:
                    checklist.types(cursor, placeholder)
                    checklist.arrays(cursor)
            prepared(connection)
            for form in ("text", "csv", "binary"):
                with connection.cursor() as cursor:
                    copy(cursor, form)
            connection.commit()
            with connection.pipeline(), connection.cursor() as cursor:
                cursor.execute("select * from driver_copy order by id")
                check_rows(cursor.fetchall())
            connection.commit()


if __name__ == "__main__":
    main()
