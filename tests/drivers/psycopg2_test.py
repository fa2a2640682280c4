#!/usr/bin/env python3
"""psycopg 2: README.md's checklist and COPY."""
import io

from dbapi import Checklist
from harness import ROWS, need, serve

psycopg2 = need("psycopg2")


def copy(cursor):
    text = io.StringIO()
    cursor.copy_expert("copy driver_types to stdout", text)
    assert text.getvalue().count("\n") == len(ROWS)
    cursor.execute("truncate driver_copy")
    text.seek(0)
    cursor.copy_from(text, "driver_copy")
    assert cursor.rowcount == len(ROWS)
    cursor.execute("select count(*) from (select * from driver_types except select * from driver_copy)")
    assert cursor.fetchone() == (0,)


def main():
    with serve() as server:
        checklist = Checklist(server, psycopg2, lambda error: error.pgcode, "connection has been closed unexpectedly")
        checklist.run()
        connection = checklist.connect()
        with connection.cursor() as cursor:
            checklist.types(cursor)
            checklist.arrays(cursor)
            copy(cursor)
        connection.commit()
        connection.close()


if __name__ == "__main__":
    main()
