#!/usr/bin/env python3
"""The same statements for Redstart and for PostgreSQL: values, names and types of columns, tags, SQLSTATEs.

allowed.py has the differences that are meant. Options: --seed N makes other cases, --only TEXT runs those of the
families whose name contains it, --statement SQL shows one statement's answers,
--verbose every difference with its reason.
"""
import argparse
import collections
import re
import sys

import allowed
import compare
import expressions
import mutations
import oracle
import queries
import statements

import servers
import wire

SEED = 1


def all_cases(seed):
    for module in (expressions, queries, statements):
        yield from module.cases(seed)


def is_ordered(sql):
    """Whether the statement tells the order of all its rows: what it orders by ends with a key."""
    return bool(re.search(r"order by [^()]*\bid\b[^()]*$", sql))


def answers(connection, seed, cases):
    for sql in queries.setup(seed):
        connection.must(sql)
    return [oracle.ask(connection, sql) for _, sql in cases]


def judge(cases, expected, got):
    """Pairs of a case's number and a difference without a reason."""
    for number, (_, sql) in enumerate(cases):
        for difference in compare.differences(expected[number], got[number], is_ordered(sql)):
            if allowed.reason_for(sql, difference) is None:
                yield number, difference


def unnoticed(cases, expected, got):
    """Every tenth case that is right, with each change that no row of the list could take: those that pass."""
    changes = missed = 0
    for number in range(0, len(cases), 10):
        sql, ordered = cases[number][1], is_ordered(cases[number][1])
        if compare.differences(expected[number], got[number], ordered):
            continue
        for mutation in mutations.MUTATIONS:
            mutant = mutation(got[number])
            if mutant is None:
                continue
            found = compare.differences(expected[number], mutant, ordered)
            if any(allowed.reason_for(sql, difference) for difference in found):
                continue
            changes += 1
            if not found:
                missed += 1
                print(f"not noticed: {mutation.__name__} of {sql}")
    print(f"{changes} changed answers, {missed} not noticed")
    return missed or changes < 1000


def show(sql, difference, expected, got):
    print(f"{difference}\n  {sql}")
    for name, answer in (("PostgreSQL", expected), ("Redstart", got)):
        print(f"  {name}:", *[line[:200] for line in answer.lines()], sep="\n    ")


def both(seed, cases):
    with servers.PostgreSQL(timezone="UTC") as postgres:
        connection = wire.Connection(postgres.port, database="postgres")
        expected = answers(connection, seed, cases)
        connection.close()
    with servers.Redstart(":memory:", "--cluster-rules", "off") as redstart:
        connection = wire.Connection(redstart.port)
        got = answers(connection, seed, cases)
        connection.close()
    return expected, got


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--only", default="")
    parser.add_argument("--statement")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    if not servers.postgresql_path("bin/postgres"):
        print("PostgreSQL is not installed")
        return 77
    cases = [case for case in all_cases(options.seed) if options.only in case[0]]
    if options.statement:
        cases = [("statement", options.statement)]
    expected, got = both(options.seed, cases)
    wrong = list(judge(cases, expected, got))
    kinds = collections.Counter(f"{cases[number][0]}: {difference}" for number, difference in wrong)
    for number, difference in wrong:
        show(cases[number][1], difference, expected[number], got[number])
    for kind, count in kinds.most_common():
        print(f"{count:6} {kind}")
    whole = options.seed == SEED and not options.only and not options.statement
    unused = [row for row in allowed.ALLOWED if whole and not row.used]
    blind = whole and unnoticed(cases, expected, got)
    for row in unused:
        print(f"no case has this difference any more: {row.reason}")
    if options.verbose:
        for row in allowed.ALLOWED:
            print(f"{row.used:6} {row.page}: {row.reason}")
    print(f"{len(cases)} cases, {len({number for number, _ in wrong})} differ without a reason")
    return 1 if wrong or unused or blind or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
