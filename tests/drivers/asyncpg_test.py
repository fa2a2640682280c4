#!/usr/bin/env python3
"""asyncpg: README.md's checklist. It speaks the protocol itself, in binary, and prepares every statement."""
import asyncio
import contextlib
import datetime
import io
import ssl
from decimal import Decimal

from harness import DEADLINE, ENDLESS, ROWS, check_rows, need, serve, types_sql

asyncpg = need("asyncpg")
SERVER = None


async def connect(**options):
    tls = ssl.create_default_context()
    tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
    arguments = {"host": "127.0.0.1", "port": SERVER.port, "user": "admin", "database": "dev", "ssl": tls,
                 "password": SERVER.password, "timeout": 10, "server_settings": {"timezone": "UTC"}}
    return await asyncpg.connect(**(arguments | options))


async def fails(sqlstate, call):
    try:
        await call
    except asyncpg.PostgresError as error:
        assert error.sqlstate == sqlstate, f"{error.sqlstate}, not {sqlstate}: {error}"
    else:
        raise AssertionError(f"no error, not {sqlstate}")


async def logins():
    for options in ({}, {"ssl": False}):
        connection = await connect(**options)
        assert await connection.fetchval("select current_user") == "admin"
        await connection.close()
        await fails("28000", connect(**options, password="wrong"))
        await fails("28000", connect(**options, user="nobody"))


async def written(connection):
    """What driver_copy holds is what was to be written. (The first and the last date are infinite for this driver.)"""
    check_rows(await connection.fetch("select * from driver_copy order by id"))


async def types(connection):
    await connection.execute(types_sql())
    rows = await connection.fetch("select * from driver_types order by id")
    check_rows(rows)
    values = ", ".join(f"${i + 1}" for i in range(16))
    await connection.executemany(f"insert into driver_copy values ({values})", [tuple(row) for row in rows])
    await written(connection)
    one = await connection.fetchrow("select $1::int, $2::varchar, $3::numeric(38, 37), $4, 5", 1, "漢", ROWS[1][7], "x")
    assert tuple(one) == (1, "漢", ROWS[1][7], "x", 5), one


async def arrays(connection):
    """Of an array's type the driver asks the catalog, once."""
    for value, name in (([1, None, 3], "int"), ([], "int"), ([2**40], "bigint"), (["a", "b c", "", None, "漢"], "text"),
                        ([Decimal("1.50"), Decimal("-2.25")], "numeric(10, 2)"), ([True, False], "bool"),
                        ([1.5, None], "float8"), ([datetime.date(2026, 2, 28)], "date"),
                        ([datetime.datetime(2026, 2, 28, 13, 45)], "timestamp")):
        assert await connection.fetchval(f"select $1::{name}[]", value) == value, (name, value)
    assert await connection.fetchval("select count(*) from driver_types where id = any($1)", [1, 3, 9]) == 2
    assert await connection.fetchval("select count(*) from driver_types where v = any($1)", ["x"]) == 1
    oid = await connection.fetchval("select oid from pg_class where relname = $1", "driver_types")
    assert await connection.fetchval("select $1::regclass::oid", "driver_types") == oid


async def changed_columns(connection):
    """A statement whose columns have changed is prepared again by the driver, when it knows the error."""
    await connection.execute("create temp table driver_changed (i int)")
    assert await connection.fetch("select * from driver_changed") == []
    await connection.execute("alter table driver_changed add column more int; insert into driver_changed values (1, 2)")
    assert [tuple(row) for row in await connection.fetch("select * from driver_changed")] == [(1, 2)]


async def copy(connection):
    await connection.execute("truncate driver_copy")
    tag = await connection.copy_records_to_table("driver_copy", records=ROWS)
    assert tag == f"COPY {len(ROWS)}", tag
    await written(connection)
    text = io.BytesIO()
    await connection.copy_from_query("select i from driver_types where v = $1", "", output=text, format="csv")
    assert text.getvalue() == b"2147483647\n", text.getvalue()


async def transactions(connection):
    async with connection.transaction():
        total = 0
        async for row in connection.cursor("select i from generate_series(1, 1050) g(i)", prefetch=100):
            total += row["i"]
        assert total == 1050 * 1051 // 2
    block = connection.transaction()
    await block.start()
    await connection.execute("insert into driver_copy(id) values (5)")
    await fails("42601", connection.execute("selec 1"))
    await fails("25P02", connection.fetch("select 1"))
    await block.rollback()
    assert await connection.fetchval("select count(*) from driver_copy") == len(ROWS)
    for sqlstate, sql in (("42P01", "select * from nowhere"), ("42703", "select nothing from driver_types"),
                          ("22012", "select 1 / 0"), ("23502", "insert into driver_types(id) values (null)")):
        await fails(sqlstate, connection.fetch(sql))


async def until_running(observer):
    for _ in range(DEADLINE * 50):
        query = "select count(*) from stv_recents where status = 'Running' and query = $1"
        if await observer.fetchval(query, ENDLESS) == 1:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("the statement never ran")


async def signals(observer):
    victim = await connect()
    pid = victim.get_server_pid()
    try:
        await victim.fetch(ENDLESS, timeout=0.2)  # the driver sends a CancelRequest
    except asyncio.TimeoutError:
        assert await victim.fetchval("select 1") == 1
    else:
        raise AssertionError("it ended by itself")
    # Of a FATAL the driver says only that the connection does not exist any more, with PostgreSQL as well.
    for function, sqlstate in (("pg_cancel_backend", "57014"), ("pg_terminate_backend", "08003")):
        query = asyncio.ensure_future(victim.fetch(ENDLESS))
        await until_running(observer)
        assert await observer.fetchval(f"select {function}($1)", pid) == 1
        await fails(sqlstate, asyncio.wait_for(query, 10))
    assert victim.is_closed()


async def pooled():
    """A pool resets each connection it takes back, and replaces those that were terminated."""
    async with asyncpg.create_pool(host="127.0.0.1", port=SERVER.port, user="admin", database="dev", ssl=False,
                                   password=SERVER.password, min_size=1, max_size=2) as pool:
        pid = await pool.fetchval("select pg_backend_pid()")
        assert await pool.fetchval("select pg_backend_pid()") == pid
        async with pool.acquire() as other, pool.acquire() as killer:
            await killer.fetch("select pg_terminate_backend($1)", other.get_server_pid())
            # A reset that is under way when the connection closes would fail the pool, whatever the server. One that
            # is closed goes back to the pool by itself.
            with contextlib.suppress(asyncpg.InterfaceError):
                while not other.is_closed():
                    await asyncio.sleep(0.01)
        assert await pool.fetchval("select 1") == 1


async def checklist():
    await logins()
    connection = await connect()
    for step in (types, arrays, changed_columns, copy, transactions, signals):
        await step(connection)
    await connection.close()
    await pooled()


if __name__ == "__main__":
    with serve() as SERVER:
        asyncio.run(checklist())
