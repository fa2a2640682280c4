#!/usr/bin/env python3
"""What a client is told of wrong statements: a text of our own and a right SQLSTATE, never the engine's words.

Runs the statements of statements.py and fails on XX000, on a lost connection, on an engine text that no rule knows (the
server's log tells of it), and on words and names of the engine in a text. Where PostgreSQL refuses the same statement
both must give the same SQLSTATE, or a pair of differences.py. `--pairs` prints the pairs that come, with a sample.
"""
import collections
import os
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
import differences
import servers
import statements
from wire import Connection

WORDS = ("Error:", "Error", "INTERNAL", "Could not cast", "Could not convert", "Could not find", "Cannot",
         "Candidate", "candidate functions", "Did you mean", "Unimplemented", "Not implemented",
         "not yet supported", "DuckDB", "duckdb", "TRY_CAST", "Attempted", "Assertion", "std::", "LINE ", "main.",
         "list_", "Vector", "logical type", "clause!", "COLUMNS(", "struct_", "ErrorData", "Exception", "BOUND_",
         "CTE")
NAMES = re.compile(r"\b(VARCHAR|BLOB|U?HUGEINT|UBIGINT|UINTEGER|U?SMALLINT|U?TINYINT|DOUBLE|FLOAT|STRUCT|"
                   r"TIMESTAMP_\w+|timestamp_ns|"
                   r"SQLNULL|U?INT\d+|INTEGER_LITERAL|STRING_LITERAL|__\w+)\b|\brs_\w+|\b[A-Z][a-z]+[A-Z]\w+")
STRIDE = int(os.environ.get("REDSTART_ERRORS_STRIDE", "3"))
# Tables and other names that the statements drop, fill or change are made anew.
FRESH = ("drop view if exists w", "drop view if exists x1", "drop table if exists t", "drop table if exists u",
         "drop table if exists keyed", "drop table if exists x1", "drop table if exists bad_type",
         "drop table if exists bad_default", "deallocate all") + statements.SETUP


def unquoted(text):
    """What is quoted is the client's own, and so is the name of a call; Redshift itself says "a VARCHAR column"."""
    return re.sub(r"\"[^\"]*\"|'[^']*'|\bfunction \w+|a VARCHAR column", "", text)


class Client:
    """One session; it asks one statement after the other."""

    def __init__(self, server, database):
        self.server, self.database = server, database
        self.connect()
        for statement in statements.SETUP:
            self.connection.must(statement)

    def connect(self):
        self.connection = Connection(self.server.port, database=self.database)
        self.connection.must("set statement_timeout to 4000")

    def ask(self, statement):
        """The error's fields; {} when there was none, None when the connection was lost."""
        connection, error = self.connection, None
        connection.send_query(statement)
        while True:
            answer = connection.wait()
            error = error or answer.error
            if answer.status == "copy in":
                connection.message(b"f", b"no\0")
            elif answer.status == "lost":
                self.connect()
                return None
            elif answer.status != "copy out":
                break
        if answer.status in ("T", "E"):
            connection.query("rollback")
        return error.fields if error else {}

    def answers(self):
        found = {}
        for statement in dict.fromkeys(statements.statements(STRIDE)):
            found[statement] = self.ask(statement)
            if found[statement] == {} and not statement.startswith(("select", "values", "explain")):
                for again in FRESH:
                    self.connection.query(again)
        return found


def wrong_in(fields):
    """What is wrong with an error; empty when nothing is."""
    if fields is None:
        return "the connection was lost"
    if fields.get("C") == "XX000":
        return "an internal error"
    for part in "MDH":
        text = unquoted(fields.get(part, ""))
        if any(word in text for word in WORDS) or NAMES.search(text):
            return "the engine's words"
    return ""


def unknown_texts(server):
    server.terminate()
    log = server.process.stdout.read().decode()
    return re.findall(r"engine_text_unknown (.*)", log)


def differing(ours, theirs):
    """(our SQLSTATE, PostgreSQL's) -> the statements that both refuse."""
    pairs = collections.defaultdict(list)
    for statement, fields in ours.items():
        if fields and theirs.get(statement):
            states = fields["C"], theirs[statement]["C"]
            if states[0] != states[1]:
                pairs[states].append(statement)
    return pairs


def main():
    failures = []
    with servers.Redstart(log_level="warning") as server:
        ours = Client(server, "dev").answers()
        failures += [f"{what}: {statement}: {fields}" for statement, fields in ours.items()
                     if (what := wrong_in({} if fields == {} else fields))]
        failures += [f"no rule for the engine's text: {text}" for text in unknown_texts(server)]
    refused = sum(bool(fields) for fields in ours.values())
    if servers.postgresql_path("bin/postgres"):
        with servers.PostgreSQL() as oracle:
            theirs = Client(oracle, "postgres").answers()
        for pair, found in sorted(differing(ours, theirs).items()):
            if "--pairs" in sys.argv:
                print(*pair, len(found), found[0][:120], "|", ours[found[0]]["M"][:80])
            elif pair not in differences.ACCEPTED:
                failures.append(f"{pair[0]}, in PostgreSQL {pair[1]}: {found[0]}: {ours[found[0]]['M']}")
    print(f"{len(ours)} statements, {refused} refused")
    for failure in failures:
        print(failure[:400])
    return 1 if failures else 0


if __name__ == "__main__":
    os.environ.setdefault("REDSTART_BINARY", str(HERE.parents[1] / "build/release/redstart"))
    sys.exit(main())
