"""The checklist of README.md for drivers of Python's DB-API over libpq: psycopg 2 and 3."""
import contextlib
import datetime
from decimal import Decimal

from harness import DIFFERENCES, ENDLESS, background, check_rows, types_sql, until


class Checklist:
    """`driver` is the module; `state` gives the SQLSTATE of one of its errors, `ended` is in its text after a FATAL.

    With a FATAL libpq's errors pile up, the last being its own that the connection is gone: no SQLSTATE is left.
    """

    def __init__(self, server, driver, state, ended):
        self.server, self.driver, self.state, self.ended = server, driver, state, ended

    def connect(self, **options):
        arguments = {"host": "127.0.0.1", "port": self.server.port, "user": "admin", "dbname": "dev",
                     "password": self.server.password, "connect_timeout": 10, "options": "-c timezone=UTC"}
        return self.driver.connect(**(arguments | options))

    def fails(self, wanted, call, *arguments):
        try:
            call(*arguments)
        except self.driver.Error as error:
            assert self.state(error) == wanted, f"{self.state(error)}, not {wanted}: {error}"
            return str(error)
        raise AssertionError(f"no error, not {wanted}: {arguments}")

    def logins(self):
        for mode, ssl in (("require", True), ("disable", False)):
            with self.connect(sslmode=mode) as connection, connection.cursor() as cursor:
                cursor.execute("select current_user, %s", ("x",))
                assert cursor.fetchone() == ("admin", "x")
            for wrong in ({"password": "wrong"}, {"user": "nobody"}):
                try:
                    self.connect(sslmode=mode, **wrong)
                except self.driver.OperationalError as error:
                    assert "password authentication failed for user" in str(error), error
                else:
                    raise AssertionError(f"{wrong} got in")

    def types(self, cursor, placeholder="%s"):
        """`cursor` reads driver_types and writes driver_copy; the server then finds no difference."""
        cursor.execute("truncate driver_copy")
        cursor.execute("select * from driver_types order by id")
        rows = cursor.fetchall()
        check_rows(rows)
        cursor.executemany(f"insert into driver_copy values ({', '.join([placeholder] * 16)})", rows)
        cursor.execute(DIFFERENCES)
        assert cursor.fetchall() == [(0,), (0,)]

    def arrays(self, cursor):
        for value, name in (([1, None, 3], "int"), ([2**40], "bigint"), (["a", "b c", "", None, "漢"], "text"),
                            ([Decimal("1.50"), Decimal("-2.25")], "numeric(10, 2)"), ([True, False], "bool"),
                            ([1.5, None], "float8"), ([datetime.date(2026, 2, 28)], "date")):
            cursor.execute(f"select %s::{name}[]", (value,))
            assert cursor.fetchone() == (value,), (name, value)
        cursor.execute("select count(*) from driver_types where id = any(%s) or v = any(%s)", ([1, 3, 9], ["x"]))
        assert cursor.fetchone() == (2,)
        cursor.execute("select oid, 'driver_types'::regclass::oid from pg_class where relname = 'driver_types'")
        oid, same = cursor.fetchone()
        assert oid == same, (oid, same)
        cursor.execute("select %s + 1, -%s, abs(%s)", (Decimal("1.999999"), Decimal("1.5"), Decimal("-1.5")))
        assert cursor.fetchone() == (Decimal("2.999999"), Decimal("-1.5"), Decimal("1.5"))

    def errors(self):
        with contextlib.closing(self.connect()) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            for sqlstate, sql in (("42601", "selec 1"), ("42P01", "select * from nowhere"), ("22012", "select 1 / 0"),
                                  ("42703", "select nothing from driver_types"), ("42883", "select nofunction(1)"),
                                  ("23502", "insert into driver_types(id) values (null)"),
                                  ("22001", "insert into driver_types(id, c) values (9, 'too long')")):
                self.fails(sqlstate, cursor.execute, sql)
            cursor.execute("select 1")
            assert cursor.fetchone() == (1,)

    def transactions(self):
        connection = self.connect()
        cursor = connection.cursor()
        count = "select count(*) from driver_types where id > 4"
        cursor.execute("insert into driver_types(id) values (5), (6)")
        assert cursor.rowcount == 2
        connection.rollback()
        cursor.execute(count)
        assert cursor.fetchone() == (0,)
        cursor.execute("insert into driver_types(id) values (7)")
        self.fails("42601", cursor.execute, "selec 1")
        self.fails("25P02", cursor.execute, "select 1")
        connection.rollback()
        cursor.execute("insert into driver_types(id) values (8)")
        connection.commit()
        with self.connect() as other, other.cursor() as reader:
            reader.execute("select id from driver_types where id > 4")
            assert reader.fetchall() == [(8,)]
            reader.execute("delete from driver_types where id = 8")
        connection.close()

    def signals(self):
        """A cancel from another thread, a termination by another session, a new connection."""
        with contextlib.closing(self.connect()) as observer:
            observer.autocommit = True
            watch = observer.cursor()
            victim = self.connect()
            pid = victim.info.backend_pid

            def running():
                watch.execute("select pid from stv_recents where status = 'Running' and query = %s", (ENDLESS,))
                return watch.fetchone() == (pid,)

            query = background(victim.cursor().execute, ENDLESS)
            until(running, "the statement runs")
            victim.cancel()
            self.fails("57014", query.result, 10)
            victim.rollback()
            victim.cursor().execute("select 1")
            query = background(victim.cursor().execute, ENDLESS)
            until(running, "the statement runs again")
            watch.execute("select pg_terminate_backend(%s)", (pid,))
            assert watch.fetchone() == (1,)
            assert self.ended in self.fails(None, query.result, 10)
            assert victim.closed
            with self.connect() as again, again.cursor() as cursor:
                cursor.execute("select count(*) from stv_sessions where process = %s", (pid,))
                assert cursor.fetchone() == (0,)

    def portions(self):
        """A named cursor: DECLARE and FETCH FORWARD."""
        with contextlib.closing(self.connect()) as connection:
            with connection.cursor("portions") as cursor:
                cursor.itersize = 100
                cursor.execute("select i from generate_series(1, 1050) s(i)")
                assert cursor.fetchone() == (1,) and cursor.fetchmany(3) == [(2,), (3,), (4,)]
                assert sum(row[0] for row in cursor) == 1050 * 1051 // 2 - 10
            connection.commit()

    def run(self):
        with self.connect() as connection, connection.cursor() as cursor:
            cursor.execute(types_sql())
        for step in (self.logins, self.errors, self.transactions, self.portions, self.signals):
            step()
