#!/usr/bin/env python3
"""Random queries of sqlsmith: the server lives, and every refusal has a text and SQLSTATE of its own.

sqlsmith makes them from what a PostgreSQL server tells it, and runs none: of tables like ours, of the operators of
common types, and of those functions that docs/sql.md lists. What a cluster does not have (LATERAL, TABLESAMPLE,
RETURNING) is left out of the texts. Skipped (77) where sqlsmith or PostgreSQL is not installed.

    tests/errors/sqlsmith_test.py --statements 200000 --seed 2
"""
import argparse
import collections
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
import relay  # noqa: E402
import servers  # noqa: E402
import wire  # noqa: E402
from errors_test import unknown_texts, wrong_in  # noqa: E402

PAGE = HERE.parent.parent / "docs" / "sql.md"
TABLES = ["create table one (i int, b bigint, s smallint, n numeric(8,2), f float8, r real)",
          "create table two (v varchar(20), c char(5), d date, t timestamp, z timestamptz, o boolean)",
          "create table three (i int, v varchar(30), d date, m time)", "create view four as select i, v from three"]
ROWS = ["insert into one values (1, 2, 3, 4.5, 6.7, 8.9), (0, null, -1, 0.01, 1e10, -2.5),"
        " (2147483647, 9223372036854775807, 32767, 999999.99, 1e300, 1e30), (null, null, null, null, null, null)",
        "insert into two values ('abc', 'de', '2020-01-01', '2020-01-01 10:00', '2020-01-01 10:00+00', true),"
        " ('', '', '1999-12-31', '1999-12-31', '1999-12-31+00', false), (null, null, null, null, null, null)",
        "insert into three values (1, 'x', '2020-02-02', '10:00'), (2, 'y', '2021-02-02', '23:59')"]
# boolean, bigint, smallint, integer, text, real, double precision, varchar, char, date, time, timestamp, timestamptz,
# interval, timetz, numeric; anyelement
TYPES = "16, 20, 21, 23, 25, 700, 701, 1043, 1042, 1082, 1083, 1114, 1184, 1186, 1266, 1700"
OPERATORS = "'=', '<>', '<', '>', '<=', '>=', '+', '-', '*', '/', '%', '||', '~~', '!~~', '~', '!~', '&', '|', '#'"
# What acts on sessions, and what makes arrays or JSON, which a cluster does not have.
NOT_CALLED = re.compile(r"pg_(terminate|cancel)_backend|set_config|pg_isolation|array|json|unnest|generate_|textin")
NOT_OF_A_CLUSTER = [(re.compile(r"tablesample (bernoulli|system) \([\d.]+\)"), ""),
                    (re.compile(r"\blateral\s+\("), "("), (re.compile(r"\breturning\b.*;", re.DOTALL), ";"),
                    (re.compile(r"pg_catalog\."), "")]
PER_SEED = 5000
FATAL = ("57P", "58")


def listed_functions():
    functions = PAGE.read_text(encoding="utf-8").split("\n# Functions\n")[1].split("\n# Types\n")[0]
    names = re.findall(r"^\| (\w+) \|[^|]*(?:\\\|[^|]*)*\|[^|]*\|[^|]*\|$", functions, re.MULTILINE)
    return [name for name in names if not NOT_CALLED.search(name)]


def prepare(oracle):
    """Tables, and views of the catalogs that show only what is to be used."""
    connection = wire.Connection(oracle.port, database="postgres")
    for statement in TABLES:
        connection.must(statement)
    names = ", ".join(f"'{name}'" for name in listed_functions())
    connection.must("create schema hidden")
    connection.must(f"create view hidden.functions as select * from pg_proc where proname in ({names}) and "
                    f"prorettype in ({TYPES}, 2283) and pronamespace = 'pg_catalog'::regnamespace and not exists "
                    f"(select 1 from unnest(proargtypes) t where t::int not in ({TYPES}, 2276, 2283))")
    connection.must(f"create view hidden.operators as select * from pg_operator where oprleft in ({TYPES}) and "
                    f"oprright in ({TYPES}) and oprname in ({OPERATORS})")
    connection.close()
    return relay.Relay(oracle.port, [
        ("from pg_proc", "from hidden.functions"), ("from pg_catalog.pg_operator", "from hidden.operators"),
        ("from information_schema.tables",
         "from (select * from information_schema.tables where table_schema = 'public') tables")])


def made(port, seed, count):
    """The statements of one seed."""
    command = ["sqlsmith", f"--target=host=127.0.0.1 port={port} user=admin dbname=postgres sslmode=disable",
               "--dry-run", "--exclude-catalog", f"--seed={seed}", f"--max-queries={count}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as program:
        lines = []
        for line in program.stdout:
            lines.append(line)
            if line.rstrip().endswith(";"):
                text, lines = "".join(lines), []
                for pattern, other in NOT_OF_A_CLUSTER:
                    text = pattern.sub(other, text)
                yield text


class Client:
    """Runs statements in a block that is rolled back after each error."""

    def __init__(self, server):
        self.connection = wire.Connection(server.port)
        self.connection.must("begin")

    def ask(self, sql):
        """The fields of its error, {} without one, None when the connection was lost."""
        self.connection.send_query(sql)
        fields = {}
        while True:
            tag, body = self.connection.receive()
            if tag == b"E":
                fields = wire.text_fields(body)
            elif tag == b"Z":
                if fields:
                    self.connection.query("rollback")
                    self.connection.must("begin")
                return fields
            elif tag == b"":
                return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--statements", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--states", action="store_true", help="how often each SQLSTATE came")
    arguments = parser.parse_args()
    if shutil.which("sqlsmith") is None or not servers.postgresql_path("bin/postgres"):
        print("skipped: sqlsmith or PostgreSQL is not installed")
        return 77
    states, failures = collections.Counter(), {}
    os.environ["REDSTART_STATEMENT_TIMEOUT"] = "10s"
    with servers.PostgreSQL() as oracle, servers.Redstart(":memory:", "--memory-limit", "2GB",
                                                          log_level="warning") as server:
        connection = wire.Connection(server.port)
        for statement in [*TABLES, *ROWS]:
            connection.must(statement)
        client, told = Client(server), prepare(oracle)
        for first in range(0, arguments.statements, PER_SEED):
            for statement in made(told.port, arguments.seed + first // PER_SEED,
                                  min(PER_SEED, arguments.statements - first)):
                fields = client.ask(statement)
                states[fields["C"] if fields else "ok"] += 1
                what = wrong_in(fields)
                if not what and fields and fields["C"].startswith(FATAL) and fields["C"] != "57014":
                    what = "the server or its engine has failed"
                if what:
                    failures.setdefault(f"{what}: {(fields or {}).get('M')}", statement)
                if fields is None:
                    client = Client(server)
        connection.must("select count(*) from one")
        told.close()
        failures.update((f"no rule for the engine's text: {text}", "") for text in unknown_texts(server))
    print(f"{states.total()} statements, {states['ok']} answered, seed {arguments.seed}")
    if arguments.states:
        print(dict(states.most_common()))
    for what, statement in failures.items():
        print(what[:400], statement[:4000], sep="\n")
    return 1 if failures or states["ok"] * 3 < states.total() else 0


if __name__ == "__main__":
    sys.exit(main())
